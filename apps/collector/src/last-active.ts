import { RESERVED, type Row } from '@fireball/core'
import type { LiveProgram } from './program-store.ts'

/** Events of the team and its servers: that they happened says nothing of whether anybody was there. */
const OURS: readonly string[] = [
  RESERVED.messageSent,
  RESERVED.promptShown,
  RESERVED.trialStarted,
  RESERVED.trialEnded,
  RESERVED.subscriptionStarted,
  RESERVED.subscriptionCancelled,
]

/** Signals that read such events. */
export const hashesOfOurs = (signals: LiveProgram['signals']): ReadonlySet<string> =>
  new Set(
    signals.flatMap(({ hash, definition: { on } }) =>
      'event' in on && OURS.includes(on.event) ? [hash] : [],
    ),
  )

/** The time of the last reading; null without any. */
export const lastOf = (rows: readonly Row[]): number | null => lastActiveOf(rows, NONE)

const NONE: ReadonlySet<string> = new Set()

/** When one of theirs last did something; null when nobody ever did. */
export const lastActiveOf = (rows: readonly Row[], ours: ReadonlySet<string>): number | null => {
  let last = Number.NEGATIVE_INFINITY
  for (const row of rows) if (row.last > last && !ours.has(row.signal)) last = row.last
  return last === Number.NEGATIVE_INFINITY ? null : last
}
