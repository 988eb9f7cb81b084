import { type CompiledSignal, hash53 } from '@fireball/core'
import { auc, lossOf } from '../calibration.ts'
import { fitLogistic, type Prior } from '../logistic.ts'
import type { Rest } from '../pause.ts'
import { designOf, logitIn, usedRows } from './design.ts'
import { FAMILIES, nameFeature } from './feature.ts'
import type { PropensityFit } from './propensity-fit.ts'
import { featuresIn, type Snapshot, tableOf } from './snapshot.ts'

export interface PropensityInput {
  readonly snapshots: readonly Snapshot[]
  readonly signals: readonly CompiledSignal[]
  readonly horizonDays: number
  /** Features that must not be used: what the search for leaks named, or what is to be compared with. */
  readonly without?: ReadonlySet<string> | undefined
  /** Keys of the signals that the snapshots were made without. */
  readonly withoutSignals?: readonly string[] | undefined
  readonly rest?: Rest | undefined
}

/** How a fit came about, beside the fit. */
export interface FittedPropensity {
  readonly fit: PropensityFit
  /** The penalty that told accounts best that it had not seen. */
  readonly penalty: number
  /** Mean log loss of those, and the area under their curve; null with one kind of outcome. */
  readonly heldOutLoss: number
  readonly heldOutAuc: number | null
}

/** 1 / variance of a weight per standard deviation; the best of them is found by cross-validation. */
const PENALTIES = [3, 10, 30, 100, 300] as const
/** What one signal says is doubted more than what all say together. */
const SIGNAL_DOUBT = 3
const FOLDS = 5
const FREE: Prior = { mean: 0, precision: 1e-6, sign: 0 }
/** Calibration is near “as it is” until so much evidence says otherwise. */
const CALIBRATION_PRECISION = 4

const isFamily = (feature: string): boolean => (FAMILIES as readonly string[]).includes(feature)

/** The same account is always in the same fold. */
const foldOf = (account: string): number => parseInt(hash53(`propensity ${account}`).slice(-4), 36) % FOLDS

const priorsOf = (features: readonly string[], penalty: number): readonly Prior[] => [
  FREE,
  ...features.map(
    (feature): Prior => ({
      mean: 0,
      precision: isFamily(feature) ? penalty : SIGNAL_DOUBT * penalty,
      sign: 0,
    }),
  ),
]

/** Slope and intercept that make logits of accounts not seen come true; near 1 and 0 with little evidence. */
const calibrate = async (logits: readonly number[], isHit: Uint8Array): Promise<readonly number[]> => {
  const values = Float64Array.from(logits.flatMap(logit => [1, logit]))
  const successes = Float64Array.from(isHit)
  const failures = successes.map(one => 1 - one)
  const priors: readonly Prior[] = [
    { mean: 0, precision: CALIBRATION_PRECISION, sign: 0 },
    { mean: 1, precision: CALIBRATION_PRECISION, sign: 1 },
  ]
  return (await fitLogistic({ count: logits.length, values, successes, failures, priors })).weights
}

const inMillionths = (value: number): number => Math.round(value * 1e6) / 1e6

/**
 * Fits the chance to convert: logistic regression on standardised features, each weight drawn towards 0 by a penalty that
 * cross-validation over accounts chooses, then calibrated on the same held-out logits. Deterministic.
 */
export const fitPropensity = async (input: PropensityInput): Promise<FittedPropensity> => {
  const { signals, horizonDays, without, rest } = input
  // The order of what comes in must not show in the last digit.
  const snapshots = [...input.snapshots].sort((a, b) =>
    a.account === b.account ? a.day - b.day : a.account < b.account ? -1 : 1,
  )
  const features = featuresIn(snapshots).filter(one => without?.has(one) !== true)
  const table = tableOf(snapshots, features)
  const folds = snapshots.map(one => foldOf(one.account))
  const held = PENALTIES.map(() => new Array<number>(table.count).fill(0))
  for (let fold = 0; fold < FOLDS; fold++) {
    const isUsed = (i: number): boolean => folds[i] !== fold
    const design = designOf(table, isUsed)
    const rows = usedRows(design, table, isUsed)
    let start: readonly number[] | undefined
    for (const [p, penalty] of PENALTIES.entries()) {
      const { weights } = await fitLogistic({ ...rows, priors: priorsOf(features, penalty), start, rest })
      start = weights
      const ofPenalty = held[p] ?? []
      for (let i = 0; i < table.count; i++) if (folds[i] === fold) ofPenalty[i] = logitIn(design, i, weights)
    }
  }
  const losses = held.map(
    logits =>
      logits.reduce((sum, one, i) => sum + lossOf(1 / (1 + Math.exp(-one)), table.isHit[i] === 1), 0) /
      Math.max(1, table.count),
  )
  const best = losses.reduce((least, loss, p) => (loss < (losses[least] ?? 0) ? p : least), 0)
  const [shift = 0, slope = 1] = await calibrate(held[best] ?? [], table.isHit)
  const area = auc({ p: held[best] ?? [], isHit: table.isHit })
  const penalty = PENALTIES[best] ?? PENALTIES[0]
  const everyone = designOf(table)
  const rows = usedRows(everyone, table, () => true)
  const learned = await fitLogistic({ ...rows, priors: priorsOf(features, penalty), rest })
  const [start = 0, ...weights] = learned.weights
  const content = {
    horizonDays,
    without: [...(input.withoutSignals ?? [])].sort(),
    start: inMillionths(shift + slope * start),
    weights: features.map((feature, k) => ({
      feature,
      name: nameFeature(feature, signals),
      mean: inMillionths(everyone.means[k] ?? 0),
      scale: inMillionths(everyone.scales[k] ?? 1),
      weight: inMillionths(slope * (weights[k] ?? 0)),
    })),
  }
  return {
    fit: { version: hash53(JSON.stringify(content)), ...content },
    penalty,
    heldOutLoss: losses[best] ?? 0,
    heldOutAuc: Number.isNaN(area) ? null : area,
  }
}
