/** One outcome told twice: how much less log loss the candidate had, and whose it is. */
export interface PairedLoss {
  readonly of: number | string
  readonly less: number
  /** How many outcomes it stands for. */
  readonly outcomes: number
}

/** A mean gain with its interval. */
export interface PairedGain {
  /** How much less log loss an outcome has with the candidate, on the mean. */
  readonly gain: number
  /** Between these lies the gain with 90 % probability. */
  readonly low: number
  readonly high: number
  readonly outcomes: number
  /** Users, or accounts, that vary. */
  readonly clusters: number
}

const Z90 = 1.645

/**
 * The mean difference of log loss, with its error from the differences of whole users or accounts: outcomes of one are not
 * independent. Source: the ratio estimator for clusters, Cochran 1977, §6.
 */
export const pairedGain = (losses: Iterable<PairedLoss>): PairedGain => {
  const byCluster = new Map<number | string, { less: number; outcomes: number }>()
  for (const { of, less, outcomes } of losses) {
    const sum = byCluster.get(of) ?? { less: 0, outcomes: 0 }
    sum.less += less
    sum.outcomes += outcomes
    byCluster.set(of, sum)
  }
  const sums = [...byCluster.values()]
  const outcomes = sums.reduce((all, one) => all + one.outcomes, 0)
  const clusters = sums.length
  if (clusters < 2) return { gain: 0, low: 0, high: 0, outcomes, clusters }
  const gain = sums.reduce((all, one) => all + one.less, 0) / outcomes
  const squares = sums.reduce((all, one) => all + (one.less - gain * one.outcomes) ** 2, 0)
  const reach = (Z90 * Math.sqrt((squares * clusters) / (clusters - 1))) / outcomes
  return { gain, low: gain - reach, high: gain + reach, outcomes, clusters }
}
