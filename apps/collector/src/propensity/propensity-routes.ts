import { FORECAST_DEFAULTS, type PropensityState, type TypeOdds } from '@fireball/core'
import { ENOUGH_ACCOUNTS } from '@fireball/learn'
import { Hono } from 'hono'
import type { ConsoleEnv } from '../console/guard.ts'
import type { LiveProgram, ProgramStore } from '../program-store.ts'
import type { Space } from '../store/akey.ts'
import type { PropensityLearner } from './propensity-learner.ts'
import type { PropensityStore } from './propensity-store.ts'

/** What the room of what was learned about converting needs. */
export interface PropensityRoutesPorts {
  readonly fits: Pick<PropensityStore, 'read' | 'live'>
  readonly learner: Pick<PropensityLearner, 'run'>
  readonly programs: Pick<ProgramStore, 'live'>
  /** Of the types, with what ended trials added. */
  readonly posteriors: (space: Space, live: LiveProgram) => Promise<readonly TypeOdds[]>
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

const sayState = (report: { readonly say: string } | null, isRunning: boolean): string =>
  isRunning ? 'Learning now.' : (report?.say ?? 'Nothing was learned yet; it is looked for once a day.')

const stateOf = async (
  { fits, programs, posteriors, now }: PropensityRoutesPorts,
  project: string,
): Promise<PropensityState> => {
  const { ranAt, report, leasedUntil } = await fits.read(project)
  const used = await fits.live(project)
  const live = await programs.live(project)
  return {
    source: used === undefined ? 'types' : 'fit',
    horizonDays:
      used?.fit.horizonDays ?? live?.program.forecast?.horizonDays ?? FORECAST_DEFAULTS.horizonDays,
    converted: report?.converted ?? 0,
    not: report?.not ?? 0,
    needed: ENOUGH_ACCOUNTS.each,
    say: sayState(report, leasedUntil > now()),
    missing: report?.missing ?? null,
    ranAt,
    card: used?.card ?? null,
    posteriors: live === undefined ? [] : await posteriors(project, live),
  }
}

/** Where chances come from, how well they told, and learning anew. */
export const propensityRoutes = (ports: PropensityRoutesPorts) => {
  const { learner, onError } = ports
  return new Hono<ConsoleEnv>()
    .get('/propensity', async c => c.json(await stateOf(ports, c.var.project.id)))
    .post('/propensity/run', async c => {
      const project = c.var.project.id
      // Answered at once: the room asks again.
      learner.run(project).catch(onError)
      await new Promise<void>(resolve => setImmediate(resolve))
      return c.json(await stateOf(ports, project))
    })
}
