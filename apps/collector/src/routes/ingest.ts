import type { EventType } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { readJson } from '../body.ts'
import { fromPostHog } from '../compat/posthog.ts'
import { MAX_BODY_BYTES } from '../ingest.ts'
import { type Kind, type Receive, type Reply, SECRET_IN_BROWSER } from '../receiving.ts'

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

/** What each path of the tracking API takes. */
export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...Object.entries(INGEST_PATHS).map(([path, type]): [string, Kind] => [path, { type }]),
  ...POSTHOG_PATHS.map((path): [string, Kind] => [path, { type: undefined, read: fromPostHog }]),
])

/** Whether a browser asks: only browsers say from which site. */
export const isFromBrowser = (c: Context): boolean =>
  c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined

const send = (c: Context, { status, body, headers }: Reply): Response =>
  c.body(body, status, { 'Content-Type': 'application/json', ...headers })

/** What a secret key is told that comes from a browser. */
export const secretInBrowser = (c: Context): Response => send(c, SECRET_IN_BROWSER)

/** What the routes need: who receives, and where a request comes from. */
export interface IngestRoutesPorts {
  readonly receive: Receive
  readonly networkOf: (c: Context) => string
}

/**
 * The tracking API, as Segment’s, RudderStack’s and PostHog’s clients speak it. A server that listens answers the same
 * requests by `createIngestListener`, at a fraction of the cost.
 */
export const ingestRoutes = ({ receive, networkOf }: IngestRoutesPorts): Hono => {
  const app = new Hono()
  for (const [path, kind] of KINDS)
    app.post(path, async c =>
      send(
        c,
        await receive({
          ...kind,
          network: () => networkOf(c),
          headerKey: headerKeyOf(c.req.header('authorization')) ?? c.req.query('writeKey'),
          agent: c.req.header('user-agent'),
          isFromBrowser: isFromBrowser(c),
          body: () => readJson(c.req.raw, MAX_BODY_BYTES),
        }),
      ),
    )
  return app
}
