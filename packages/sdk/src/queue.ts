import type { FireballEvent, HelpRequest } from '@fireball/core'

/**
 * One event as the browser keeps it. `held`: not yet decided; `queued`: to be sent until acknowledged; `acked`: the
 * collector has it; `local`: never to be sent (recorded below the sending level, refused, or dropped).
 */
export interface Entry {
  readonly event: FireballEvent
  readonly state: 'held' | 'queued' | 'acked' | 'local'
  /** Whose evidence it is: the subject at the time, or the user that an anonymous subject turned out to be. */
  readonly owner: string
  /** Number on this page, from 1; 0 of what was never meant to be sent. */
  readonly seq: number
  /** Length in bytes; of its message not less. */
  readonly bytes: number
  /** A snapshot that is kept holds it already. */
  readonly covered?: boolean
  /** Of a request for help: what the team did with it. */
  readonly help?: Partial<Pick<HelpRequest, 'state' | 'answer' | 'isRead'>>
}

/** How many bytes may wait. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024

/** Whether it may still be sent. */
export const isOpen = ({ state }: Pick<Entry, 'state'>): boolean => state === 'queued' || state === 'held'

/** In the order in which they were recorded. */
export const byId = (a: Entry, b: Entry): number => (a.event.id < b.event.id ? -1 : 1)

/**
 * What has to go for the rest to fit: of what is not about progress first, and there the oldest of the name that takes most
 * room, so that a flood of one displaces nothing else. A little more than must be, so that a full queue is not sorted for
 * every event.
 */
export const surplusOf = (
  waiting: readonly Entry[],
  over: number,
  isOfValue: (entry: Entry) => boolean,
): readonly Entry[] => {
  let left = over + (MAX_WAITING_BYTES >> 5)
  const sizes = new Map<string, number>()
  const sizeOf = ({ event: { name } }: Entry) => sizes.get(name) ?? 0
  for (const one of waiting) sizes.set(one.event.name, sizeOf(one) + one.bytes)
  const inOrder = (entries: readonly Entry[]) => [...entries].sort((a, b) => sizeOf(b) - sizeOf(a))
  return [...inOrder(waiting.filter(one => !isOfValue(one))), ...inOrder(waiting.filter(isOfValue))].filter(
    ({ bytes }) => {
      const isGone = left > 0
      left -= bytes
      return isGone
    },
  )
}
