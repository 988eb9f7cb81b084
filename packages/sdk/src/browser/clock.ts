/** The time of a page, epoch ms: it goes on where the clock of the device is put back. */
export const createClock = (now: () => number = Date.now): (() => number) => {
  let lift = 0
  let last = 0
  return () => {
    const read = now()
    lift = Math.max(lift, last - read)
    last = read + lift
    return last
  }
}

/** The time of a page by its device's clock, until the page gives one of its own: of a demo, or of a replay. */
export const createTime = (clock: () => number) => {
  let read: () => unknown = clock
  return {
    clock,
    now(): number {
      try {
        const at = read()
        if (Number.isFinite(at)) return at as number
      } catch {
        // The page's own fault must not keep anything from being recorded.
      }
      return clock()
    },
    follow(next: () => unknown) {
      read = next
    },
  }
}
