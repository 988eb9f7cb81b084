import { compareFits, fitAbility, judgeFit, publishable } from '@fireball/learn'
import type { LearnPort } from './learn-port.ts'

/** The statistics of `@fireball/learn`, as the job asks for them. */
export const learnPort: LearnPort = {
  fit: fitAbility,
  publishable,
  compare: compareFits,
  predict: judgeFit,
}
