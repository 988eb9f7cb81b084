import { dayOf, FORECAST_DEFAULTS } from '@fireball/core'
import { learnPropensity } from '@fireball/learn'
import type { People } from '../people.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import type { PropensityEnd, PropensityStore } from './propensity-store.ts'
import { readHistories } from './read-histories.ts'

/** What a run reads with, and reckons with. */
export interface PropensityRunPorts {
  readonly store: Driver
  readonly people: Pick<People, 'ofAccount'>
  readonly programs: Pick<ProgramStore, 'live'>
  readonly fits: Pick<PropensityStore, 'live'>
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
}

/** Reads a project's accounts, learns who converts, compares with what is in use; writes nothing. */
export const propensityRun = async (
  ports: PropensityRunPorts,
  project: string,
  rest: () => Promise<void>,
): Promise<PropensityEnd | 'no-program'> => {
  const { store, people, programs, fits, now, newId } = ports
  const live = await programs.live(project)
  if (live === undefined) return 'no-program'
  const at = now()
  const { program, signals } = live
  const current = await fits.live(project)
  const histories = await readHistories({ store, people, space: project, program, signals, rest })
  const { result, say, converted, not, missing, made } = await learnPropensity({
    histories,
    skills: program.skills,
    signals,
    horizonDays: program.forecast?.horizonDays ?? FORECAST_DEFAULTS.horizonDays,
    // Today is not over yet.
    through: dayOf(at) - 1,
    current,
    rest,
  })
  const report = { result, say, converted, not, missing }
  if (made === undefined) return { at, report }
  const { fit, through, card } = made
  return {
    at,
    report,
    made: { id: newId(), fit, through, card: { ...card, at }, isLive: result === 'better' },
  }
}
