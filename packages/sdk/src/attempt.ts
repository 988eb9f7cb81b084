import { type FireballEvent, type PublicProgram, readPath } from '@fireball/core'
import type { Interpret } from './friction.ts'
import type { Struggle } from './struggle.ts'

/** Something that was begun and has not come out, well or badly. */
export interface Attempt {
  /** Of the event that began it. */
  readonly id: string
  readonly skill: string
  readonly at: number
}

/**
 * Five active minutes after a start without an outcome, within half an hour, are being stuck. Who gives no sign for half
 * a minute is not active. Ours: no source gives one.
 */
export const ATTEMPT = { activeMs: 300_000, gapMs: 30_000, windowMs: 1_800_000 } as const

/** What it takes to notice that nothing comes of what was begun. */
export interface AttemptPorts {
  readonly notes: { read(name: string): string | null; write(name: string, text: string): unknown }
  /** What was recorded of the user in front, oldest first. */
  events(): readonly FireballEvent[]
  program(): PublicProgram | undefined
  /** Calls at each event that is recorded; returns how to stop. */
  onEvent(act: () => void): () => void
  /** The person is stuck on something. */
  stuck(struggle: Struggle): void
  readonly interpret: Interpret
  now(): number
}

type Signal = PublicProgram['signals'][number]['definition']

/** Whether an event without an outcome says so by itself: a signal of starts, or an outcome that is neither. */
const saysStart = ({ outcome = { path: 'properties.outcome' } }: Signal, event: FireballEvent): boolean =>
  outcome === 'none' || (typeof outcome === 'object' && readPath(event, outcome.path) !== undefined)

/**
 * What the user is in the middle of: the last thing done that shows a skill, where it is a start. It began with the first
 * start of the same on the same context. An event that merely lacks an outcome is a start only where the skill's events
 * are known to tell outcomes: else a host that never does would have everybody stuck.
 */
export const attemptIn = (
  events: readonly FireballEvent[],
  { signals, skills }: PublicProgram,
  read: Interpret,
  now: number,
): Attempt | undefined => {
  const readings = (event: FireballEvent) => {
    const found = read(event, signals)
    return signals.flatMap(({ key, hash, definition }) => {
      const reading = found.find(one => one.signal === hash)
      const skill = skills.find(({ shownBy }) => shownBy.includes(key))?.key
      return reading && skill ? [{ ...reading, skill, definition }] : []
    })
  }
  const tells = (skill: string) =>
    events.some(event => readings(event).some(one => one.skill === skill && one.outcome !== 'none'))
  const canTell = (skill: string) =>
    signals.some(
      ({ key, definition }) =>
        definition.outcome !== 'none' && skills.some(one => one.key === skill && one.shownBy.includes(key)),
    )
  let attempt: (Attempt & { readonly context: unknown }) | undefined
  for (let i = events.length; i--; ) {
    const event = events[i] as FireballEvent
    if (now - event.at > ATTEMPT.windowMs) break
    const [reading] = readings(event)
    if (!reading) continue
    const { skill, context, outcome, definition } = reading
    const isStart = outcome === 'none' && canTell(skill) && (saysStart(definition, event) || tells(skill))
    if (!isStart || (attempt && (attempt.skill !== skill || attempt.context !== context))) break
    attempt = { id: event.id, skill, at: event.at, context }
  }
  return attempt && { id: attempt.id, skill: attempt.skill, at: attempt.at }
}
