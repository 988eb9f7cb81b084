import { dayOf } from '../day.ts'
import type { Row } from '../person.ts'
import { type AbilityFigures, sigmoid, spanOf } from './ability-figures.ts'
import {
  ABILITY_FEATURES,
  type AbilityFeature,
  type AbilityFit,
  contextName,
  EASINESS_STEPS,
} from './ability-fit.ts'
import {
  type AbilityDays,
  type AbilitySums,
  addSums,
  addUpDays,
  createAging,
  easinessOf,
  lessSums,
  NO_SUMS,
} from './ability-sums.ts'
import { abilityValues } from './ability-values.ts'
import { rowsOfAll } from './tally.ts'

/** One addend of an ability on the logit scale. */
export interface AbilityPart {
  readonly feature: AbilityFeature
  readonly value: number
  readonly weight: number
  /** `value · weight` */
  readonly adds: number
}

/** How likely one user succeeds in one skill, and how that is made up. */
export interface Ability extends AbilityFigures {
  /** The sum of what the parts add, in their order. */
  readonly logit: number
  readonly parts: readonly AbilityPart[]
}

export interface AbilityInput {
  /** The skill's key. */
  readonly skill: string
  /** The user's rows of the signals that show the skill. */
  readonly rows: readonly Row[]
  /** The user's rows of all other skills' signals. */
  readonly elsewhere: readonly Row[]
  readonly fit: AbilityFit
  /** Epoch ms. */
  readonly now: number
  /** Hash of the next context, when it is known; else the skill's mean counts. It may have been met before. */
  readonly context?: string | undefined
  /** Hash of the signal that will tell; without it, the first that knows the context. */
  readonly signal?: string | undefined
}

interface Found extends Pick<AbilityInput, 'skill' | 'rows' | 'fit' | 'now' | 'context' | 'signal'> {
  readonly days: AbilityDays
  readonly own: AbilitySums
  readonly elsewhere: AbilitySums
  readonly sumsAt: (days: AbilityDays, today: number) => AbilitySums
  readonly model: Model
}

/** The model's numbers in the order of the features, looked up once. */
interface Model {
  readonly weights: readonly number[]
  readonly doubts: readonly number[]
  readonly forgets: boolean
}

const modelOf = ({ weights, doubts }: AbilityFit): Model => ({
  weights: ABILITY_FEATURES.map(feature => weights[feature] ?? 0),
  doubts: ABILITY_FEATURES.map(feature => doubts[feature] ?? 0),
  forgets: Boolean(weights.ownLately || weights.ownThisMonth),
})

/** How much easier the next context is than the skill's mean, in sixteenths; 0 where it is not known. */
const easierBy = ({ rows, fit, context, signal }: Found, mean: number): number => {
  if (!context) return 0
  const knows = (hash: string): boolean => fit.signals[hash]?.contexts[contextName(context)] !== undefined
  const by = signal ?? rows.find(row => knows(row.signal))?.signal
  return by !== undefined && knows(by) ? easinessOf(fit, by, context) - mean : 0
}

const judge = (found: Found): Ability => {
  const { skill, rows, fit, now, context, days, own, elsewhere, sumsAt, model } = found
  const { successes, failures, assisted, shown, last } = days
  const mean = fit.skills[skill] ?? 0
  const met = context ? rows.filter(row => row.context === context) : []
  const ground = {
    own,
    elsewhere,
    again: met.length === 0 ? NO_SUMS : sumsAt(addUpDays(fit, met), dayOf(now)),
    contexts: shown.size,
    skillEasiness: mean / EASINESS_STEPS,
    contextEasiness: easierBy(found, mean) / EASINESS_STEPS,
  }
  const values = abilityValues(ground)
  const { weights, doubts, forgets } = model
  const parts: AbilityPart[] = []
  let logit = 0
  let doubt = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    const weight = weights[i] ?? 0
    const adds = value * weight
    doubt += (value * (doubts[i] ?? 0)) ** 2
    if (adds === 0) continue
    parts.push({ feature: ABILITY_FEATURES[i] ?? 'start', value, weight, adds })
    logit += adds
  }
  const span = spanOf(logit, { tries: successes + failures, spread: fit.spread, doubt })
  let fresh = span.p
  if (last !== null && forgets && dayOf(last) < dayOf(now)) {
    const then = abilityValues({ ...ground, own: sumsAt(days, dayOf(last)) })
    fresh = sigmoid(then.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0))
  }
  return {
    ...span,
    logit,
    parts,
    successes,
    failures,
    assisted,
    contexts: shown.size,
    last,
    fresh,
  }
}

/**
 * One user's ability in one skill: a logistic model over counters, so any order or split of the events gives the same
 * (`docs/ability.md`).
 */
export const abilityOf = (input: AbilityInput): Ability => {
  const { rows, fit, now } = input
  const sumsAt = createAging()
  const today = dayOf(now)
  const days = addUpDays(fit, rows)
  const elsewhere = sumsAt(addUpDays(fit, input.elsewhere), today)
  return judge({ ...input, days, own: sumsAt(days, today), elsewhere, sumsAt, model: modelOf(fit) })
}

export interface AbilitiesInput {
  readonly skills: readonly { readonly key: string; readonly shownBy: readonly string[] }[]
  /** The user's rows by signal key. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  readonly fit: AbilityFit
  /** Epoch ms. */
  readonly now: number
}

/** One user's ability in every skill, by key: what `abilityOf` says of each, each row read once. */
export const abilitiesOf = ({
  skills,
  rowsOf,
  fit,
  now,
}: AbilitiesInput): Readonly<Record<string, Ability>> => {
  const sumsAt = createAging()
  const model = modelOf(fit)
  const today = dayOf(now)
  const signals = new Map<string, AbilityDays>()
  for (const { shownBy } of skills)
    for (const key of shownBy) if (!signals.has(key)) signals.set(key, addUpDays(fit, rowsOf[key] ?? []))
  const all = addSums([...signals.values()].map(days => sumsAt(days, today)))
  return Object.fromEntries(
    skills.map(({ key, shownBy }) => {
      const rows = rowsOfAll(rowsOf, shownBy)
      const days = (shownBy.length === 1 && signals.get(shownBy[0] ?? '')) || addUpDays(fit, rows)
      const own = sumsAt(days, today)
      return [
        key,
        judge({ skill: key, rows, fit, now, days, own, elsewhere: lessSums(all, own), sumsAt, model }),
      ]
    }),
  )
}
