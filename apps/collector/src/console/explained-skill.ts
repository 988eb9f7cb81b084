import type { ExplainedSkill, Row } from '@fireball/core'
import { explainAbility, sayExplanation } from '@fireball/core/explain'
import type { LiveProgram } from '../program-store.ts'
import type { MemberStanding } from '../standing.ts'

const evidenceOf = (
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  { program }: LiveProgram,
  shownBy: readonly string[],
): ExplainedSkill['evidence'] =>
  shownBy.map(signal => {
    const shown = new Set<string>()
    const tried = new Set<string>()
    let [successes, failures, assisted] = [0, 0, 0]
    let last: number | null = null
    for (const row of rowsOf[signal] ?? []) {
      successes += row.success
      failures += row.failure
      assisted += row.successAssisted + row.failureAssisted
      if (row.context !== '') tried.add(row.context)
      if (row.context !== '' && row.success > 0) shown.add(row.context)
      last = Math.max(last ?? row.last, row.last)
    }
    const name = program.signals.find(one => one.key === signal)?.name ?? signal
    return { signal, name, successes, failures, assisted, contexts: shown.size, tried: tried.size, last }
  })

/** The console writes a percentage without a space. */
const tight = (say: string): string => say.replaceAll(' %', '%')

/** Where one member's ability in one skill comes from; undefined for a skill that the program does not have. */
export const explainedSkill = (
  live: LiveProgram,
  { user, name, rowsOf }: MemberStanding,
  key: string,
  now: number,
): ExplainedSkill | undefined => {
  const { program, signals, ability } = live
  const skill = program.skills.find(one => one.key === key)
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
