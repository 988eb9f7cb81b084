import { type Akey, type LeadType, oddsByType, type TypeOdds, typeOdds } from '@fireball/core'
import type { People } from '../people.ts'
import { type Population, readPopulation } from '../population.ts'
import type { LiveProgram } from '../program-store.ts'
import { standingOf } from '../standing.ts'
import type { Space } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { type Assessment, assess } from './assess.ts'
import type { AssessInput } from './assess-input.ts'
import { readHistory } from './history.ts'
import { withIntervals } from './posteriors.ts'
import { type PropensitySource, TYPES_ODDS } from './propensity-port.ts'

/** What an assessor needs. */
export interface AssessorPorts {
  readonly store: Pick<Queries, 'all'>
  readonly people: Pick<People, 'ofAccount'>
  /** Without it, chances are the odds of the types. */
  readonly propensities?: PropensitySource | undefined
  readonly now: () => number
}

/** An account as it stands, with all that it was judged by. */
export interface Assessed extends Pick<AssessInput, 'loaded' | 'standing' | 'history' | 'now'> {
  readonly assessment: Assessment
  /** What a row of it is computed with. */
  readonly basis: string
}

/** Reads accounts and judges them. */
export interface Assessor {
  assess(space: Space, akey: Akey, live: LiveProgram): Promise<Assessed>
  /** Names everything that rows are computed with, but their evidence and the population. */
  basisOf(live: LiveProgram): Promise<string>
  /** Of the types, with what ended trials added. */
  posteriors(space: Space, live: LiveProgram): Promise<readonly TypeOdds[]>
  /** A population was computed anew. */
  forget(space: Space): void
}

/** So old may the remembered population be, in case another process computed it. */
const REMEMBER_MS = 1000

interface Remembered {
  readonly population: Population
  readonly at: number
  readonly version: string
  readonly odds: Readonly<Record<LeadType, number>>
}

export const createAssessor = ({
  store,
  people,
  propensities = TYPES_ODDS,
  now,
}: AssessorPorts): Assessor => {
  const remembered = new Map<Space, Remembered>()

  const populationOf = async (space: Space, { program, version }: LiveProgram): Promise<Remembered> => {
    const known = remembered.get(space)
    if (known !== undefined && known.version === version && Math.abs(now() - known.at) < REMEMBER_MS)
      return known
    const population = await readPopulation(store, space)
    const made = { population, at: now(), version, odds: oddsByType(typeOdds(program, population.trials)) }
    remembered.set(space, made)
    return made
  }

  const basisOf = async (live: LiveProgram): Promise<string> => {
    const basis = await propensities.basis(live.project)
    return basis === '' ? live.basis : `${live.basis}~${basis}`
  }

  return {
    assess: async (space, akey, live) => {
      const [loaded, history, { population, odds }, propensityOf, basis] = await Promise.all([
        people.ofAccount(space, akey),
        readHistory(store, space, akey),
        populationOf(space, live),
        propensities.of(live),
        basisOf(live),
      ])
      const at = now()
      const standing = standingOf({ live, loaded, akey, p90: population.p90, now: at })
      const assessment = assess({
        live,
        loaded,
        standing,
        history,
        population,
        odds,
        propensityOf,
        now: at,
      })
      return { loaded, history, standing, assessment, basis, now: at }
    },
    basisOf,
    posteriors: async (space, live) => {
      const { population } = await populationOf(space, live)
      return typeOdds(live.program, population.trials).map(withIntervals)
    },
    forget: space => {
      remembered.delete(space)
    },
  }
}
