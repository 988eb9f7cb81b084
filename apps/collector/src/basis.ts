import { hash53, type Program, type Row, type Subject } from '@fireball/core'
import type { LiveProgram } from './program-store.ts'

/** The evidence that carried a qualification when it was written: whose it was, and how much of it there was. */
export interface Basis {
  readonly user: Subject
  /** Unassisted successes by hash of each signal that shows a skill the feature needs. */
  readonly successes: Readonly<Record<string, number>>
  /** How often the user had run into it in this account. */
  readonly calls: number
}

/** What of a user's evidence a basis is made of: all of theirs, and what of it happened in the account. */
export interface BasisRows {
  readonly everywhere: readonly Row[]
  readonly here: readonly Row[]
}

const CALLS: Readonly<Record<string, string>> = {
  upgrade: '$locked',
  usage: '$at-limit',
  'hand-raise': '$asked-help',
}

/** Keys of the signals that show what a feature needs, what its skills require among them. */
const shownBy = ({ features, skills }: Program, target: string): ReadonlySet<string> => {
  const seen = new Set<string>()
  const signals = new Set<string>()
  const visit = (key: string): void => {
    const skill = skills.find(one => one.key === key)
    if (skill === undefined || seen.has(key)) return
    seen.add(key)
    skill.requires?.forEach(visit)
    for (const signal of skill.shownBy) signals.add(signal)
  }
  features.find(one => one.key === target)?.skills?.forEach(visit)
  return signals
}

const timesOf = ({ success, successAssisted, failure, failureAssisted, none, noneAssisted }: Row): number =>
  success + successAssisted + failure + failureAssisted + none + noneAssisted

/** What a qualification of this kind and target stands on now. */
export const basisOf = (
  { program, signals }: LiveProgram,
  { kind, target }: { readonly kind: string; readonly target: string },
  user: Subject,
  { everywhere, here }: BasisRows,
): Basis => {
  const keys = shownBy(program, target)
  const successes: Record<string, number> = {}
  for (const { key, hash } of signals)
    if (keys.has(key))
      successes[hash] = everywhere.reduce((sum, row) => sum + (row.signal === hash ? row.success : 0), 0)
  const call = signals.find(one => one.key === CALLS[kind])?.hash
  const context = hash53(target)
  const calls = here.reduce(
    (sum, row) => sum + (row.signal === call && row.context === context ? timesOf(row) : 0),
    0,
  )
  return { user, successes, calls }
}

/**
 * Whether all that a qualification stood on is there still. Sums only grow, unless a link gives them to someone else;
 * a signal that is read otherwise since, or is being counted anew, says nothing.
 */
export const hasKept = (before: Basis, now: Basis, { filling }: LiveProgram): boolean =>
  now.calls >= before.calls &&
  Object.entries(before.successes).every(
    ([hash, n]) => filling.some(one => one.signal === hash) || (now.successes[hash] ?? n) >= n,
  )
