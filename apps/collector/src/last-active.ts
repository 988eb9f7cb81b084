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
export const lastOf = (rows: readonly Row[]): number | null =>
  rows.reduce<number | null>((last, row) => Math.max(last ?? row.last, row.last), null)

/** When one of theirs last did something; null when nobody ever did. */
export const lastActiveOf = (rows: readonly Row[], ours: ReadonlySet<string>): number | null =>
  lastOf(rows.filter(row => !ours.has(row.signal)))
