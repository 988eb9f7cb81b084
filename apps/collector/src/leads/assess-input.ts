import type { LeadType } from '@fireball/core'
import { idOf } from '../console/name.ts'
import type { Loaded } from '../people.ts'
import type { Population } from '../population.ts'
import type { LiveProgram } from '../program-store.ts'
import type { Standing } from '../standing.ts'
import type { LeadHistory } from './history.ts'
import type { PropensityOf } from './propensity-port.ts'

/** What an account is judged as a lead by. */
export interface AssessInput {
  readonly live: LiveProgram
  readonly loaded: Loaded
  readonly standing: Standing
  readonly history: LeadHistory
  readonly population: Population
  /** Posterior means of the types. */
  readonly odds: Readonly<Record<LeadType, number>>
  readonly propensityOf: PropensityOf
  readonly now: number
}

/** Its id as the host knows it; undefined for an account of one. */
export const accountIdOf = ({ akey }: Pick<Standing, 'akey'>): string | undefined =>
  akey.startsWith('g:') ? idOf(akey) : undefined
