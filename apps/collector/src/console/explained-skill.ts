import { type ExplainedSkill, type Row, rowsBySignal } from '@fireball/core'
import { explainAbility, sayExplanation } from '@fireball/core/explain'
import type { LiveProgram } from '../program-store.ts'
import type { MemberStanding } from '../standing.ts'

const evidenceOf = (
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  { program }: LiveProgram,
  shownBy: readonly string[],
): ExplainedSkill['evidence'] =>
  shownBy.map(signal => {
    const rows = rowsOf[signal] ?? []
    const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0)
    const contextsOf = (holds: (row: Row) => boolean): number =>
      new Set(rows.filter(row => row.context !== '' && holds(row)).map(row => row.context)).size
    return {
      signal,
      name: program.signals.find(one => one.key === signal)?.name ?? signal,
      successes: sum(row => row.success),
      failures: sum(row => row.failure),
      assisted: sum(row => row.successAssisted + row.failureAssisted),
      contexts: contextsOf(row => row.success > 0),
      tried: contextsOf(() => true),
      last: rows.reduce<number | null>((last, row) => Math.max(last ?? row.last, row.last), null),
    }
  })

/** The console writes a percentage without a space. */
const tight = (say: string): string => say.replaceAll(' %', '%')

/** Where one member's ability in one skill comes from; undefined for a skill that the program does not have. */
export const explainedSkill = (
  live: LiveProgram,
  { user, name, known }: MemberStanding,
  key: string,
  now: number,
): ExplainedSkill | undefined => {
  const { program, signals, ability } = live
  const skill = program.skills.find(one => one.key === key)
  const rowsOf = rowsBySignal(known.rows, signals)
  const { skills, features } = program
  const found = explainAbility({ skill: key, skills, features, rowsOf, signals, ability, now })
  if (skill === undefined || found === undefined) return undefined
  const words = sayExplanation(skill.name, found)
  return {
    user,
    name,
    skill: key,
    title: skill.name,
    why: skill.why,
    headline: tight(words.headline),
    view: found.view,
    threshold: found.threshold,
    logit: found.logit,
    parts: found.parts.map(({ feature, adds }, i) => ({
      feature,
      say: words.parts[i]?.label ?? feature,
      adds,
    })),
    evidence: evidenceOf(rowsOf, live, skill.shownBy),
    changes: found.changes.map(({ p, state }, i) => ({
      say: tight(words.changes[i] ?? ''),
      p,
      isAble: state === 'able',
    })),
    version: found.fit,
  }
}
