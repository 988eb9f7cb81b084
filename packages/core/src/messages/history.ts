import type { Seen } from '../decide.ts'

/** What happened to a message on this user's devices, and by what. */
export interface MessageSeen extends Seen {
  /**
   * Clicked: `action`, `answer`, `done` (of a tour) finish it; `to:<step>` moves a tour; anything else is just a click.
   * Dismissed: `later` snoozes, `escape`, `close` and the rest put it away.
   */
  readonly target?: string | undefined
}

/** How long a message rests that was put off by “Not now”. */
export const SNOOZE_HOURS = 24

/** For how long what was begun is gone on with first, wherever the person comes from. */
const UNDER_WAY_MS = 1_800_000

/** What is reported when a tour goes to a step begins so; by itself it says that the person began the tour by hand. */
export const MOVE = 'to:'

/** The history since the person last began it by hand, which makes a new thing of it; else all. */
export const sinceBegun = (own: readonly MessageSeen[]): readonly MessageSeen[] => {
  const at = Math.max(0, ...own.map(one => (one.target === MOVE ? one.at : 0)))
  return own.filter(one => one.at >= at)
}

/** Whether the person is in the middle of it: shown or moved a short while ago, and not put away since. */
export const isUnderWay = (own: readonly MessageSeen[], now: number): boolean => {
  const last = [...own].sort((a, b) => a.at - b.at).at(-1)
  return (
    last !== undefined &&
    now - last.at < UNDER_WAY_MS &&
    (last.kind === 'shown' || last.target?.startsWith(MOVE) === true)
  )
}

const FINISHING: readonly (string | undefined)[] = ['action', 'answer', 'done']

/** Whether the person has had out of it what it was for; a hotspot is had once it was opened. */
export const isFinished = (own: readonly MessageSeen[]): boolean =>
  own.some(one => one.kind === 'clicked' && FINISHING.includes(one.target))

/** Until when it is put off; 0 when it is not. */
export const snoozedUntil = (own: readonly MessageSeen[]): number =>
  Math.max(
    0,
    ...own.flatMap(one =>
      one.kind === 'dismissed' && one.target === 'later' ? [one.at + SNOOZE_HOURS * 3_600_000] : [],
    ),
  )
