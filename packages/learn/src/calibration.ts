/** Outcomes and the probabilities given to them; `weights` are 1 without them. */
export interface Scored {
  readonly p: ArrayLike<number>
  readonly isHit: ArrayLike<number | boolean>
  readonly weights?: ArrayLike<number> | undefined
}

/** One bin of a reliability diagram. */
export interface Bin {
  /** Mean probability given, and share that came out well. */
  readonly p: number
  readonly share: number
  readonly outcomes: number
}

const weightOf = ({ weights }: Scored, i: number): number => (weights === undefined ? 1 : (weights[i] ?? 0))

/** Outcomes in `count` equally wide bins of p; empty ones are left out. */
export const bins = (scored: Scored, count = 10): readonly Bin[] => {
  const sums = Array.from({ length: count }, () => ({ p: 0, hits: 0, outcomes: 0 }))
  for (let i = 0; i < scored.p.length; i++) {
    const p = scored.p[i] ?? 0
    const weight = weightOf(scored, i)
    const bin = sums[Math.max(0, Math.min(count - 1, Math.floor(p * count)))]
    if (bin === undefined) continue
    bin.p += weight * p
    bin.hits += weight * Number(scored.isHit[i] ?? 0)
    bin.outcomes += weight
  }
  return sums.flatMap(({ p, hits, outcomes }) =>
    outcomes === 0 ? [] : [{ p: p / outcomes, share: hits / outcomes, outcomes }],
  )
}

/**
 * Expected calibration error over ten equally wide bins: the mean distance between p and what happened, weighted by
 * how many. Source: Naeini, Cooper & Hauskrecht 2015, https://ojs.aaai.org/index.php/AAAI/article/view/9602
 */
export const calibrationError = (scored: Scored): number => {
  const found = bins(scored)
  const outcomes = found.reduce((sum, bin) => sum + bin.outcomes, 0)
  return found.reduce((sum, bin) => sum + (Math.abs(bin.p - bin.share) * bin.outcomes) / outcomes, 0)
}

const LEAST_P = 1e-9

/** −ln of the probability given to what happened; p is kept a billionth away from 0 and 1. */
export const lossOf = (p: number, isHit: boolean): number => -Math.log(Math.max(LEAST_P, isHit ? p : 1 - p))

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half.
 * Source: the Mann–Whitney U statistic, from mid-ranks. NaN when one of the two kinds is missing.
 */
export const auc = (scored: Scored): number => {
  const { p, isHit } = scored
  const order = Array.from({ length: p.length }, (_, i) => i).sort((a, b) => (p[a] ?? 0) - (p[b] ?? 0))
  let rankSum = 0
  let below = 0
  let positives = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    let hits = 0
    let all = 0
    while (end < order.length && p[order[end] ?? 0] === p[order[start] ?? 0]) {
      const i = order[end++] ?? 0
      all += weightOf(scored, i)
      if (isHit[i]) hits += weightOf(scored, i)
    }
    rankSum += hits * (below + (all - hits) / 2)
    below += all - hits
    positives += hits
    start = end
  }
  return rankSum / (positives * below)
}
