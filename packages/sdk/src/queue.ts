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
  /** Number on this device, from 1; 0 of what was never meant to be sent. */
  readonly seq: number
  /** Length as a message, in bytes. */
  readonly bytes: number
  /** Of a request for help: what the team did with it. */
  readonly help?: Pick<HelpRequest, 'state' | 'answer'>
}

/** Bounds of what waits and of what is remembered; `unread` is how much may lie here before a program came. */
export const QUEUE_LIMITS = { bytes: 4 * 1024 * 1024, settled: 500, lasting: 1000, unread: 5000 } as const

/** Entries by id; those that wait are in the order in which they happened. */
export interface Queue {
  all(): Iterable<Entry>
  get(id: string): Entry | undefined
  pending(): readonly Entry[]
  /** Adds or replaces. */
  put(entry: Entry): void
  delete(id: string): void
  /** What has to go for the rest to fit: of those that wait, those that are not about progress first, then the oldest. */
  overflow(isOfValue: (entry: Entry) => boolean): readonly Entry[]
}

/** Whether it may still be sent. */
export const isOpen = ({ state }: Pick<Entry, 'state'>): boolean => state === 'queued' || state === 'held'

const isQueued = ({ state }: Entry): boolean => state === 'queued'

/** A queue in memory; whoever owns it writes to disk what it is told. */
export const createQueue = (maxBytes: number = QUEUE_LIMITS.bytes): Queue => {
  const entries = new Map<string, Entry>()
  let bytes = 0
  const count = (entry: Entry | undefined, sign: number) => {
    if (entry?.state === 'queued') bytes += sign * entry.bytes
  }
  const pending = () => [...entries.values()].filter(isQueued).sort(bySeq)
  return {
    all: () => entries.values(),
    get: id => entries.get(id),
    pending,
    put(entry) {
      count(entries.get(entry.event.id), -1)
      count(entry, 1)
      entries.set(entry.event.id, entry)
    },
    delete(id) {
      count(entries.get(id), -1)
      entries.delete(id)
    },
    overflow(isOfValue) {
      const dropped: Entry[] = []
      let over = bytes - maxBytes
      if (over <= 0) return dropped
      // A little more than must be, so that a full queue is not sorted for every event.
      over += maxBytes >> 5
      const waiting = pending()
      for (const entry of [...waiting.filter(one => !isOfValue(one)), ...waiting.filter(isOfValue)]) {
        if (over <= 0) break
        over -= entry.bytes
        dropped.push(entry)
      }
      return dropped
    },
  }
}

const bySeq = (a: Entry, b: Entry): number => a.seq - b.seq || a.event.at - b.event.at

/** Prompt events and requests for help carry caps and states; they outlive other settled entries. */
const isLasting = ({ event: { name } }: Entry): boolean => /^(Prompt|Help) /.test(name)

/** Of a list that is too long the first, until a fifth of the room is free: folding away is not for every event. */
const surplus = (list: readonly Entry[], most: number): readonly Entry[] =>
  list.length > most ? list.slice(0, list.length - most * 0.8) : []

/** The settled entries that are to be folded away, oldest first, so that the log stays bounded. */
export const excess = (entries: Iterable<Entry>): readonly Entry[] => {
  const settled = [...entries].filter(entry => !isOpen(entry)).sort((a, b) => a.event.at - b.event.at)
  return [
    ...surplus(
      settled.filter(entry => !isLasting(entry)),
      QUEUE_LIMITS.settled,
    ),
    ...surplus(settled.filter(isLasting), QUEUE_LIMITS.lasting),
  ]
}
