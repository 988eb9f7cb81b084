import type { AbilityFit } from '@fireball/core'
import { lossAt } from './judge-fit.ts'
import { pairedGain } from './paired-gain.ts'
import { type LaterInput, tellLater } from './tell-later.ts'

/** How one fit compares with another on later evidence. */
export interface Comparison {
  /** Surely better: the whole interval of `gain` lies above 0, and there were enough users to say so. */
  readonly isBetter: boolean
  /** How much less log loss an outcome has with the candidate, on the mean. */
  readonly gain: number
  /** Between these lies the gain with 90 % probability; users are what varies. */
  readonly low: number
  readonly high: number
  /** Told outcomes; one that shows two skills is told for each and counts once. */
  readonly outcomes: number
  readonly users: number
}

/** With fewer users no interval can be trusted. */
export const FEWEST_USERS = 10

/** Two fits on the same later outcomes, paired; users are what varies. */
export const compareFits = async ({
  candidate,
  current,
  ...later
}: LaterInput & { readonly candidate: AbilityFit; readonly current: AbilityFit }): Promise<Comparison> => {
  const ours = await tellLater({ ...later, fit: candidate })
  const theirs = await tellLater({ ...later, fit: current })
  const losses = [...ours.p].map((_, i) => ({
    of: ours.user[i] ?? 0,
    less: lossAt(theirs, i) - lossAt(ours, i),
    outcomes: (ours.successes[i] ?? 0) + (ours.failures[i] ?? 0),
  }))
  const { gain, low, high, outcomes, clusters: users } = pairedGain(losses)
  return {
    isBetter: users >= FEWEST_USERS && low > 0,
    gain,
    low,
    high,
    outcomes: Math.round(outcomes),
    users,
  }
}
