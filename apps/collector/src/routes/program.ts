import { type Context, Hono } from 'hono'
import { postHogConfig, postHogFlags, postHogScript } from '../compat/posthog-config.ts'
import { rudderSourceConfig } from '../compat/rudderstack.ts'
import { SCRIPT_HEADERS } from '../headers.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Projects } from '../projects.ts'
import { headerKeyOf, isFromBrowser, secretInBrowser } from './ingest.ts'

export interface ProgramRoutesPorts {
  readonly projects: Pick<Projects, 'findKey'>
  readonly programs: Pick<ProgramStore, 'live'>
}

const unknownKey = (c: Context): Response =>
  c.json(
    {
      success: false,
      error: { code: 'unknown-key', path: 'key', expected: 'a key of this collector', got: 'another' },
    },
    401,
    { 'Cache-Control': 'no-store' },
  )

/** What Segment's own browser client asks for before it sends; it then sends to where it asked. */
const segmentSettings = (key: string, { protocol, host }: URL) => ({
  integrations: {
    'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol: protocol.replace(':', '') },
  },
  plan: {
    track: { __default: { enabled: true, integrations: {} } },
    identify: { __default: { enabled: true } },
    group: { __default: { enabled: true } },
  },
  edgeFunction: {},
  analyticsNextEnabled: true,
  middlewareSettings: {},
  enabledMiddleware: {},
  metrics: { sampleRate: 0 },
  legacyVideoPluginsEnabled: false,
  remotePlugins: [],
})

/** What browsers read: the public program, and the settings of other clients. */
export const programRoutes = ({ projects, programs }: ProgramRoutesPorts): Hono => {
  const app = new Hono()
  app.get('/v1/program', async c => {
    const key = c.req.query('key') ?? ''
    if (key.startsWith('sk_') && isFromBrowser(c)) return secretInBrowser(c)
    const access = await projects.findKey(key)
    const live = access && (await programs.live(access.project))
    if (live === undefined) return unknownKey(c)
    const etag = `"${live.serving}"`
    c.header('ETag', etag)
    c.header('Cache-Control', 'no-cache')
    const known = c.req.header('if-none-match') ?? ''
    return known.includes(etag) ? c.body(null, 304) : c.json(live.public)
  })
  app.get('/v1/projects/:key/settings', async c => {
    const key = c.req.param('key')
    const access = await projects.findKey(key)
    if (access?.kind !== 'publishable') return unknownKey(c)
    c.header('Cache-Control', 'no-cache')
    return c.json(segmentSettings(key, new URL(c.req.url)))
  })
  for (const path of ['/sourceConfig', '/sourceConfig/'])
    app.get(path, async c => {
      const key = headerKeyOf(c.req.header('authorization')) ?? c.req.query('writeKey') ?? ''
      const access = await projects.findKey(key)
      if (access?.kind !== 'publishable') return unknownKey(c)
      const live = await programs.live(access.project)
      c.header('Cache-Control', 'no-cache')
      return c.json(rudderSourceConfig(key, new Date(live?.publishedAt ?? 0).toISOString()))
    })
  app.get('/array/:key/config', c => c.json(postHogConfig(c.req.param('key'))))
  app.get('/array/:key/config.js', c => {
    const key = c.req.param('key')
    if (!/^[\w-]{1,200}$/.test(key)) return unknownKey(c)
    for (const [name, value] of Object.entries(SCRIPT_HEADERS)) c.header(name, value)
    return c.body(postHogScript(key), 200, { 'Content-Type': 'text/javascript; charset=utf-8' })
  })
  for (const path of ['/flags', '/flags/', '/decide', '/decide/'])
    app.post(path, c => c.json(postHogFlags, 200, { 'Cache-Control': 'no-store' }))
  return app
}
