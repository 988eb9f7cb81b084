import type { Found, Notes, Store } from './ports.ts'
import { byId, type Entry } from './queue.ts'

/**
 * The most that the journals of all tabs take of the host's `localStorage`, in characters: for the moment that a burst
 * takes to reach the store, and to stay where there is no store.
 */
export const JOURNAL_LIMIT = { passing: 512_000, lasting: 64_000 } as const

/** Begins the keys of entries in the store. */
export const ENTRY = 'e'
/** Begins the names of journals: `j:<tab>:<number>`. */
export const JOURNAL = 'j:'
/** Under this key the store says since when it has been one and the same. */
const ERA = 'v'

/** A part of a transaction: what to put under which keys, given what is there; `done` is called when it is on disk. */
export interface Change {
  readonly keys: readonly string[]
  decide(found: Found): Iterable<readonly [key: string, value: unknown]>
  done?(): void
}

/**
 * Keeps entries: in memory, in the same task in the journal (a microtask after the call, or when the page goes), soon in
 * the store. What one loses another still has. An entry is in a journal until it is in the store.
 */
export interface Keeper {
  all(): Iterable<Entry>
  get(id: string): Entry | undefined
  /** Those that are in the store. */
  stored(): readonly Entry[]
  /** How many are not queued. */
  count(): number
  /** Those that are queued, in order. */
  waiting(): readonly Entry[]
  /** How many bytes wait. */
  bytes(): number
  /** Those of them that are in memory only, in order. */
  exposed(): readonly Entry[]
  /** An entry of this page, and the same as JSON. */
  record(entry: Entry, text?: string): void
  /** Other states of entries that are kept. */
  change(entries: readonly Entry[]): void
  /** They have left; `write` adds what takes their place, in the same transaction. */
  remove(ids: readonly string[]): void
  add(change: Change): void
  /** Writes the journal now. */
  jot(): void
  /** Writes what has changed; settles when it is on disk, or could not be. */
  commit(): Promise<void>
  /** Whether something could not be written that the next commit tries again. */
  isBehind(): boolean
  /** Reads what earlier pages and other tabs left; call again to catch up with them. */
  load(): Promise<Found>
  /** Another tab's journal has changed; says whether that brought entries, which are in the store by then. */
  notice(text: string | null, before: string | null): boolean
  /** Takes over the journal of a tab that is no more. */
  adopt(tab: string): void
  /** Back from the browser's cache: what another tab has adopted meanwhile is no longer this one's to write. */
  revive(): void
}

const parse = (text: unknown): unknown => {
  try {
    return JSON.parse(text as string)
  } catch {
    return // cut off, or written by someone else: nothing to keep
  }
}

const isEntry = (value: unknown): value is Entry => {
  const { event, state } = (value ?? {}) as Partial<Entry>
  return typeof event?.id === 'string' && !!state
}

const entriesIn = (journal: string | null): readonly Entry[] => {
  const list = parse(journal)
  return Array.isArray(list) ? list.filter(isEntry) : []
}

const keyOf = ({ event }: Entry) => ENTRY + event.id

