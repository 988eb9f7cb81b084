import { dayOf, type Json, type Known } from '@fireball/core'
import { accountValues, EMPLOYEES, type PropensityFit, tellChance } from '@fireball/learn'
import { type PropensityOf, type PropensitySource, TYPES_ODDS } from '../leads/propensity-port.ts'
import type { LiveProgram } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import { createPropensityStore } from './propensity-store.ts'

/** What is in use in each project; remembered for a second, as programs are. */
export interface Propensities extends PropensitySource {
  /** Forgets what is remembered. */
  refresh(project: string): void
}

const REMEMBER_MS = 1000

/** The trait that says how large an account is, from its registers. */
const traitsOf = (registers: Known['registers']): Readonly<Record<string, Json>> => ({
  [EMPLOYEES]: registers[`traits.${EMPLOYEES}`] ?? null,
})

const tellBy =
  ({ program, signals }: LiveProgram, fit: PropensityFit): PropensityOf =>
  ({ rows, registers, now }) =>
    tellChance(
      fit,
      accountValues({
        rows,
        traits: traitsOf(registers),
        skills: program.skills,
        signals,
        day: dayOf(now),
        without: new Set(fit.without),
      }),
    )

/** Reads which fit is in use, and tells chances by it; without one, by the odds of the seven types. */
export const createPropensities = ({
  store,
  now,
}: {
  readonly store: Driver
  readonly now: () => number
}): Propensities => {
  const fits = createPropensityStore(store)
  const remembered = new Map<string, { readonly at: number; readonly fit: PropensityFit | undefined }>()
  const fitOf = async (project: string): Promise<PropensityFit | undefined> => {
    const known = remembered.get(project)
    if (known !== undefined && Math.abs(now() - known.at) < REMEMBER_MS) return known.fit
    const fit = (await fits.live(project))?.fit
    remembered.set(project, { at: now(), fit })
    return fit
  }
  return {
    of: async live => {
      const fit = await fitOf(live.project)
      return fit === undefined ? TYPES_ODDS.of(live) : tellBy(live, fit)
    },
    basis: async project => (await fitOf(project))?.version ?? '',
    refresh: project => void remembered.delete(project),
  }
}
