/**
 * Locks under names that begin with `prefix`. One is ours when `then` is called, and free at once when its tab dies; it is
 * let go again if `then` answers false. Where there are no locks every page has all of them. `known` is called when a lock
 * that is free would be ours. Returns how to let go, which also leaves the queue: a page that holds or awaits a lock is
 * kept out of the back/forward cache.
 */
export const createLocks =
  (prefix: string, locks: LockManager | undefined) =>
  (name: string, then: () => unknown, known?: () => void): (() => void) => {
    const leave = new AbortController()
    let release: (() => void) | undefined
    const hold = () =>
      new Promise<void>(resolve => {
        release = resolve
        if (then() === false) resolve()
      })
    if (!locks) then()
    else {
      void (async () => {
        try {
          await locks.request(prefix + name, { signal: leave.signal }, hold)
        } catch {
          // We left before our turn; or the browser allows no locks, as in a sandboxed frame.
          if (!leave.signal.aborted && !release) then()
        }
      })()
      // Questions are answered in turn, this one after the request.
      if (known)
        void Promise.resolve()
          .then(() => locks.query())
          .then(known, known)
    }
    return () => {
      leave.abort()
      release?.()
    }
  }
