import { Hono } from 'hono'
import { DATA_HEADERS } from '../headers.ts'
import type { Metrics } from '../metrics.ts'
import type { Queries } from '../store/driver.ts'

export interface OperationsPorts {
  readonly store: Pick<Queries, 'all'>
  readonly metrics: Metrics
  /** True once the collector takes no new work. */
  readonly isStopping: () => boolean
}

/** What those who run a collector ask it: alive, ready for traffic, and its figures. */
export const operationsRoutes = ({ store, metrics, isStopping }: OperationsPorts): Hono => {
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
    const { body, contentType } = await metrics.text()
    return c.body(body, 200, { ...DATA_HEADERS, 'Content-Type': contentType })
  })
  return app
}
