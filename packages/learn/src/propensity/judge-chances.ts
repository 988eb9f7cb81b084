import { auc, calibrationError, lossOf, type Scored } from '../calibration.ts'
import { fitLogistic } from '../logistic.ts'

/** How well chances told what came later. */
export interface ChanceJudgement {
  readonly accounts: number
  readonly converted: number
  /** Null with one kind of outcome. */
  readonly auc: number | null
  readonly ece: number
  /** Of a logistic recalibration: 0 and 1 are perfect. */
  readonly intercept: number
  readonly slope: number
  readonly brier: number
  readonly logLoss: number
}

const LEAST = 1e-9
const logit = (p: number): number => {
  const inside = Math.min(1 - LEAST, Math.max(LEAST, p))
  return Math.log(inside / (1 - inside))
}

/**
 * Judges chances by what came of them. Intercept and slope: Cox 1958, https://doi.org/10.1093/biomet/45.3-4.562; a prior
 * as weak as a thousandth of an account keeps them finite.
 */
export const judgeChances = async (scored: Scored): Promise<ChanceJudgement> => {
  const { p, isHit } = scored
  const count = p.length
  const hits = Array.from({ length: count }, (_, i) => Number(isHit[i] ?? 0))
  const area = auc(scored)
  const prior = { mean: 0, precision: 1e-3, sign: 0 } as const
  const { weights } = await fitLogistic({
    count,
    values: Float64Array.from(hits.flatMap((_, i) => [1, logit(p[i] ?? 0)])),
    successes: Float64Array.from(hits),
    failures: Float64Array.from(hits, one => 1 - one),
    priors: [prior, { ...prior, mean: 1 }],
    start: [0, 1],
  })
  const mean = (of: (i: number) => number): number =>
    count === 0 ? 0 : hits.reduce((sum, _, i) => sum + of(i), 0) / count
  return {
    accounts: count,
    converted: hits.reduce((sum, one) => sum + one, 0),
    auc: Number.isNaN(area) ? null : area,
    ece: count === 0 ? 0 : calibrationError(scored),
    intercept: weights[0] ?? 0,
    slope: weights[1] ?? 1,
    brier: mean(i => ((p[i] ?? 0) - (hits[i] ?? 0)) ** 2),
    logLoss: mean(i => lossOf(p[i] ?? 0, hits[i] === 1)),
  }
}
