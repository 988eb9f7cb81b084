import type { CompiledSignal, Program, Row, Skill, SkillEvidence } from '@fireball/core'
import type { UserEvidence } from './training-set.ts'

/** Unassisted successes and failures of one row: what can be learned from. */
export const outcomesOf = ({ success, failure }: Row): number => success + failure

/** The unassisted outcomes of all rows. */
export const countOutcomes = (users: readonly UserEvidence[]): number =>
  users.reduce((sum, { rows }) => sum + rows.reduce((all, row) => all + outcomesOf(row), 0), 0)

const named = ({ definition: { on } }: CompiledSignal): string =>
  'event' in on ? `“${on.event}”` : `${on.type}${on.name === undefined ? '' : ` “${on.name}”`}`

const orOf = (names: readonly string[]): string => [...new Set(names)].join(' or ')

interface Sum {
  successes: number
  failures: number
  assisted: number
  readonly users: Set<string>
  readonly contexts: Set<string>
}

/** Contexts told apart at most: beyond it the count stands still. */
const MAX_CONTEXTS = 100_000

/** What a skill's events lack for ability to be shown, and what to send; undefined when nothing is missing. */
const lackOf = (signals: readonly CompiledSignal[], sum: Sum): string | undefined => {
  const events = orOf(signals.map(named))
  if (!signals.some(one => one.canFail))
    return `Its signals say that every event is the same, so nothing can be learned: let them read an outcome of ${events}.`
  if (sum.successes + sum.failures + sum.assisted === 0)
    return `No outcomes are reported: send ${events} with outcome: "success" or "failure".`
  if (sum.failures === 0)
    return `No failures are reported: send ${events} with outcome: "failure" when it does not work.`
  if (sum.successes === 0)
    return `No successes are reported: send ${events} with outcome: "success" when it works.`
  if (sum.contexts.size === 0)
    return `No event says what it was done on: add context, a stable id, to ${events}.`
  return undefined
}

/** What the evidence says about each skill. `difficulty` is left to who has a fit. */
export const skillEvidence = (
  { skills }: Pick<Program, 'skills'>,
  signals: readonly CompiledSignal[],
  users: readonly UserEvidence[],
): readonly Omit<SkillEvidence, 'difficulty'>[] => {
  const sums = new Map<string, Sum>()
  const skillsOf = new Map<string, Sum[]>()
  const signalsOf = ({ shownBy }: Skill) => signals.filter(one => shownBy.includes(one.key))
  for (const skill of skills) {
    const sum: Sum = { successes: 0, failures: 0, assisted: 0, users: new Set(), contexts: new Set() }
    sums.set(skill.key, sum)
    for (const { hash } of signalsOf(skill)) skillsOf.set(hash, [...(skillsOf.get(hash) ?? []), sum])
  }
  for (const { user, rows } of users)
    for (const row of rows)
      for (const sum of skillsOf.get(row.signal) ?? []) {
        sum.successes += row.success
        sum.failures += row.failure
        sum.assisted += row.successAssisted + row.failureAssisted
        if (outcomesOf(row) === 0) continue
        sum.users.add(user)
        if (row.context !== '' && sum.contexts.size < MAX_CONTEXTS) sum.contexts.add(row.context)
      }
  return skills.flatMap(skill => {
    const sum = sums.get(skill.key)
    if (sum === undefined) return []
    const lacks = lackOf(signalsOf(skill), sum)
    return [
      {
        key: skill.key,
        name: skill.name,
        successes: sum.successes,
        failures: sum.failures,
        assisted: sum.assisted,
        users: sum.users.size,
        contexts: sum.contexts.size,
        ...(lacks === undefined ? {} : { lacks }),
      },
    ]
  })
}
