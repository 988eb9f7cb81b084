import { type Context, Hono } from 'hono'
import type { ProgramStore } from '../program-store.ts'
import type { Projects } from '../projects.ts'

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
    const access = await projects.findKey(c.req.query('key') ?? '')
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
  return app
}
