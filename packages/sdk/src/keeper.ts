import type { Pile } from './progress.ts'
import { createQueue, type Entry, isOpen, type Queue } from './queue.ts'

/** Small, synchronous, and it survives a page that closes in the same task; other tabs see what is put. */
export interface Journal {
  /** What lies there, by entry id. */
  all(): Readonly<Record<string, string>>
  /** Whether there was room. */
  put(id: string, text: string): boolean
  delete(ids: readonly string[]): void
}

/** Roomy, asynchronous, and it survives a browser that is killed. One write is one transaction. */
export interface Store {
  read(): Promise<Readonly<Record<string, unknown>>>
  write(put: Readonly<Record<string, unknown>>, remove?: readonly string[]): Promise<void>
  /** Deletes everything, the database too. */
  destroy(): Promise<void>
}

/** Keeps entries and piles: in memory, at once in the journal, soon in the store. What one loses another still has. */
export interface Keeper extends Queue {
  /** Reads what earlier pages and other tabs left; call again to catch up with them. */
  load(): Promise<Readonly<Record<string, unknown>>>
  /** An entry of this page: journalled before this returns. */
  record(entry: Entry): void
  /** The highest number among the entries that are known, those of the journal included. */
  lastSeq(): number
  /** An entry that another tab has journalled, and has yet to write. */
  notice(text: string): Entry | undefined
  /** What may be folded away: not what another tab would write again afterwards. */
  foldable(): readonly Entry[]
  /** Whether an entry is in memory only. */
  isExposed(id: string): boolean
  pile(owner: string): Pile | undefined
  /** Changes entries and piles, and removes entries, all in one transaction. */
  change(entries: readonly Entry[], piles?: Readonly<Record<string, Pile>>, gone?: readonly Entry[]): void
  /** Writes what has changed; settles when it is on disk, or could not be. */
  commit(): Promise<void>
}

const ENTRY = 'e'
const PILE = 'p'

const toEntry = (value: unknown): Entry | undefined => {
  const { event, owner, state } = (value ?? {}) as Partial<Entry>
  return typeof event?.id === 'string' && typeof owner === 'string' && state ? (value as Entry) : undefined
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return // cut off, or written by someone else: nothing to keep
  }
}

export const createKeeper = ({
  journal,
  store,
  maxBytes,
}: {
  readonly journal: Journal
  readonly store: Store
  readonly maxBytes?: number
}): Keeper => {
  const queue = createQueue(maxBytes)
  const piles: Record<string, Pile> = {}
  let put: Record<string, unknown> = {}
  let removed: string[] = []
  const exposed = new Set<string>()
  const foreign = new Set<string>()
  let writing: Promise<void> | undefined
  let writes = 0

  let lastSeq = 0
  const know = (entry: Entry) => {
    lastSeq = Math.max(lastSeq, entry.seq)
    queue.put(entry)
  }

  const mark = (entry: Entry) => {
    know(entry)
    put[ENTRY + entry.event.id] = entry
  }

  /** Without a store the journal has to know what became of an entry; one that is settled gives way to others. */
  const journalAgain = (unwritten: Readonly<Record<string, unknown>>) => {
    for (const key in unwritten) {
      const entry = key[0] === ENTRY ? queue.get(key.slice(1)) : undefined
      if (entry && !journal.put(entry.event.id, JSON.stringify(entry)) && entry.state !== 'queued')
        journal.delete([entry.event.id])
    }
  }

  const write = async (): Promise<void> => {
    while (Object.keys(put).length + removed.length > 0) {
      const [nextPut, nextRemoved] = [put, removed]
      writes++
      put = {}
      removed = []
      try {
        await store.write(nextPut, nextRemoved)
        const ids = [...Object.keys(nextPut), ...nextRemoved].map(key => key.slice(1))
        journal.delete(ids)
        for (const id of ids) exposed.delete(id)
      } catch {
        // No store, or a full one: memory and journal still have it all, and the next commit tries again.
        put = { ...nextPut, ...put }
        removed = [...nextRemoved, ...removed]
        journalAgain(nextPut)
        return
      }
    }
  }

  // At once, because the first event may be recorded before the store has been read.
  for (const text of Object.values(journal.all())) lastSeq = Math.max(lastSeq, toEntry(parse(text))?.seq ?? 0)

  return {
    ...queue,
    lastSeq: () => lastSeq,
    async load() {
      let stored: Readonly<Record<string, unknown>>
      let before: number
      // What was read while this page wrote is old by now; a write may have begun while another was waited for.
      do {
        while (writing) await writing
        before = writes
        stored = await store.read().catch(() => ({}))
      } while (before !== writes)
      for (const [key, value] of Object.entries(stored)) {
        const entry = key[0] === ENTRY ? toEntry(value) : undefined
        const present = entry && queue.get(entry.event.id)
        // What this page has not written yet is newer than what it reads, unless another tab has sent it meanwhile.
        if (entry && present && isOpen(present) && !isOpen(entry)) delete put[key]
        foreign.delete(key.slice(1))
        if (key in put) continue
        if (key[0] === PILE) piles[key.slice(1)] = value as Pile
        if (entry) know(entry)
      }
      // Folded away by another tab since; a store that is empty was wiped, and tells nothing.
      const known = { ...stored, ...put }
      if (Object.keys(stored).length > 0)
        for (const { state, event } of [...queue.all()])
          if (!isOpen({ state }) && !(ENTRY + event.id in known)) queue.delete(event.id)
      for (const [id, text] of Object.entries(journal.all())) {
        const entry = toEntry(parse(text))
        const present = queue.get(id)
        // The store may have missed what became of it since.
        if (entry && (!present || (isOpen(present) && !isOpen(entry)))) mark(entry)
        else if (ENTRY + id in stored || !present) journal.delete([id])
      }
      return stored
    },
    record(entry) {
      mark(entry)
      if (!journal.put(entry.event.id, JSON.stringify(entry))) exposed.add(entry.event.id)
    },
    notice(text) {
      const entry = toEntry(parse(text))
      if (!entry || queue.get(entry.event.id)) return
      know(entry)
      foreign.add(entry.event.id)
      return entry
    },
    foldable: () => [...queue.all()].filter(({ event }) => !foreign.has(event.id)),
    isExposed: id => exposed.has(id),
    pile: owner => piles[owner],
    change(entries, changed = {}, gone = []) {
      entries.forEach(mark)
      for (const owner in changed) {
        const pile = changed[owner]
        if (pile) put[PILE + owner] = piles[owner] = pile
      }
      for (const { event } of gone) {
        const { id } = event
        queue.delete(id)
        delete put[ENTRY + id]
        removed.push(ENTRY + id)
      }
    },
    commit() {
      writing ??= write().finally(() => {
        writing = undefined
      })
      return writing
    },
  }
}
