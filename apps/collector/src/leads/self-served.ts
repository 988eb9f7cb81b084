import { DAY_MS, factsOf, milestonesOf, type Row, selfServes, TRIAL_DAYS } from '@fireball/core'
import { idOf } from '../console/name.ts'
import type { Other } from '../standing.ts'
import type { AssessInput } from './assess-input.ts'

/** Users of an account who had the whole length of a trial, and those of them who reached first value by themselves. */
export interface SelfServed {
  readonly users: number
  readonly selfServed: number
}

const firstOf = (rows: readonly Row[]): number =>
  rows.reduce((first, row) => Math.min(first, row.first), Number.POSITIVE_INFINITY)

/** When a person first helped somebody: wrote to them, spoke to their account, or answered them. Null when never. */
const helpedAt = (
  { user, rowsOf }: Other,
  { history, loaded }: Pick<AssessInput, 'history' | 'loaded'>,
): number | null => {
  const instants = [
    firstOf(rowsOf['$message-out'] ?? []),
    ...history.touches.filter(one => one.kind === 'touched').map(one => one.at),
    ...(loaded.answers ?? []).flatMap(one => (one.user === user ? (one.answeredAt ?? []) : [])),
  ]
  const at = Math.min(...instants)
  return Number.isFinite(at) ? at : null
}

/** What decides whether one of the others reached first value: of the program only what its first checklist reads. */
const firstValueOf = ({ live, standing, now }: Pick<AssessInput, 'live' | 'standing' | 'now'>) => {
  const { program, signals, ability } = live
  const [checklist] = program.checklists
  const text = JSON.stringify(checklist?.steps ?? [])
  const isPlain = !/"(skill|feature|quota)\./.test(text)
  const read = isPlain ? { skills: [], features: [], checklists: program.checklists.slice(0, 1) } : program
  const account = standing.known
  return ({ user, known, rowsOf }: Other): boolean => {
    if (checklist === undefined) return false
    const facts = factsOf({
      program: read,
      signals,
      user: known,
      ...(user.startsWith('u:') ? { userId: idOf(user) } : {}),
      rowsOf,
      account,
      accountBase: standing.base,
      ability,
      now,
    })
    return facts.activations[checklist.key]?.hasFirstValue === true
  }
}

/**
 * Counts who serves themselves: everybody, however many they are. A user of several accounts counts in the one that is
 * theirs today.
 */
export const countSelfServed = (
  input: Pick<AssessInput, 'live' | 'loaded' | 'standing' | 'history' | 'now'>,
): SelfServed => {
  const { live, standing, now } = input
  const { program, signals } = live
  const trialMs = (program.leads?.trialDays ?? TRIAL_DAYS) * DAY_MS
  const checklist = program.checklists[0]
  const isTried = ({ isHome, known }: Other): boolean => isHome && firstOf(known.rows) <= now - trialMs
  const isServed = (member: Other, hasFirstValue: boolean): boolean => {
    if (!hasFirstValue) return false
    const helped = helpedAt(member, input)
    if (helped === null) return true
    const { firstValueAt } = milestonesOf({ program, signals, account: member.known, now })
    return selfServes({ firstValueAt, helpedAt: helped })
  }
  const members = standing.members.filter(isTried)
  const others = standing.others.filter(isTried)
  const served = members.filter(one =>
    isServed(one, checklist !== undefined && one.facts.activations[checklist.key]?.hasFirstValue === true),
  ).length
  const hasFirstValue = firstValueOf(input)
  return {
    users: members.length + others.length,
    selfServed: served + others.filter(one => isServed(one, hasFirstValue(one))).length,
  }
}
