import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { DATA_HEADERS } from '../headers.ts'
import type { Metrics } from '../metrics.ts'
import type { Queries } from '../store/driver.ts'
import { headerKeyOf } from './ingest.ts'

export interface OperationsPorts {
  readonly store: Pick<Queries, 'all'>
  readonly metrics: Metrics
  /** Who asks for the figures has to send it; without it, anybody may. */
  readonly metricsToken?: string | undefined
  /** True once the collector is about to stop: balancers should look elsewhere. */
  readonly isStopping: () => boolean
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What those who run a collector ask it: alive, ready for traffic, and its figures. */
export const operationsRoutes = ({ store, metrics, metricsToken, isStopping }: OperationsPorts): Hono => {
  const app = new Hono()
  app.get('/healthz', c => c.json({ ok: true }, 200, { ...DATA_HEADERS }))
  app.get('/readyz', async c => {
    const isReady =
      !isStopping() &&
      (await store.all('SELECT 1 AS one').then(
        rows => rows.length === 1,
        () => false, // the store does not answer: not ready
      ))
    return c.json({ ready: isReady }, isReady ? 200 : 503, { ...DATA_HEADERS })
  })
  app.get('/metrics', async c => {
    const given = headerKeyOf(c.req.header('authorization')) ?? ''
    if (metricsToken !== undefined && !timingSafeEqual(digest(given), digest(metricsToken))) {
      c.header('WWW-Authenticate', 'Bearer')
      return c.text('The figures need a token.\n', 401, { ...DATA_HEADERS })
    }
    const { body, contentType } = await metrics.text()
    return c.body(body, 200, { ...DATA_HEADERS, 'Content-Type': contentType })
  })
  return app
}
