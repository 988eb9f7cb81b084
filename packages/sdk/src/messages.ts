import type { decide, FireballEvent } from '@fireball/core'
import {
  type DecideInput,
  type Decision,
  decideAll,
  isBeside,
  type MessageSeen,
  PROMPT_CLICKED,
  PROMPT_DISMISSED,
  PROMPT_SHOWN,
  type PublicProgram,
  timeEndsAt,
} from '@fireball/core'
import type { assistedBy } from './assist.ts'
import type { Entry } from './queue.ts'
import { nextChangeAt, openIn } from './seen.ts'

/** What the guide hands over. */
export interface MessagesPorts {
  readonly tracking: {
    plug(part: { assistedBy(event: FireballEvent): string | undefined; end(): void }): void
    changed(): void
  }
  readonly ports: { now(): number; wait(ms: number, then: () => void): () => void }
  /** Has all that is kept of the user in front. */
  readonly insight: { entries(): readonly Entry[] }
  readonly decide: typeof decide
  readonly assistedBy: typeof assistedBy
}

/** What only the page knows of whether, and where, a message may stand. */
export interface MessagePlace {
  has(selectors: readonly string[]): boolean
  /** Names of the slots on the page. */
  slots(): readonly string[]
  isTyping(): boolean
  /** Minutes by which the person's clock is ahead of UTC. */
  zone(): number
  /** Calls when typing has ended; returns how to stop. */
  listen(then: () => void): () => void
  /** Calls once something that is looked for may have come; returns how to stop. */
  await(isThere: () => boolean, then: () => void): () => void
}

const KINDS: Readonly<Record<string, MessageSeen['kind']>> = {
  [PROMPT_SHOWN]: 'shown',
  [PROMPT_CLICKED]: 'clicked',
  [PROMPT_DISMISSED]: 'dismissed',
}

/** What happened to anything shown, and by what, read from the events that say so. */
export const historyIn = (entries: readonly Entry[]): readonly MessageSeen[] =>
  entries.flatMap(({ event: { name, at, properties } }) => {
    const { prompt, target, stopped } = properties
    const kind = stopped === true ? 'stopped' : KINDS[name]
    return kind && typeof prompt === 'string'
      ? [{ key: prompt, kind, at, ...(typeof target === 'string' && { target }) }]
      : []
  })

/** Decides on messages, too, where a program has some: what stands in the place of `decide` then. */
export const createMessagesIn = (
  { tracking, ports, insight, decide, assistedBy }: MessagesPorts,
  place: MessagePlace,
) => {
  let current: PublicProgram | undefined
  let stopAlarm = () => {}
  let stopAwaiting = () => {}
  const stopListening = place.listen(tracking.changed)

  const alarm = (
    input: DecideInput,
    history: readonly MessageSeen[],
    { show, held }: Decision,
    zone: number,
  ) => {
    const { messages = [] } = input.program
    const instants = held.flatMap(({ until }) => until ?? [])
    if (show?.kind === 'message') instants.push(timeEndsAt(show.item, input.now, zone))
    const next = nextChangeAt({ nudges: [], prompts: messages }, history, [], input.now, instants)
    stopAlarm()
    if (next !== undefined) stopAlarm = ports.wait(Math.min(next - input.now, 2 ** 31 - 1), tracking.changed)
  }

  tracking.plug({
    // What is done with the help of a tour proves nothing.
    assistedBy(event) {
      const nudges = (current?.messages ?? []).flatMap(({ serves, ...one }) =>
        serves ? [{ ...one, serves, text: { title: '' } }] : [],
      )
      if (!current || nudges.length === 0) return
      const history = historyIn(insight.entries())
      const now = ports.now()
      return assistedBy(event, { ...current, nudges }, { seen: history, open: openIn(history, now), now })
    },
    end() {
      stopAlarm()
      stopAwaiting()
      stopListening()
    },
  })

  return (input: DecideInput): Decision => {
    current = input.program
    const messages = (input.program.messages ?? []).filter(isBeside)
    const history = historyIn(insight.entries())
    const zone = place.zone()
    const decision = decideAll(
      {
        ...input,
        history,
        anchored: [
          ...(input.anchored ?? []),
          ...messages.flatMap(({ key, anchor }) => (anchor && place.has(anchor) ? key : [])),
        ],
        slots: messages.some(({ slot }) => slot) ? place.slots() : [],
        isTyping: place.isTyping(),
        zone,
      },
      decide,
    )
    alarm(input, history, decision, zone)
    const missing = decision.held.flatMap(({ key, code }) =>
      code === 'no-place' ? messages.filter(one => one.key === key) : [],
    )
    const isThere = () =>
      missing.some(({ anchor, slot }) =>
        anchor ? place.has(anchor) : slot !== undefined && place.slots().includes(slot),
      )
    stopAwaiting()
    stopAwaiting = missing.length > 0 ? place.await(isThere, tracking.changed) : () => {}
    return decision
  }
}
