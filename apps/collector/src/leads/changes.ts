import { type LifeStage, type Milestones, type Transition, transitions } from '@fireball/core'
import type { MemberStanding } from '../standing.ts'
import type { AssessInput } from './assess-input.ts'
import type { LeadHistory, Written } from './history.ts'
import { lastCallOf } from './last-call.ts'
import { qualifiedAt } from './qualified-at.ts'
import { isUntrue, markOf } from './recheck.ts'

/** Points after which what calls for a qualification calls for a new one. */
const ENDS: readonly LifeStage[] = ['lost', 'churned', 'recycled']

/** When the account’s life last ended or began anew; 0 when it never did. */
const endedAt = ({ lives }: LeadHistory): number =>
  Math.max(
    0,
    ...lives.flatMap(one => (ENDS.includes(one.stage) && one.withdrawnAt === undefined ? one.at : [])),
  )

/** Records that are held against evidence which came late: what it proves wrong, and what it does not. */
export interface Rechecked {
  readonly untrue: readonly Written[]
  readonly checked: readonly { readonly of: Written; readonly mark: string }[]
}

/** Holds what was written against what is known by now of its moment, where something is known that was not. */
export const recheck = ({ live, loaded, standing, history }: AssessInput): Rechecked => {
  const { akey, known } = standing
  const changed = history.qualifications.flatMap(of => {
    if (of.isWithdrawn || of.seen === undefined) return []
    const mark = markOf({ loaded }, known.rows, of.at)
    return mark === of.checked ? [] : [{ of, mark }]
  })
  const untrue = changed.filter(({ of }) => isUntrue({ live, loaded, akey }, of)).map(({ of }) => of)
  return { untrue, checked: changed.filter(({ of }) => !untrue.includes(of)) }
}

const withdrawalOf = ({ kind, target, verdict, cycle }: Written): Transition => ({
  kind: 'withdrawn',
  of: { kind, target, only: { verdict, cycle } },
})

/** What is to be written of its qualifications. */
export const changesOf = (input: AssessInput, { untrue }: Rechecked): readonly Transition[] => {
  const { standing, history } = input
  const ended = endedAt(history)
  const stands = history.qualifications.filter(
    one =>
      !one.isWithdrawn &&
      !untrue.includes(one) &&
      // What was called for anew since the last round ended is a qualification of the new one.
      !(one.verdict === 'qualified' && one.at < ended && lastCallOf(input, one) > ended),
  )
  return [
    ...untrue.map(withdrawalOf),
    ...transitions(stands, standing.qualifications, (kind, target) =>
      standing.isStillTheirs(
        kind,
        target,
        stands.find(old => old.kind === kind && old.target === target && old.verdict === 'qualified')?.basis,
      ),
    ),
  ]
}

/** Qualifications that stand once the changes are written, each dated by the evidence where that can be told. */
export const pqlsOf = (
  { live, loaded, standing, history, now }: AssessInput,
  changes: readonly Transition[],
  milestones: Milestones,
): readonly { readonly at: number; readonly say: string }[] => {
  const memberOf = (user: string): MemberStanding | undefined =>
    standing.members.find(one => one.user === loaded.who.userOf(user))
  /** Whoever of the account had all that it takes first: who carries it may be another one, and came later. */
  const dated = (of: { kind: string; target: string }, user: string, fallback: number): number => {
    const carrier = memberOf(user)
    const able = standing.members.filter(
      one => one === carrier || of.kind === 'hand-raise' || one.facts.features[of.target]?.ready === true,
    )
    const instants = able.flatMap(one => qualifiedAt(live.program, of, one, milestones) ?? [])
    return Math.min(now, ...(instants.length === 0 ? [fallback] : instants))
  }
  const carrierOf = ({ kind, target }: { kind: string; target: string }): string | undefined =>
    standing.qualifications.find(
      one => one.verdict === 'qualified' && one.kind === kind && one.target === target,
    )?.user
  const isWithdrawn = ({ kind, target, verdict, cycle }: Written): boolean =>
    changes.some(
      one =>
        one.kind === 'withdrawn' &&
        one.of.kind === kind &&
        one.of.target === target &&
        (one.of.only === undefined || (one.of.only.verdict === verdict && one.of.only.cycle === cycle)),
    )
  const ended = endedAt(history)
  const qualified = history.qualifications.filter(one => one.verdict === 'qualified')
  // The evidence would date it by what called for the first: one of a later round is as old as its record.
  const isOfLaterRound = ({ kind, target }: { kind: string; target: string }, at: number): boolean =>
    at >= ended && qualified.some(one => one.kind === kind && one.target === target && one.at < ended)
  return [
    ...qualified
      .filter(one => !one.isWithdrawn && !isWithdrawn(one))
      // Who carries it now may be another one than when it was written: a link came late.
      .map(one => ({
        at: isOfLaterRound(one, one.at)
          ? one.at
          : dated(one, carrierOf(one) ?? one.basis?.user ?? '', one.at),
        say: one.say,
      })),
    ...changes.flatMap(one =>
      one.kind === 'qualified'
        ? {
            at: isOfLaterRound(one.qualification, now)
              ? now
              : dated(one.qualification, one.qualification.user, now),
            say: one.qualification.reasons.map(reason => reason.say).join(' '),
          }
        : [],
    ),
  ]
}
