import type { Found, Notes, Store } from '../ports.ts'
import { isActive } from './active.ts'

/** Notes in `localStorage`, all under names of their own. `page` is the window, which may deny them on the very look. */
export const createNotes = (prefix: string, page: Window): Notes => {
  const attempt = <T>(act: (storage: Storage) => T, otherwise: T): T => {
    try {
      return act(page.localStorage)
    } catch {
      return otherwise // full, denied or taken away since: the caller has its way to go on
    }
  }
  return {
    read: name => attempt(storage => storage.getItem(prefix + name), null),
    write: (name, text) =>
      attempt(storage => {
        if (isActive()) storage.setItem(prefix + name, text)
        return isActive()
      }, false),
    remove: name => attempt(storage => storage.removeItem(prefix + name), undefined),
    names: start =>
      attempt(
        storage =>
          Object.keys(storage).flatMap(key =>
            key.startsWith(prefix + start) ? [key.slice(prefix.length)] : [],
          ),
        [],
      ),
  }
}

const STORE = 'kept'

/** The store in an IndexedDB database of our own; every call rejects where the browser has or allows none. */
export const createDatabase = (name: string): Store => {
  let opening: Promise<IDBDatabase> | undefined
  const running: Partial<Record<IDBTransactionMode, IDBTransaction>> = {}
  // WebKit puts a page into its cache with what it has begun; as long as it lies there all others wait for that.
  if (/^Apple/.test(navigator.vendor))
    addEventListener('pagehide', () => {
      for (const transaction of Object.values(running))
        try {
          transaction.abort()
        } catch {
          // It has ended, or is about to.
        }
    })
  const open = () => {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onerror = reject
      request.onsuccess = () => {
        const database = request.result
        // Deleted by another tab, or by the browser: the next call opens it anew.
        database.onversionchange = () => {
          database.close()
          opening = undefined
        }
        database.onclose = () => {
          opening = undefined
        }
        resolve(database)
      }
    })
    return opening
  }
  const transact = async (
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore, found: Map<string, unknown>) => void,
  ): Promise<Found> => {
    try {
      if (!isActive()) throw new Error('unseen')
      const database = await open()
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode)
        const found = new Map<string, unknown>()
        running[mode] = transaction
        transaction.oncomplete = () => resolve(found)
        transaction.onabort = reject
        act(transaction.objectStore(STORE), found)
      })
    } catch (error) {
      opening = undefined
      throw error
    }
  }
  return {
    read: () =>
      transact('readonly', (store, found) => {
        store.openCursor().onsuccess = ({ target }) => {
          const { result } = target as IDBRequest<IDBCursorWithValue | null>
          if (!result) return
          found.set(`${result.key}`, result.value)
          result.continue()
        }
      }),
    async update(keys, change) {
      await transact('readwrite', (store, found) => {
        let left = keys.length
        for (const key of keys) {
          const request = store.get(key)
          request.onsuccess = () => {
            if (request.result !== undefined) found.set(key, request.result)
            if (--left > 0) return
            try {
              for (const [name, value] of change(found))
                if (value === undefined) store.delete(name)
                else store.put(value, name)
            } catch {
              // Something in it cannot be stored: nothing of it is, and no error is the page's.
              store.transaction.abort()
            }
          }
        }
      })
    },
    async destroy() {
      await transact('readwrite', store => store.clear())
      // Our own connection closes too, as it is told.
      indexedDB.deleteDatabase(name)
    },
  }
}
