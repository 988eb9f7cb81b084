import { DAY_MS, dayOf } from '../day.ts'
import type { Row } from '../person.ts'
import type { Skill } from '../program/program.ts'
import { SKILL_DEFAULTS } from '../program/skill-default.ts'
import { type Ability, type AbilityPart, type AsIf, abilityAsIf } from '../views/ability.ts'
import { UNFITTED } from '../views/ability-fit.ts'
import { type SkillState, type SkillsInput, type SkillView, skillViewsBy } from '../views/skill.ts'
import { rowsOfAll } from '../views/tally.ts'
import { gistOf } from './gist.ts'

/** What was seen of one signal in one context on one day. */
export interface EvidenceLine {
  /** Key of the signal. */
  readonly signal: string
  /** Hash of the context; `''` when the events do not say. */
  readonly context: string
  readonly day: number
  readonly successes: number
  readonly failures: number
  /** Successes and failures with help. */
  readonly assisted: number
  /** Readings without an outcome. */
  readonly others: number
}

/**
 * What could happen next: an unassisted success or failure in a context not met before, a success in the latest one, an
 * assisted success in a new one, time without any, and (`undone-failures`) what it would be had nothing failed.
 */
export type ChangeCode =
  | 'success-elsewhere'
  | 'success-again'
  | 'failure-elsewhere'
  | 'assisted-success'
  | 'time'
  | 'undone-failures'

/** What the ability would be if something were otherwise; computed, not estimated. */
export interface Change {
  readonly code: ChangeCode
  /** `time`: how many days. */
  readonly days?: number
  readonly p: number
  readonly state: SkillState
  /** What it adds to p, and on the logit scale. */
  readonly byP: number
  readonly byLogit: number
}

/** Everything behind one user's standing in one skill. */
export interface AbilityExplanation {
  readonly view: SkillView
  readonly threshold: number
  /** The sum of what the parts add, in their order: exactly the score that p is made from. */
  readonly logit: number
  readonly parts: readonly AbilityPart[]
  /** Version of what was learned. */
  readonly fit: string
  /** Newest first, at most `EVIDENCE_LINES`; `more` are left out. */
  readonly evidence: readonly EvidenceLine[]
  readonly more: number
  /** What would change it most goes first. */
  readonly changes: readonly Change[]
  /** Unassisted successes, each in a new context, after which it would be able; null when 20 would not do. */
  readonly untilAble: number | null
}

export interface ExplainInput extends SkillsInput {
  /** Key of the skill. */
  readonly skill: string
}

/** So many lines of evidence are listed. */
export const EVIDENCE_LINES = 100
const MOST_TRIES = 20

const aRow = (signal: string, now: number, over: Partial<Row>): Row => ({
  user: '',
  signal,
  context: '',
  day: dayOf(now),
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
  sum: 0,
  first: now,
  last: now,
  ...over,
})

interface Judged {
  readonly ability: Ability
  readonly view: SkillView | undefined
}

/** Judges the skill as it stands or as if something were otherwise; every row is read when this is made, not when it is asked. */
const createJudge = (input: ExplainInput, skill: Skill): ((asked: AsIf) => Judged) => {
  const { skills, rowsOf, ability: fit = UNFITTED, now: present } = input
  const abilityIf = abilityAsIf({ skill, skills, rowsOf, fit })
  const rows = rowsOfAll(rowsOf, skill.shownBy)
  const gist = gistOf(rows, present)
  const unfailed = gist.filter(row => row.failure === 0)
  return asked => {
    const ability = abilityIf(asked)
    const { more = [], isUnfailed, now } = asked
    const [first = '', ...others] = skill.shownBy
    const views = skillViewsBy(() => ({ [skill.key]: ability }), {
      ...input,
      skills: [skill],
      rowsOf: {
        ...rowsOf,
        ...Object.fromEntries(others.map(key => [key, []])),
        [first]: [...(isUnfailed ? unfailed : gist), ...more],
      },
      now,
    })
    return { ability, view: views[skill.key] }
  }
}

const lineOf = (signal: string, row: Row): EvidenceLine => ({
  signal,
  context: row.context,
  day: row.day,
  successes: row.success,
  failures: row.failure,
  assisted: row.successAssisted + row.failureAssisted,
  others: row.none + row.noneAssisted,
})

