import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { ConsoleEnv } from '../console/guard.ts'
import { readBody, refuse } from '../console/refusal.ts'
import type { SimulationDesk, SimulationError } from './simulation.ts'

/** What the routes of the made-up accounts need. */
export interface SimulationRoutesPorts {
  readonly simulation: SimulationDesk
}

/** So many are enough to see everything; more is a matter of the command line. */
const MOST = { accounts: 2000, days: 365, seed: 9_999_999 } as const

const whole = (usual: number, max: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max)), usual)

const FILL = v.object({
  accounts: whole(300, MOST.accounts),
  days: whole(120, MOST.days),
  seed: whole(1, MOST.seed),
})

/** The bodies of these routes, for the API’s description. */
export const SIMULATION_BODIES = { 'POST /simulation': FILL } as const

const WORDS = {
  'no-simulation': 'This collector fills no simulated project: SIMULATOR=yes allows it.',
  'simulation-running': 'It is being filled or deleted right now.',
} as const satisfies Record<SimulationError, string>

const refusal = (c: Context, error: SimulationError): Response => refuse(c, error, WORDS[error])

/** The project of made-up accounts: how it stands, and filling, cancelling and deleting it. */
export const simulationRoutes = ({ simulation }: SimulationRoutesPorts) =>
  new Hono<ConsoleEnv>()
    .get('/simulation', async c => c.json(await simulation.state()))
    .post('/simulation', async c => {
      const read = await readBody(c, FILL)
      if ('refusal' in read) return read.refusal
      const begun = simulation.fill(read.body)
      c.set('target', 'simulated')
      c.set('detail', { ...read.body })
      return begun.ok ? c.json(await simulation.state()) : refusal(c, begun.error)
    })
    .post('/simulation/cancel', async c => {
      simulation.cancel()
      c.set('target', 'simulated')
      return c.json(await simulation.state())
    })
    .delete('/simulation', async c => {
      const begun = simulation.wipe()
      c.set('target', 'simulated')
      return begun.ok ? c.json(await simulation.state()) : refusal(c, begun.error)
    })
