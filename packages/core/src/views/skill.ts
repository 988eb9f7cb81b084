import { DAY_MS } from '../day.ts'
import type { Row } from '../person.ts'
import type { Feature, Skill } from '../program/program.ts'
import { SKILL_DEFAULTS } from '../program/skill-default.ts'
import type { CompiledSignal } from '../signal.ts'
import { type AbilitiesInput, abilitiesOf } from './ability.ts'
import type { AbilityFigures } from './ability-figures.ts'
import { type AbilityFit, UNFITTED } from './ability-fit.ts'
import { startingAbilities } from './ability-start.ts'
import { type Stuck, stuckIn } from './stuck.ts'
import { rowsOfAll } from './tally.ts'

/**
 * - `able`: likely to succeed unassisted in a context not met before, shown in enough distinct contexts.
 * - `learning`: some outcomes, not yet able. `stuck`: trying, and it does not work.
 * - `fading`: was able, and by forgetting is no longer surely so.
 * - `practised`: done, but its signals carry no failures or no context, so nothing can prove ability.
 * - `guided`: only ever with help.
 */
export type SkillState = 'not-started' | 'guided' | 'practised' | 'learning' | 'stuck' | 'fading' | 'able'

export interface SkillView {
  readonly key: string
  readonly state: SkillState
  readonly able: boolean
  /** Probability of success, unassisted, in a context not met before; with 90 % probability between `low` and `high`. */
  readonly p: number
  readonly low: number
  readonly high: number
  /** Unassisted. */
  readonly successes: number
  readonly failures: number
  readonly assisted: number
  /** Distinct contexts with an unassisted success, and how many are needed. */
  readonly contexts: number
  readonly needed: number
  readonly last: number | null
  /** What the events of its signals lack, when nothing can prove the ability. */
  readonly lacks: readonly ('outcome' | 'context')[]
  /** Got stuck lately, without a success since; who is able may be stuck for once. */
  readonly stuck: Stuck | null
}

/** Forgetting takes an ability away only when p is so far under the threshold, so that it does not flicker there. */
const FADE_MARGIN = 0.05

export interface SkillsInput {
  readonly skills: readonly Skill[]
  readonly features: readonly Feature[]
  /** The user's rows by signal key. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  readonly signals: readonly CompiledSignal[]
  /** What was learned; without it, the starting values. */
  readonly ability?: AbilityFit | undefined
  readonly now: number
}

/** A learned forgetting tells by itself; without one, so many days without a success do. */
const hasFaded = (skill: Skill, { p, fresh, last }: AbilityFigures, now: number): boolean =>
  p === fresh
    ? last !== null && now - last > (skill.fadesAfterDays ?? SKILL_DEFAULTS.fadesAfterDays) * DAY_MS
    : p < (skill.threshold ?? SKILL_DEFAULTS.threshold) - FADE_MARGIN

const viewOf = (
  skill: Skill,
  ability: AbilityFigures,
  { features, rowsOf, failing, now }: SkillsInput & { readonly failing: ReadonlySet<string> },
): SkillView => {
  const { p, low, high, fresh, successes, failures, assisted, contexts, last } = ability
  const { shownBy } = skill
  const rows = rowsOfAll(rowsOf, shownBy)
  let others = 0
  for (const row of rows) others += row.none + row.noneAssisted + row.failureAssisted
  const needed = skill.contexts ?? SKILL_DEFAULTS.contexts
  const canFail = shownBy.some(key => failing.has(key))
  const tries = successes + assisted + failures
  const isBegun = tries + others > 0
  const lacks: ('outcome' | 'context')[] = []
  if (isBegun && (!canFail || tries === 0)) lacks.push('outcome')
  if (successes > 0 && contexts === 0) lacks.push('context')
  const wasShown =
    Math.max(p, fresh) >= (skill.threshold ?? SKILL_DEFAULTS.threshold) &&
    contexts >= needed &&
    lacks.length === 0
  const isFaded = wasShown && hasFaded(skill, ability, now)
  const able = wasShown && !isFaded
  const stuck = stuckIn(skill.key, rows, rowsOf, {
    features: rows.length > 0 ? features.filter(one => one.skills?.includes(skill.key)) : [],
    now,
  })
  const state: SkillState = able
    ? 'able'
    : stuck !== null
      ? 'stuck'
      : !isBegun
        ? 'not-started'
        : lacks.length > 0
          ? 'practised'
          : isFaded
            ? 'fading'
            : successes + failures === 0
              ? 'guided'
              : 'learning'
  return {
    key: skill.key,
    state,
    able,
    p,
    low,
    high,
    successes,
    failures,
    assisted,
    contexts,
    needed,
    last,
    lacks,
    stuck,
  }
}

/** Judges one user's abilities in all skills, by key: `abilitiesOf`, or what says the same with less. */
export type JudgeAbilities = (input: AbilitiesInput) => Readonly<Record<string, AbilityFigures>>

/** What `skillViews` says, by another judge. */
export const skillViewsBy = (
  judge: JudgeAbilities,
  input: SkillsInput,
): Readonly<Record<string, SkillView>> => {
  const { skills, rowsOf, signals, ability: fit = UNFITTED, now } = input
  const shared = { failing: new Set(signals.flatMap(one => (one.canFail ? one.key : []))), ...input }
  const abilities = judge({ skills, rowsOf, fit, now })
  const views: Record<string, SkillView> = {}
  for (const skill of skills) {
    const ability = abilities[skill.key]
    if (ability) views[skill.key] = viewOf(skill, ability, shared)
  }
  return views
}

/**
 * One user's standing in every skill, by key. Assisted successes and repetitions in one context never make anyone able,
 * and no order or split of the events changes anything.
 */
export const skillViews = (input: SkillsInput): Readonly<Record<string, SkillView>> =>
  // Before anything is learned, counting says the same.
  skillViewsBy(
    input.ability === undefined || input.ability === UNFITTED ? startingAbilities : abilitiesOf,
    input,
  )
