import { Hono } from 'hono'
import type { ConsoleEnv } from '../console/guard.ts'
import { noProgram, refuse } from '../console/refusal.ts'
import type { ProgramStore } from '../program-store.ts'
import type { ProductMetricsDesk } from './product-metrics.ts'
import { parseRange } from './range.ts'

/** What the figures of a product need. */
export interface MetricsRoutesPorts {
  readonly programs: Pick<ProgramStore, 'live'>
  readonly productMetrics: ProductMetricsDesk
  readonly now: () => number
}

/** `GET …/metrics?from&to`: figures of the whole product over a range of days. */
export const metricsRoutes = ({ programs, productMetrics, now }: MetricsRoutesPorts) =>
  new Hono<ConsoleEnv>().get('/metrics', async c => {
    const { id } = c.var.project
    const live = await programs.live(id)
    if (live === undefined) return noProgram(c)
    const { from, to } = c.req.query()
    const range = parseRange({ from, to }, now())
    return range.ok
      ? c.json(await productMetrics.of(live, id, range.value))
      : refuse(c, 'bad-query', range.error)
  })
