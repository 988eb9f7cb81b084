/** First and longest delay between tries, ms. */
export const RETRY = { firstDelayMs: 1000, maxDelayMs: 300_000 } as const

/**
 * Delay before try number `attempt` (0 = the first repeat), in ms. Full jitter: uniform in [0, cap).
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const retryDelayMs = (attempt: number, random: number): number =>
  random * Math.min(RETRY.maxDelayMs, RETRY.firstDelayMs * 2 ** attempt)

/**
 * How long a `Retry-After` header asks to wait, in ms, at most a day: seconds, or a date. 0 when there is none.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export const retryAfterMs = (header: string | null, now: number): number => {
  const text = header ?? ''
  // A browser takes almost anything for a date; an HTTP date holds a time.
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : /:/.test(text) ? Date.parse(text) - now : 0
  return ms > 0 ? Math.min(ms, 86_400_000) : 0
}

/**
 * What an HTTP status says of a batch: kept, never acceptable as it is, not acceptable from this page (wrong key or
 * address), or worth another try. 0 is no answer at all.
 */
export const verdictOf = (status: number): 'accepted' | 'refused' | 'halted' | 'later' =>
  status === 200
    ? 'accepted'
    : status === 400 || status === 413 || status === 422
      ? 'refused'
      : status > 400 && status < 500 && status !== 408 && status !== 425 && status !== 429
        ? 'halted'
        : 'later'
