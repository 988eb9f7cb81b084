import { Hono } from 'hono'
import type { ConsoleEnv } from '../console/guard.ts'
import { noProgram, refuse } from '../console/refusal.ts'
import type { ProgramStore } from '../program-store.ts'
import type { ProductMetricsDesk } from './product-metrics.ts'
import { parseAsk } from './range.ts'

/** What the figures of a product need. */
export interface MetricsRoutesPorts {
  readonly programs: Pick<ProgramStore, 'live'>
  readonly productMetrics: ProductMetricsDesk
  readonly now: () => number
}

/** `GET …/metrics?from&to&alone`: figures of the whole product over a range of days. */
export const metricsRoutes = ({ programs, productMetrics, now }: MetricsRoutesPorts) =>
  new Hono<ConsoleEnv>().get('/metrics', async c => {
    const { id } = c.var.project
    const live = await programs.live(id)
    if (live === undefined) return noProgram(c)
    const { from, to, alone } = c.req.query()
    const ask = parseAsk({ from, to, alone }, now())
    return ask.ok ? c.json(await productMetrics.of(live, id, ask.value)) : refuse(c, 'bad-query', ask.error)
  })
