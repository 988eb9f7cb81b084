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