/** `tab` names this page among all pages, dead ones too. */
export const createKeeper = (
  notes: Notes,
  store: Store,
  tab: string,
  /** Something is in memory only, perhaps not for long. */
  onExposed: () => void = () => {},
): Keeper => {
  const entries = new Map<string, Entry>()
  const queued = new Map<string, Entry>()
  /** This page's, as texts, until they are in the store; empty when they are to leave it again. */
  const fresh = new Map<string, string>()
  const exposed = new Set<string>()
  /** This page's: whose texts each holds, and how long it is. */
  const journals = new Map<string, readonly [ids: readonly string[], size: number]>()
  /** Gone from here: late news of them is old. */
  const gone = new Set<string>()
  let burst: string[] = []
  let changes: Change[] = []
  let bytes = 0
  let used = 0
  let count = 0
  let era: unknown
  let isStale = false
  let isBroken = false
  let writing: Promise<void> | undefined
  /** Grows with all that makes what is being read old. */
  let version = 0

  const forget = (id: string) => {
    bytes -= queued.get(id)?.bytes ?? 0
    queued.delete(id)
    entries.delete(id)
  }
  const know = (entry: Entry) => {
    const { id } = entry.event
    forget(id)
    entries.set(id, entry)
    if (entry.state === 'queued') {
      queued.set(id, entry)
      bytes += entry.bytes
    }
  }
  const isNew = ({ event: { id } }: Entry) => !entries.has(id) && !gone.has(id)

  const textOf = (ids: readonly string[]) => `[${ids.map(id => fresh.get(id)).filter(text => text)}]`

  const jot = () => {
    const kept: string[] = []
    let room = JOURNAL_LIMIT[isBroken ? 'lasting' : 'passing'] - used - 99
    for (const id of burst) {
      room -= (fresh.get(id)?.length ?? 0) + 1
      if (room > 0) kept.push(id)
      else exposed.add(id)
    }
    burst = []
    if (exposed.size > 0) onExposed()
    if (kept.length === 0) return
    const name = `${JOURNAL + tab}:${count++}`
    const text = textOf(kept)
    if (notes.write(name, text)) {
      journals.set(name, [kept, text.length])
      used += text.length
    } else {
      for (const id of kept) exposed.add(id)
      onExposed()
    }
  }

  const drop = (name: string) => {
    used -= journals.get(name)?.[1] ?? 0
    notes.remove(name)
    journals.delete(name)
  }

  /** Without a store the journal has to know what became of an entry; those that are settled give way to others. */
  const jotAgain = () => {
    for (const [name, [ids, size]] of journals) {
      const kept = ids.filter(id => fresh.get(id) && (queued.has(id) || used < JOURNAL_LIMIT.lasting / 2))
      const text = textOf(kept)
      // Other tabs take what leaves a journal for stored.
      notes.write(name, text)
      used += text.length - size
      journals.set(name, [kept, text.length])
      if (kept.length === 0) drop(name)
    }
    isStale = false
  }

  const write = async (): Promise<void> => {
    jot()
    while (fresh.size + changes.length > 0) {
      const texts = [...fresh]
      const todo = changes
      const written = [...journals]
      changes = []
      version++
      try {
        await store.update([ERA, ...todo.flatMap(({ keys }) => keys)], found => {
          const put = new Map<string, unknown>()
          const now = new Map(found)
          const set = (key: string, value: unknown) => {
            put.set(key, value)
            now.set(key, value)
          }
          // Wiped under us: what waits is written again.
          if (era && found.get(ERA) !== era)
            for (const entry of queued.values()) set(keyOf(entry), JSON.stringify(entry))
          era = found.get(ERA) ?? tab + version
          set(ERA, era)
          for (const [id, text] of texts) set(ENTRY + id, text || undefined)
          for (const one of todo) for (const [key, value] of one.decide(now)) set(key, value)
          return put
        })
        for (const [name] of written) drop(name)
        for (const [id, text] of texts) {
          exposed.delete(id)
          if (fresh.get(id) === text) fresh.delete(id)
        }
        isBroken = false
        for (const one of todo) one.done?.()
      } catch {
        isBroken = true
        // No store, or a full one: memory and journal still have it all, and the next commit tries again.
        changes = [...todo, ...changes]
        for (const [id] of texts) if (!fresh.get(id)) fresh.delete(id)
        if (isStale) jotAgain()
        return
      }
    }
  }

  for (const name of notes.names(JOURNAL)) used += notes.read(name)?.length ?? 0

  const keeper: Keeper = {
    all: () => entries.values(),
    get: id => entries.get(id),
    stored: () => [...entries.values()].filter(({ event }) => !fresh.has(event.id)),
    count: () => entries.size - queued.size,
    waiting: () => [...queued.values()].sort(byId),
    bytes: () => bytes,
    exposed: () => [...exposed].flatMap(id => queued.get(id) ?? []).sort(byId),
    record(entry, text = JSON.stringify(entry)) {
      const { id } = entry.event
      know(entry)
      fresh.set(id, text)
      // In a microtask: a burst in one task is one write, in that task.
      if (burst.push(id) < 2)
        void (async () => {
          await undefined
          jot()
        })()
    },
    change(list) {
      for (const entry of list) know(entry)
      const kept = list.filter(entry => {
        const { id } = entry.event
        const isFresh = fresh.has(id)
        if (isFresh) fresh.set(id, JSON.stringify(entry))
        isStale ||= isFresh
        return !isFresh
      })
      if (kept.length > 0)
        keeper.add({
          keys: kept.map(keyOf),
          // What another tab has folded away since stays away.
          decide: found =>
            kept.flatMap(entry => (found.get(keyOf(entry)) ? [[keyOf(entry), JSON.stringify(entry)]] : [])),
        })
    },
    remove(ids) {
      if (gone.size > 4999) gone.clear()
      for (const id of ids) {
        forget(id)
        gone.add(id)
        if (fresh.has(id)) {
          fresh.set(id, '')
          isStale = true
        }
      }
      keeper.add({ keys: [], decide: () => ids.map(id => [ENTRY + id, undefined]) })
    },
    add: change => void changes.push(change),
    jot,
    commit() {
      writing ??= (async () => {
        await write()
        writing = undefined
      })()
      return writing
    },
    isBehind: () => isBroken && fresh.size + changes.length > 0,
    async load() {
      let stored: Found
      let before: number
      // What was read while this page wrote, or heard of more, is old by now.
      do {
        while (writing) await writing
        before = version
        try {
          stored = await store.read()
        } catch {
          stored = new Map()
        }
      } while (before !== version)
      const changing = new Set(changes.flatMap(({ keys }) => keys))
      const isOurs = (key: string) => changing.has(key) || fresh.has(key.slice(1))
      for (const [key, text] of stored) {
        const entry = key[0] === ENTRY ? parse(text) : undefined
        if (isEntry(entry) && !isOurs(key) && !gone.has(entry.event.id)) know(entry)
      }
      const now = stored.get(ERA)
      // Gone by another tab's doing; a store that was wiped tells nothing.
      if (now && now === era)
        for (const entry of [...entries.values()])
          if (!stored.has(keyOf(entry)) && !isOurs(keyOf(entry))) forget(entry.event.id)
      era ??= now
      return stored
    },
    notice(text, before) {
      used += (text?.length ?? 0) - (before?.length ?? 0)
      const come = text === null ? entriesIn(before).filter(isNew) : []
      come.forEach(know)
      version += come.length
      return come.length > 0
    },
    adopt(from) {
      for (const name of notes.names(`${JOURNAL + from}:`)) {
        const text = notes.read(name)
        const come = entriesIn(text).filter(isNew)
        come.forEach(know)
        keeper.add({
          keys: come.map(keyOf),
          decide: found =>
            come.flatMap(entry => {
              const now = entries.get(entry.event.id)
              return now && !found.get(keyOf(entry)) ? [[keyOf(entry), JSON.stringify(now)]] : []
            }),
          done() {
            used -= text?.length ?? 0
            notes.remove(name)
          },
        })
      }
    },
    revive() {
      for (const [name, [ids]] of journals)
        if (notes.read(name) === null) {
          for (const id of ids) fresh.delete(id)
          drop(name)
        }
    },
  }
  return keeper
}
