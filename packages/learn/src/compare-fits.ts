import type { AbilityFit } from '@fireball/core'
import { lossAt } from './judge-fit.ts'
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
const Z90 = 1.645

/**
 * Two fits on the same later outcomes, paired: the mean difference of log loss, with its error from the users' own
 * differences (the outcomes of one user are not independent). Source: the ratio estimator for clusters, Cochran 1977, §6.
 */
export const compareFits = async ({
  candidate,
  current,
  ...later
}: LaterInput & { readonly candidate: AbilityFit; readonly current: AbilityFit }): Promise<Comparison> => {
  const ours = await tellLater({ ...later, fit: candidate })
  const theirs = await tellLater({ ...later, fit: current })
  const byUser = new Map<number, { less: number; outcomes: number }>()
  for (let i = 0; i < ours.p.length; i++) {
    const user = ours.user[i] ?? 0
    const sum = byUser.get(user) ?? { less: 0, outcomes: 0 }
    sum.less += lossAt(theirs, i) - lossAt(ours, i)
    sum.outcomes += (ours.successes[i] ?? 0) + (ours.failures[i] ?? 0)
    byUser.set(user, sum)
  }
  const sums = [...byUser.values()]
  const outcomes = sums.reduce((all, one) => all + one.outcomes, 0)
  const users = sums.length
  if (users < 2) return { isBetter: false, gain: 0, low: 0, high: 0, outcomes: Math.round(outcomes), users }
  const gain = sums.reduce((all, one) => all + one.less, 0) / outcomes
  const squares = sums.reduce((all, one) => all + (one.less - gain * one.outcomes) ** 2, 0)
  const reach = (Z90 * Math.sqrt((squares * users) / (users - 1))) / outcomes
  return {
    isBetter: users >= FEWEST_USERS && gain - reach > 0,
    gain,
    low: gain - reach,
    high: gain + reach,
    outcomes: Math.round(outcomes),
    users,
  }
}
