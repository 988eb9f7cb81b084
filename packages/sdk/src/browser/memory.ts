import type { Notes, Store } from '../ports.ts'

/** Notes and store of a page that stores nothing: they end with it. */
export const createMemory = (): { readonly notes: Notes; readonly store: Store } => {
  const notes = new Map<string, string>()
  const kept = new Map<string, unknown>()
  return {
    notes: {
      read: name => notes.get(name) ?? null,
      write: (name, text) => !!notes.set(name, text),
      remove: name => void notes.delete(name),
      names: prefix => [...notes.keys()].filter(name => name.startsWith(prefix)),
    },
    store: {
      read: async () => new Map(kept),
      async update(_, change) {
        for (const [key, value] of change(kept))
          if (value === undefined) kept.delete(key)
          else kept.set(key, value)
      },
      async destroy() {
        kept.clear()
      },
    },
  }
}
