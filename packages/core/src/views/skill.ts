import { DAY_MS } from '../day.ts'
import type { Row } from '../person.ts'
import type { Skill } from '../program/program.ts'
import type { CompiledSignal } from '../signal.ts'

/**
 * - `able`: likely to succeed unassisted in a context not met before, shown in enough distinct contexts.
 * - `learning`: some outcomes, not yet able. `fading`: was able, long without a success.
 * - `practised`: done, but its signals carry no failures or no context, so nothing can prove ability.
 * - `guided`: only ever with help.
 */
export type SkillState = 'not-started' | 'guided' | 'practised' | 'learning' | 'fading' | 'able'

export interface SkillView {
  readonly key: string
  readonly state: SkillState
  readonly able: boolean
  /** Probability of success, unassisted, in a new context: (successes + 2) / (successes + failures + 3), fading aside. */
  readonly p: number
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
}

/** Successes and failures that stand for “not yet known”: the mean of Beta(2, 1) is .67, below every threshold. */
const PRIOR = { success: 2, failure: 1 }

/**
 * A first, counting view of one user's ability in one skill: a beta-binomial mean over unassisted outcomes and a count
 * of distinct contexts. Assisted successes and repetitions in one context never make anyone able.
 */
export const skillView = (
  skill: Skill,
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  signals: readonly CompiledSignal[],
  now: number,
): SkillView => {
  const rows = skill.shownBy.flatMap(key => rowsOf[key] ?? [])
  let successes = 0
  let failures = 0
  let assisted = 0
  let others = 0
  let last: number | null = null
  const contexts = new Set<string>()
  for (const row of rows) {
    successes += row.success
    failures += row.failure
    assisted += row.successAssisted
    others += row.none + row.noneAssisted + row.failureAssisted
    if (row.success > 0) {
      if (row.context !== '') contexts.add(row.context)
      last = Math.max(last ?? 0, row.last)
    }
  }
  const needed = skill.contexts ?? 2
  const p = (successes + PRIOR.success) / (successes + failures + PRIOR.success + PRIOR.failure)
  const isShown = p >= (skill.threshold ?? 0.8) && contexts.size >= needed
  const isFaded = last !== null && now - last > (skill.fadesAfterDays ?? 90) * DAY_MS
  const canFail = skill.shownBy.some(key => signals.some(signal => signal.key === key && signal.canFail))
  const done = successes + assisted + others
  const lacks: ('outcome' | 'context')[] = []
  if (done + failures > 0 && (!canFail || successes + assisted + failures === 0)) lacks.push('outcome')
  if (successes > 0 && contexts.size === 0) lacks.push('context')
  const state: SkillState =
    done + failures === 0
      ? 'not-started'
      : lacks.length > 0
        ? 'practised'
        : isShown
          ? isFaded
            ? 'fading'
            : 'able'
          : successes + failures === 0
            ? 'guided'
            : 'learning'
  return {
    key: skill.key,
    state,
    able: state === 'able',
    p,
    successes,
    failures,
    assisted,
    contexts: contexts.size,
    needed,
    last,
    lacks,
  }
}
