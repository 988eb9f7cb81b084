import { type EventType, isObject } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { readJson } from '../body.ts'
import { fromPostHog } from '../compat/posthog.ts'
import { INGEST_STATUS, type IngestPorts, ingest, MAX_BODY_BYTES } from '../ingest.ts'
import type { Metrics } from '../metrics.ts'
import type { Projects } from '../projects.ts'
import type { IngestLimits, Limited } from '../security/ingest-limits.ts'

/** Paths of the tracking API, the long and the short ones. Source: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
export const INGEST_PATHS: Readonly<Record<string, EventType | undefined>> = {
  '/v1/identify': 'identify',
  '/v1/i': 'identify',
  '/v1/track': 'track',
  '/v1/t': 'track',
  '/v1/page': 'page',
  '/v1/p': 'page',
  '/v1/screen': 'screen',
  '/v1/s': 'screen',
  '/v1/group': 'group',
  '/v1/g': 'group',
  '/v1/alias': 'alias',
  '/v1/a': 'alias',
  '/v1/batch': undefined,
  '/v1/b': undefined,
  // RudderStack’s browser client, as a page is left.
  '/beacon/v1/batch': undefined,
}

/** Where PostHog’s clients send. Source: https://posthog.com/docs/api/capture */
export const POSTHOG_PATHS: readonly string[] = ['/e', '/batch', '/capture', '/track', '/i/v0/e'].flatMap(
  path => [path, `${path}/`],
)

/** The key that a header names: the user of Basic, or a Bearer token. */
export const headerKeyOf = (authorization: string | undefined): string | undefined => {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return value || undefined
  if (!/^basic$/i.test(scheme)) return undefined
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || undefined
}

/** What receiving needs beside what `ingest` does. */
export interface IngestRoutesPorts extends IngestPorts {
  readonly projects: Pick<Projects, 'findKey'>
  readonly metrics: Metrics
  /** None: whoever is let in may send as much as can be taken. */
  readonly limits: IngestLimits | undefined
  /** Where a request comes from. */
  readonly networkOf: (c: Context) => string
}

/** Whether a browser asks: only browsers say from which site. */
export const isFromBrowser = (c: Context): boolean =>
  c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined

/** What runs in a browser is read by everybody: a secret key that comes from one is none any more. */
export const secretInBrowser = (c: Context): Response =>
  c.json(
    {
      success: false,
      error: {
        code: 'unknown-key',
        path: 'key',
        expected: 'a publishable key (pk_…): everybody can read what runs in a browser',
        got: 'a secret key; replace it, for it has been seen',
      },
    },
    403,
    { 'Cache-Control': 'no-store' },
  )

const bodyKeyOf = (body: unknown): string | undefined =>
  isObject(body) && typeof body.writeKey === 'string' ? body.writeKey : undefined

/** The tracking API, as Segment’s, RudderStack’s and PostHog’s clients speak it. */
export const ingestRoutes = (given: IngestRoutesPorts): Hono => {
  const { limits, networkOf, metrics } = given
  const findSender: Projects['findKey'] = async key => {
    const access = await given.projects.findKey(key)
    return access?.kind === 'secret' && !access.scopes.includes('ingest') ? undefined : access
  }
  const ports: IngestPorts = { ...given, projects: { findKey: findSender } }

  const wait = (c: Context, { by, waitMs }: Limited): Response => {
    metrics.limited(by)
    c.header('Retry-After', `${Math.ceil(waitMs / 1000)}`)
    return c.json(
      { success: false, error: { code: 'busy', path: by, expected: 'fewer requests', got: 'more' } },
      429,
    )
  }

  const handle =
    (type: EventType | undefined, read: (raw: unknown) => unknown = raw => raw) =>
    async (c: Context) => {
      const stop = metrics.startIngest()
      const network = limits === undefined ? '' : networkOf(c)
      const early = limits?.before(network)
      if (early !== undefined) return wait(c, early)
      const raw = await readJson(c.req.raw, MAX_BODY_BYTES)
      const body = raw.ok ? { ok: true as const, value: read(raw.value) } : raw
      const headerKey = headerKeyOf(c.req.header('authorization')) ?? c.req.query('writeKey')
      const key = headerKey ?? bodyKeyOf(body.ok ? body.value : undefined) ?? ''
      if (key.startsWith('sk_') && isFromBrowser(c)) return secretInBrowser(c)
      if (limits !== undefined) {
        const access = key === '' ? undefined : await findSender(key)
        const late = limits.take({ network, key, access, body: body.ok ? body.value : undefined })
        if (late !== undefined) return wait(c, late)
      }
      const result = await ingest(ports, {
        body,
        type,
        headerKey,
        agent: c.req.header('user-agent'),
      })
      stop(result)
      if (result.ok) return c.json(result.value)
      const status = INGEST_STATUS[result.error.code]
      if (status === 429 || status === 503) c.header('Retry-After', '2')
      return c.json({ success: false, error: result.error }, status)
    }
  const app = new Hono()
  for (const [path, type] of Object.entries(INGEST_PATHS)) app.post(path, handle(type))
  for (const path of POSTHOG_PATHS) app.post(path, handle(undefined, fromPostHog))
  return app
}
