/**
 * One tab sends for all: the one that holds the lock; it is free at once when its tab dies. Where there are no locks
 * every tab sends what it knows of. Returns how to step back, which also leaves the queue: a page that holds or awaits a
 * lock is kept out of the back/forward cache.
 */
export const standFor =
  (name: string, locks: LockManager | undefined) =>
  (elected: (isElected: boolean) => void): (() => void) => {
    if (!locks) {
      elected(true)
      return () => elected(false)
    }
    const leave = new AbortController()
    let release = () => {}
    const held = () =>
      new Promise<void>(resolve => {
        release = resolve
        elected(true)
      })
    // Rejects when we leave before our turn, and where the browser allows no locks (a sandboxed frame).
    locks.request(name, { signal: leave.signal }, held).catch(() => {
      if (!leave.signal.aborted) elected(true)
    })
    return () => {
      elected(false)
      leave.abort()
      release()
    }
  }
