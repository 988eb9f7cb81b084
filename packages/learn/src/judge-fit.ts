import type { AbilityFit } from '@fireball/core'
import { auc, type Bin, bins, calibrationError, lossOf, type Scored } from './calibration.ts'
import { type LaterInput, type Told, tellLater } from './tell-later.ts'

/** How well one fit told later outcomes. */
export interface Judgement {
  /** Told outcomes; one that shows two skills is told for each and counts once. */
  readonly outcomes: number
  /** Null with one kind of outcome. */
  readonly auc: number | null
  /** Mean −ln of the probability given to what happened; 0 is perfect, .693 is a coin. */
  readonly logLoss: number
  readonly ece: number
  readonly bins: readonly Bin[]
}

/** Every kind of outcome of a row as one entry, weighted by how often. */
const scoredOf = ({ p, successes, failures }: Told): Scored => {
  const entries = [...p].flatMap((given, i) => [
    { p: given, isHit: true, weight: successes[i] ?? 0 },
    { p: given, isHit: false, weight: failures[i] ?? 0 },
  ])
  const kept = entries.filter(({ weight }) => weight > 0)
  return {
    p: kept.map(one => one.p),
    isHit: kept.map(one => one.isHit),
    weights: kept.map(one => one.weight),
  }
}

/** Total loss of one entry. */
export const lossAt = ({ p, successes, failures }: Told, i: number): number =>
  (successes[i] ?? 0) * lossOf(p[i] ?? 0, true) + (failures[i] ?? 0) * lossOf(p[i] ?? 0, false)

/** How well a fit tells the outcomes of the given days, each from what came before it. */
export const judgeFit = async (input: LaterInput & { readonly fit: AbilityFit }): Promise<Judgement> => {
  const told = await tellLater(input)
  const scored = scoredOf(told)
  let loss = 0
  let outcomes = 0
  for (let i = 0; i < told.p.length; i++) {
    loss += lossAt(told, i)
    outcomes += (told.successes[i] ?? 0) + (told.failures[i] ?? 0)
  }
  const area = auc(scored)
  return {
    outcomes: Math.round(outcomes),
    auc: Number.isNaN(area) ? null : area,
    logLoss: outcomes === 0 ? 0 : loss / outcomes,
    ece: calibrationError(scored),
    bins: bins(scored),
  }
}
