import { type EventType, err, isObject, type Result, type WireError } from '@fireball/core'
import { INGEST_STATUS, type IngestPorts, ingest } from './ingest.ts'
import type { Metrics } from './metrics.ts'
import type { Projects } from './projects.ts'
import type { IngestLimits, Limited } from './security/ingest-limits.ts'

/** What kind of request a path of the tracking API takes. */
export interface Kind {
  /** Of single messages; those of a batch say it themselves. */
  readonly type: EventType | undefined
  /** Puts what another tracker’s clients send into the words of this one. */
  readonly read?: (raw: unknown) => unknown
}

/** One request of the tracking API, whichever server it came through. */
export interface Call extends Kind {
  /** Where it comes from. */
  readonly network: () => string
  /** The key that its headers or its address name. */
  readonly headerKey: string | undefined
  readonly agent: string | undefined
  readonly isFromBrowser: boolean
  readonly body: () => Promise<Result<unknown, WireError>>
}

/** What is answered; `body` is JSON. */
export interface Reply {
  readonly status: 200 | 400 | 401 | 403 | 413 | 429 | 500 | 503
  readonly body: string
  /** Beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>
}

/** What receiving needs beside what `ingest` does. */
export interface ReceivingPorts extends IngestPorts {
  readonly projects: Pick<Projects, 'findKey'>
  readonly metrics: Pick<Metrics, 'startIngest' | 'limited'>
  /** None: whoever is let in may send as much as can be taken. */
  readonly limits: IngestLimits | undefined
  /** So long a request may wait for the store, ms; then it is told to come again. What it brought may still be committed. */
  readonly answerWithinMs: number
}

/** Receives requests of the tracking API. */
export type Receive = (call: Call) => Promise<Reply>

const NO_HEADERS = {} as const

/** A failed answer of the tracking API. */
export const refusal = (
  status: Reply['status'],
  error: object,
  headers: Reply['headers'] = NO_HEADERS,
): Reply => ({
  status,
  body: JSON.stringify({ success: false, error }),
  headers,
})

/** What runs in a browser is read by everybody: a secret key that comes from one is none any more. */
export const SECRET_IN_BROWSER: Reply = refusal(
  403,
  {
    code: 'unknown-key',
    path: 'key',
    expected: 'a publishable key (pk_…): everybody can read what runs in a browser',
    got: 'a secret key; replace it, for it has been seen',
  },
  { 'Cache-Control': 'no-store' },
)

const LATE = err({ code: 'unavailable' as const })

/** Settles with `late` when the work has not settled by then. */
const within = <T, L>(ms: number, work: Promise<T>, late: L): Promise<T | L> =>
  new Promise<T | L>((settle, fail) => {
    const end = setTimeout(settle, ms, late)
    work.then(settle, fail).finally(() => clearTimeout(end))
  })

const bodyKeyOf = (body: unknown): string | undefined =>
  isObject(body) && typeof body.writeKey === 'string' ? body.writeKey : undefined

type Stop = ReturnType<Metrics['startIngest']>

export const createReceiving = (given: ReceivingPorts): Receive => {
  const { limits, metrics, answerWithinMs } = given
  const findSender: Projects['findKey'] = async key => {
    const access = await given.projects.findKey(key)
    return access?.kind === 'secret' && !access.scopes.includes('ingest') ? undefined : access
  }
  const ports: IngestPorts = { ...given, projects: { findKey: findSender } }

  const wait = ({ by, waitMs }: Limited): Reply => {
    metrics.limited(by)
    return refusal(
      429,
      { code: 'busy', path: by, expected: 'fewer requests', got: 'more' },
      { 'Retry-After': `${Math.ceil(waitMs / 1000)}` },
    )
  }

  const tell = (result: Awaited<ReturnType<typeof ingest>>, stop: Stop): Reply => {
    stop(result)
    if (result.ok) return { status: 200, body: JSON.stringify(result.value), headers: NO_HEADERS }
    const status = INGEST_STATUS[result.error.code]
    return refusal(
      status,
      result.error,
      status === 429 || status === 503 ? { 'Retry-After': '2' } : NO_HEADERS,
    )
  }

  return async call => {
    const stop = metrics.startIngest()
    const network = limits === undefined ? '' : call.network()
    const early = limits?.before(network)
    if (early !== undefined) return wait(early)
    const raw = await call.body()
    const body = raw.ok && call.read !== undefined ? { ok: true as const, value: call.read(raw.value) } : raw
    const key = call.headerKey ?? bodyKeyOf(body.ok ? body.value : undefined) ?? ''
    if (call.isFromBrowser && key.startsWith('sk_')) return SECRET_IN_BROWSER
    if (limits !== undefined) {
      const found = key === '' ? undefined : findSender(key)
      const access = found && (await within(answerWithinMs, found, LATE))
      // Nobody knows whether the key is a good one: it is not held against the sender.
      if (access && 'ok' in access) return tell(LATE, stop)
      const late = limits.take({ network, key, access, body: body.ok ? body.value : undefined })
      if (late !== undefined) return wait(late)
    }
    const { type, headerKey, agent } = call
    const result = await within(answerWithinMs, ingest(ports, { body, type, headerKey, agent }), LATE)
    return tell(result, stop)
  }
}
