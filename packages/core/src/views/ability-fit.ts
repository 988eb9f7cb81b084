/** What the model reads about one user and one skill, in the order in which an explanation lists it. */
export const ABILITY_FEATURES = [
  'start',
  'skill',
  'context',
  'successes',
  'failures',
  'contexts',
  'assisted',
  'own',
  'elsewhere',
  'ownLately',
  'elsewhereLately',
  'ownThisMonth',
  'elsewhereThisMonth',
  'againSuccesses',
  'againFailures',
  'againLevel',
] as const

export type AbilityFeature = (typeof ABILITY_FEATURES)[number]

/** Easiness is kept in whole sixteenths of a logit: fine enough, short to send, and sums of it are exact. */
export const EASINESS_STEPS = 16

/** Contexts are named in a fit by the first characters of their hash: enough to tell them apart, short to send. */
export const contextName = (hash: string): string => hash.slice(0, 7)

/** What was learned about the contexts of one signal; in sixteenths. */
export interface SignalEasiness {
  /** Of a context that is not listed, against the starting model's. */
  readonly mean: number
  /** By `contextName`: how much easier a context is than the mean. */
  readonly contexts: Readonly<Record<string, number>>
}

/** Everything that was learned, small enough to travel with the program. What is missing counts as 0. */
export interface AbilityFit {
  /** A short hash of the content; `unfitted` before anything was learned. */
  readonly version: string
  /** How much each feature counts, on the logit scale. */
  readonly weights: Readonly<Partial<Record<AbilityFeature, number>>>
  /** Standard error of each weight. */
  readonly doubts: Readonly<Partial<Record<AbilityFeature, number>>>
  /** Variance, on the logit scale, of what users are able to in a skill before their own evidence says. */
  readonly spread: number
  /** By skill key, its mean easiness in sixteenths. */
  readonly skills: Readonly<Record<string, number>>
  /** By signal hash. */
  readonly signals: Readonly<Record<string, SignalEasiness>>
}

/**
 * Before any learning: logit p = ln 2 + ln(1 + s/2) − ln(1 + f), the mean of Beta(2, 1) after s unassisted successes
 * and f failures. The spread is that of Beta(2, 1) on the logit scale, ψ′(2) + ψ′(1).
 */
export const UNFITTED: AbilityFit = {
  version: 'unfitted',
  weights: { start: Math.LN2, skill: 1, context: 1, successes: 1, failures: -1 },
  doubts: {},
  spread: 2.29,
  skills: {},
  signals: {},
}
