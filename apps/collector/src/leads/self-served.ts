import { DAY_MS, milestonesOf, type Row, selfServes, TRIAL_DAYS } from '@fireball/core'
import type { MemberStanding } from '../standing.ts'
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
  { user, rowsOf }: MemberStanding,
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

/** Counts who serves themselves. A user of several accounts counts in the one that is theirs today. */
export const countSelfServed = (
  input: Pick<AssessInput, 'live' | 'loaded' | 'standing' | 'history' | 'now'>,
): SelfServed => {
  const { live, standing, now } = input
  const { program, signals } = live
  const trialMs = (program.leads?.trialDays ?? TRIAL_DAYS) * DAY_MS
  const checklist = program.checklists[0]
  const tried = standing.members.filter(one => one.isHome && firstOf(one.known.rows) <= now - trialMs)
  const served = tried.filter(member => {
    if (checklist === undefined || member.facts.activations[checklist.key]?.hasFirstValue !== true)
      return false
    const helped = helpedAt(member, input)
    if (helped === null) return true
    const { firstValueAt } = milestonesOf({ program, signals, account: member.known, now })
    return selfServes({ firstValueAt, helpedAt: helped })
  })
  return { users: tried.length, selfServed: served.length }
}
