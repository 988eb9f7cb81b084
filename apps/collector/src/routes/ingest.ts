import type { EventType } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { readJson } from '../body.ts'
import { INGEST_STATUS, type IngestPorts, ingest, MAX_BODY_BYTES } from '../ingest.ts'
import type { Metrics } from '../metrics.ts'

/** Paths of the tracking API, the long and the short ones. Source: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
const PATHS: Readonly<Record<string, EventType | undefined>> = {
  identify: 'identify',
  i: 'identify',
  track: 'track',
  t: 'track',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
  batch: undefined,
  b: undefined,
}

/** The key that a header names: the user of Basic, or a Bearer token. */
export const headerKeyOf = (authorization: string | undefined): string | undefined => {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return value || undefined
  if (!/^basic$/i.test(scheme)) return undefined
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || undefined
}

/** The tracking API. */
export const ingestRoutes = (ports: IngestPorts, metrics: Metrics): Hono => {
  const handle = (type: EventType | undefined) => async (c: Context) => {
    const stop = metrics.startIngest()
    const body = await readJson(c.req.raw, MAX_BODY_BYTES)
    const result = await ingest(ports, {
      body,
      type,
      headerKey: headerKeyOf(c.req.header('authorization')),
      agent: c.req.header('user-agent'),
    })
    stop(result)
    if (result.ok) return c.json(result.value)
    const status = INGEST_STATUS[result.error.code]
    if (status === 429 || status === 503) c.header('Retry-After', '2')
    return c.json({ success: false, error: result.error }, status)
  }
  const app = new Hono()
  for (const [path, type] of Object.entries(PATHS)) app.post(`/v1/${path}`, handle(type))
  return app
}