/** Newest first, as many as are listed: only the days on which those lie are sorted, for rows may be a million. */
const linesOf = (skill: Skill, { rowsOf }: ExplainInput): readonly EvidenceLine[] => {
  const rows = skill.shownBy.map(signal => rowsOf[signal] ?? [])
  const perDay = new Map<number, number>()
  for (const own of rows) for (const { day } of own) perDay.set(day, (perDay.get(day) ?? 0) + 1)
  let since = Number.NEGATIVE_INFINITY
  let left = EVIDENCE_LINES
  for (const [day, count] of [...perDay].sort(([a], [b]) => b - a)) {
    since = day
    left -= count
    if (left <= 0) break
  }
  const lines: EvidenceLine[] = []
  skill.shownBy.forEach((signal, i) => {
    for (const row of rows[i] ?? []) if (row.day >= since) lines.push(lineOf(signal, row))
  })
  return lines
    .sort(
      (a, b) =>
        b.day - a.day ||
        (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : a.context < b.context ? -1 : 1),
    )
    .slice(0, EVIDENCE_LINES)
}

/** A context that no hash names, so that nobody has met it. */
const newContext = (n: number): string => `?${n}`

/** One row more, of the first of the skill's signals that can tell of an outcome; none where no signal is known. */
const plus = ({ signals, now }: ExplainInput, { shownBy }: Skill, over: Partial<Row>): readonly Row[] => {
  const known = signals.filter(one => shownBy.includes(one.key))
  const signal = known.find(one => one.canFail) ?? known[0]
  return signal === undefined ? [] : [aRow(signal.hash, now, over)]
}

const latestContext = (rows: readonly Row[]): string | undefined =>
  rows.reduce<Row | undefined>(
    (best, row) =>
      row.success === 0 || row.context === ''
        ? best
        : best === undefined || row.last > best.last || (row.last === best.last && row.context > best.context)
          ? row
          : best,
    undefined,
  )?.context

interface Otherwise {
  readonly code: ChangeCode
  readonly asked: AsIf
  readonly days?: number
}

const otherwise = (input: ExplainInput, skill: Skill, { failures }: Ability): readonly Otherwise[] => {
  const { rowsOf, now } = input
  const context = latestContext(rowsOfAll(rowsOf, skill.shownBy))
  const days = (skill.fadesAfterDays ?? SKILL_DEFAULTS.fadesAfterDays) + 1
  const elsewhere = newContext(0)
  const and = (over: Partial<Row>): AsIf => ({ now, more: plus(input, skill, over) })
  return [
    { code: 'success-elsewhere', asked: and({ success: 1, context: elsewhere }) },
    ...(context === undefined
      ? []
      : [{ code: 'success-again', asked: and({ success: 1, context }) } as const]),
    { code: 'failure-elsewhere', asked: and({ failure: 1, context: elsewhere }) },
    { code: 'assisted-success', asked: and({ successAssisted: 1, context: elsewhere }) },
    { code: 'time', asked: { now: now + days * DAY_MS }, days },
    ...(failures > 0 ? [{ code: 'undone-failures', asked: { now, isUnfailed: true } } as const] : []),
  ]
}

const triesUntilAble = (input: ExplainInput, skill: Skill, judge: (asked: AsIf) => Judged): number | null => {
  const more: Row[] = []
  for (let n = 0; n <= MOST_TRIES; n++) {
    if (judge({ now: input.now, more }).view?.able === true) return n
    more.push(...plus(input, skill, { success: 1, context: newContext(n) }))
  }
  return null
}

/**
 * Why one user stands where they do in one skill: the evidence, what each part of it adds, and what would change it
 * most, found by asking the same view about evidence that is otherwise. Undefined for a skill that is not there.
 */
export const explainAbility = (input: ExplainInput): AbilityExplanation | undefined => {
  const skill = input.skills.find(one => one.key === input.skill)
  if (skill === undefined) return undefined
  const judge = createJudge(input, skill)
  const { ability, view } = judge({ now: input.now })
  if (view === undefined) return undefined
  const lines = linesOf(skill, input)
  const changes = otherwise(input, skill, ability).map(({ code, asked, days }): Change => {
    const then = judge(asked)
    const { p, logit } = then.ability
    return {
      code,
      ...(days === undefined ? {} : { days }),
      p,
      state: then.view?.state ?? view.state,
      byP: p - ability.p,
      byLogit: logit - ability.logit,
    }
  })
  return {
    view,
    threshold: skill.threshold ?? SKILL_DEFAULTS.threshold,
    logit: ability.logit,
    parts: ability.parts,
    fit: (input.ability ?? UNFITTED).version,
    evidence: lines,
    more: rowsOfAll(input.rowsOf, skill.shownBy).length - lines.length,
    changes: [...changes].sort((a, b) => Math.abs(b.byLogit) - Math.abs(a.byLogit)),
    untilAble: triesUntilAble(input, skill, judge),
  }
}
