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

interface Found extends Pick<AbilityInput, 'skill' | 'fit' | 'now'> {
  readonly last: number | null
  /** Distinct contexts with an unassisted success. */
  readonly contexts: number
  /** Of the skill, as it adds up on a day. */
  readonly ownOn: (day: number) => AbilitySums
  readonly elsewhere: AbilitySums
  /** Of the next context alone, and how much easier it is than the skill's mean, in sixteenths. */
  readonly again?: AbilitySums
  readonly easier?: number
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
const easierBy = ({ skill, rows, fit, context, signal }: AbilityInput): number => {
  if (!context) return 0
  const knows = (hash: string): boolean => fit.signals[hash]?.contexts[contextName(context)] !== undefined
  const by = signal ?? rows.find(row => knows(row.signal))?.signal
  return by !== undefined && knows(by) ? easinessOf(fit, by, context) - (fit.skills[skill] ?? 0) : 0
}

const judge = (found: Found): Ability => {
  const { skill, fit, now, last, contexts, ownOn, elsewhere, again = NO_SUMS, easier = 0, model } = found
  const own = ownOn(dayOf(now))
  const { successes, failures, assisted } = own
  const ground = {
    own,
    elsewhere,
    again,
    contexts,
    skillEasiness: (fit.skills[skill] ?? 0) / EASINESS_STEPS,
    contextEasiness: easier / EASINESS_STEPS,
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
    const then = abilityValues({ ...ground, own: ownOn(dayOf(last)) })
    fresh = sigmoid(then.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0))
  }
  return { logit, parts, successes, failures, assisted, contexts, last, fresh, ...span }
}

/**
 * One user's ability in one skill: a logistic model over counters, so any order or split of the events gives the same
 * (`docs/ability.md`).
 */
export const abilityOf = (input: AbilityInput): Ability => {
  const { skill, rows, fit, now, context } = input
  const sumsAt = createAging()
  const today = dayOf(now)
  const days = addUpDays(fit, rows)
  const met = context ? rows.filter(row => row.context === context) : []
  return judge({
    skill,
    fit,
    now,
    last: days.last,
    contexts: days.shown.size,
    ownOn: day => sumsAt(days, day),
    elsewhere: sumsAt(addUpDays(fit, input.elsewhere), today),
    again: sumsAt(addUpDays(fit, met), today),
    easier: easierBy(input),
    model: modelOf(fit),
  })
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
    skills.map(({ key: skill, shownBy }) => {
      const days =
        (shownBy.length === 1 && signals.get(shownBy[0] ?? '')) || addUpDays(fit, rowsOfAll(rowsOf, shownBy))
      const own = sumsAt(days, today)
      const found = {
        skill,
        fit,
        now,
        last: days.last,
        contexts: days.shown.size,
        ownOn: (day: number) => (day === today ? own : sumsAt(days, day)),
        elsewhere: lessSums(all, own),
        model,
      }
      return [skill, judge(found)]
    }),
  )
}

/** What is asked of one skill: as it stands, or as if something were otherwise. */
export interface AsIf {
  /** Epoch ms. */
  readonly now: number
  /** Rows of one of the skill's signals that are there beside what is known. */
  readonly more?: readonly Row[]
  /** Nothing that the skill's signals tell of has failed. */
  readonly isUnfailed?: boolean
}

/**
 * What `abilitiesOf` would say of one skill if something were otherwise, as often as it is asked: what is known is added
 * up once, for rows may be a million.
 */
export const abilityAsIf = ({
  skill: { key, shownBy },
  skills,
  rowsOf,
  fit,
}: Omit<AbilitiesInput, 'now'> & {
  readonly skill: AbilitiesInput['skills'][number]
}): ((asked: AsIf) => Ability) => {
  const sumsAt = createAging()
  const model = modelOf(fit)
  const others = [...new Set(skills.flatMap(one => one.shownBy))]
    .filter(signal => !shownBy.includes(signal))
    .map(signal => addUpDays(fit, rowsOf[signal] ?? []))
  const rows = rowsOfAll(rowsOf, shownBy)
  const known = addUpDays(fit, rows)
  let unfailed: AbilityDays | undefined
  return ({ now, more = [], isUnfailed = false }) => {
    if (isUnfailed) unfailed ??= addUpDays(fit, rows, true)
    const days = (isUnfailed && unfailed) || known
    const added = addUpDays(fit, more)
    const lasts = [days.last, added.last].flatMap(at => at ?? [])
    let contexts = days.shown.size
    for (const context of added.shown) if (!days.shown.has(context)) contexts++
    return judge({
      skill: key,
      fit,
      now,
      last: lasts.length === 0 ? null : Math.max(...lasts),
      contexts,
      ownOn: day => addSums([sumsAt(days, day), sumsAt(added, day)]),
      elsewhere: addSums(others.map(one => sumsAt(one, dayOf(now)))),
      model,
    })
  }
}
