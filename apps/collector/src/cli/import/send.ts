import { type BatchAnswer, isObject } from '@fireball/core'

/** Longest waits: between two attempts, and how often is tried before an import stops to be resumed later. */
export const SEND_RETRY = { attempts: 10, firstDelayMs: 250, maxDelayMs: 15_000, timeoutMs: 60_000 } as const

/** What became of one batch. `refused`: the collector will never take it as it is, the reason in words. */
export type SendOutcome =
  | { readonly kind: 'committed'; readonly answer: BatchAnswer }
  | { readonly kind: 'refused'; readonly status: number; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string }

/** The world of a sender. */
export interface SendPorts {
  fetch(url: string, init: RequestInit): Promise<Response>
  wait(ms: number): Promise<void>
  /** [0, 1) */
  random(): number
  now(): number
}

const toDelayMs = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined
}

const isAnswer = (body: unknown): body is BatchAnswer => isObject(body) && body.success === true

const sayError = (body: unknown, status: number): string => {
  const error = isObject(body) && isObject(body.error) ? body.error : undefined
  if (error === undefined) return `HTTP ${status}`
  return `${error.code}${error.path ? ` at ${error.path}` : ''}: expected ${error.expected}, got ${error.got}`
}

type Attempt = SendOutcome & { readonly retryAfterMs?: number | undefined }

const tryOnce = async (url: string, key: string, body: string, ports: SendPorts): Promise<Attempt> => {
  try {
    const response = await ports.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      },
      body,
      signal: AbortSignal.timeout(SEND_RETRY.timeoutMs),
    })
    const parsed: unknown = await response.json().catch(() => undefined) // an answer that is not JSON
    if (response.ok && isAnswer(parsed)) return { kind: 'committed', answer: parsed }
    const why = sayError(parsed, response.status)
    if (response.status === 429 || response.status === 408 || response.status >= 500) {
      const retryAfterMs = toDelayMs(response.headers.get('retry-after'), ports.now())
      return { kind: 'unreachable', why, retryAfterMs }
    }
    return {
      kind: 'refused',
      status: response.status,
      why: response.ok ? 'the answer is not a collector’s' : why,
    }
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: undefined }
    const reason = isObject(cause) && typeof cause.code === 'string' ? cause.code : undefined
    return { kind: 'unreachable', why: reason ?? (error instanceof Error ? error.message : String(error)) }
  }
}

/**
 * Sends one batch until it is committed, refused, or `SEND_RETRY.attempts` failed. A wait that the collector asks for
 * is kept; else full jitter over a doubling cap.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const sendBatch = async (
  url: string,
  key: string,
  body: string,
  ports: SendPorts,
): Promise<SendOutcome> => {
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(url, key, body, ports)
    if (outcome.kind !== 'unreachable' || attempt + 1 >= SEND_RETRY.attempts) return outcome
    const cap = Math.min(SEND_RETRY.maxDelayMs, SEND_RETRY.firstDelayMs * 2 ** attempt)
    await ports.wait(outcome.retryAfterMs ?? ports.random() * cap)
  }
}
