import type { Propensity } from '@fireball/core'
import type { Values } from './account-values.ts'
import { sayFeature } from './feature.ts'

/** One weight of a propensity model: what it adds is `weight · (value − mean) / scale`. */
export interface PropensityWeight {
  readonly feature: string
  /** In words. */
  readonly name: string
  readonly mean: number
  readonly scale: number
  readonly weight: number
}

/** A calibrated model of converting within the horizon. */
export interface PropensityFit {
  /** Hash of its content. */
  readonly version: string
  readonly horizonDays: number
  /** Keys of signals that are not read, for they are only known once the outcome is. */
  readonly without: readonly string[]
  /** Logit of an account that is like the mean in everything. */
  readonly start: number
  readonly weights: readonly PropensityWeight[]
}

/** A part of a chance so small is not worth a sentence. */
const LEAST_ADDED = 0.01
const MOST_REASONS = 6

const addedBy = ({ feature, mean, scale, weight }: PropensityWeight, values: Values): number =>
  (weight * ((values[feature] ?? 0) - mean)) / scale

/** Logit of the chance: the start and what every feature adds. */
export const chanceLogit = (fit: PropensityFit, values: Values): number =>
  fit.weights.reduce((sum, one) => sum + addedBy(one, values), fit.start)

/** The chance that an account with these values converts within the horizon. */
export const chanceOf = (fit: PropensityFit, values: Values): number =>
  1 / (1 + Math.exp(-chanceLogit(fit, values)))

/** What each feature adds on the logit scale, the greatest effect first; all of them with `start` are the logit. */
export const chanceParts = (
  { weights }: PropensityFit,
  values: Values,
): readonly { readonly feature: string; readonly say: string; readonly adds: number }[] =>
  weights
    .map(one => {
      const value = values[one.feature] ?? 0
      return {
        feature: one.feature,
        say: sayFeature(one.feature, one.name, value, (value - one.mean) / one.scale),
        adds: addedBy(one, values),
      }
    })
    .sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds) || (a.feature < b.feature ? -1 : 1))

/** The chance with its reasons, as lists and pages show it; small parts are left out. */
export const tellChance = (fit: PropensityFit, values: Values): Propensity => ({
  p: chanceOf(fit, values),
  source: 'fit',
  version: fit.version,
  horizonDays: fit.horizonDays,
  reasons: chanceParts(fit, values)
    .filter(({ adds }) => Math.abs(adds) >= LEAST_ADDED)
    .slice(0, MOST_REASONS),
})
