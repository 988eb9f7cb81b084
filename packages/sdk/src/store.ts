/** What a nanostore can do that a page needs; the script brings its own, because nanostores adds a global. */
export interface PlainStore<Value> {
  readonly value: Value
  get(): Value
  set(value: Value): void
  /** Calls at each change. */
  listen(listener: (value: Value) => void): () => void
  /** Calls at once, then at each change. */
  subscribe(listener: (value: Value) => void): () => void
}

export const createPlainStore = <Value>(initial: Value): PlainStore<Value> => {
  const listeners = new Set<(value: Value) => void>()
  let value = initial
  const store: PlainStore<Value> = {
    get value() {
      return value
    },
    get: () => value,
    set(next) {
      value = next
      for (const listener of [...listeners])
        try {
          listener(value)
        } catch (error) {
          // The page's own fault is reported as any other of its faults, and the other listeners are still called.
          setTimeout(() => {
            throw error
          })
        }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    subscribe(listener) {
      listener(value)
      return store.listen(listener)
    },
  }
  return store
}
