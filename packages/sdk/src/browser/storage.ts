import { createStore, promisifyRequest } from 'idb-keyval'
import type { Journal, Store } from '../keeper.ts'
import type { Notes } from '../ports.ts'

/** The most that the journal takes of the host's `localStorage`, in characters. */
export const JOURNAL_LIMIT = 64_000

interface SmallStorage {
  readonly journal: Journal
  readonly notes: Notes
}

/** `localStorage`; nothing when the browser denies it, which may throw on the very look. */
const localOf = (page: Window): Storage | undefined => {
  try {
    return page.localStorage
  } catch {
    return
  }
}

/** Names in `localStorage`: what another tab writes under them is told apart by the letter. */
export const namesOf = (database: string) => ({ journal: `${database}:j:`, note: `${database}:n:` })

/**
 * Journal and notes in `localStorage`, all under names of their own; notes fall back to memory, the journal to none.
 * `page` is the window.
 */
export const createSmallStorage = (database: string, page: Window): SmallStorage => {
  const local = localOf(page)
  const names = namesOf(database)
  const memory = new Map<string, string>()
  let used = 0

  const attempt = <T>(act: (storage: Storage) => T): T | undefined => {
    try {
      return local && act(local)
    } catch {
      // Full, denied or taken away since: the caller has its way to go on.
      return
    }
  }
  const keys = (prefix: string): readonly string[] =>
    attempt(storage => Object.keys(storage).filter(key => key.startsWith(prefix))) ?? []
  const remove = (key: string) => attempt(storage => storage.removeItem(key))

  const own = new Map<string, number>()
  return {
    journal: {
      all: () =>
        Object.fromEntries(
          keys(names.journal).map(key => [
            key.slice(names.journal.length),
            attempt(storage => storage.getItem(key)) ?? '',
          ]),
        ),
      put(id, text) {
        // Other tabs' share is looked up once per burst: reading all names costs more than writing one.
        if (own.size === 0)
          used = keys(names.journal).reduce(
            (sum, key) => sum + key.length + (attempt(storage => storage.getItem(key)) ?? '').length,
            0,
          )
        const key = names.journal + id
        const length = key.length + text.length - (own.get(id) ?? 0)
        if (used + length > JOURNAL_LIMIT) return false
        const isKept = attempt(storage => {
          storage.setItem(key, text)
          return true
        })
        if (!isKept) return false
        used += length
        own.set(id, (own.get(id) ?? 0) + length)
        return true
      },
      delete(ids) {
        for (const id of ids) {
          used -= own.get(id) ?? 0
          own.delete(id)
          remove(names.journal + id)
        }
      },
    },
    notes: {
      read: name => attempt(storage => storage.getItem(names.note + name)) ?? memory.get(name) ?? null,
      write(name, text) {
        const isKept = attempt(storage => {
          storage.setItem(names.note + name, text)
          return true
        })
        if (!isKept) memory.set(name, text)
      },
      clear() {
        for (const key of [...keys(names.journal), ...keys(names.note)]) remove(key)
        memory.clear()
      },
    },
  }
}

/** The store in an IndexedDB database of our own; every call rejects where the browser has or allows none. */
export const createDatabase = (database: string): Store => {
  const use = createStore(database, 'kept')
  return {
    read: async () =>
      use('readonly', async store => {
        const [keys, values] = await Promise.all([
          promisifyRequest(store.getAllKeys()),
          promisifyRequest(store.getAll()),
        ])
        return Object.fromEntries(keys.map((key, index) => [`${key}`, values[index]]))
      }),
    write: async (put, removed = []) =>
      use('readwrite', store => {
        for (const key in put) store.put(put[key], key)
        for (const key of removed) store.delete(key)
        return promisifyRequest(store.transaction)
      }),
    destroy: async () => {
      await use('readwrite', store => {
        store.clear()
        return promisifyRequest(store.transaction).then(() => store.transaction.db.close())
      })
      indexedDB.deleteDatabase(database)
    },
  }
}
