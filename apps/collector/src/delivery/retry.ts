/** How deliveries are tried; all in ms but the counts. */
export const DELIVERY_LIMITS = {
  /** A call without an answer. */
  timeoutMs: 15_000,
  /** So long a claim holds; a call is over long before. */
  leaseMs: 60_000,
  firstDelayMs: 5000,
  maxDelayMs: 3_600_000,
  /** What a destination may ask for by `Retry-After`. */
  maxWaitMs: 86_400_000,
  /** Since the first try. */
  giveUpMs: 72 * 3_600_000,
  /** So many failures in a row, and a destination is left alone for a while, and then probed with one call. */
  failuresToPause: 5,
  maxPauseMs: 600_000,
  /** A message that failed so often no longer holds back later ones of its account. */
  holdsBackFor: 6,
  keepSentMs: 30 * 86_400_000,
  keepDeadMs: 90 * 86_400_000,
} as const

/** The limits of one collector; tests are in more of a hurry. */
export type DeliveryLimits = { readonly [name in keyof typeof DELIVERY_LIMITS]: number }

/**
 * Delay before try number `attempt` (1 = the first repeat). Full jitter: uniform in [0, cap). `random` is in [0, 1).
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const backoffMs = (
  attempt: number,
  random: number,
  { firstDelayMs, maxDelayMs }: Pick<DeliveryLimits, 'firstDelayMs' | 'maxDelayMs'>,
): number => Math.round(random * Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 40)))

/**
 * How long a `Retry-After` asks to wait, ms: seconds, or a date. 0 when there is none or it is over.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export const retryAfterMs = (header: unknown, now: number, maxWaitMs: number): number => {
  const text = typeof header === 'string' ? header.trim() : ''
  // `Date.parse` takes almost anything for a date; an HTTP date holds a time of day.
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : /:/.test(text) ? Date.parse(text) - now : 0
  return ms > 0 ? Math.min(ms, maxWaitMs) : 0
}
