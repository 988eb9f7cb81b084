/**
 * Calls back once the frame after the next has begun in a visible page: only then has what was just drawn been on
 * screen. Frames do not run in a hidden page, so it waits there at no cost. Returns how to give up.
 */
export const whenPainted = (page: Document, then: () => void): (() => void) => {
  let frame = 0
  const wait = (next: () => void) => {
    frame = requestAnimationFrame(next)
  }
  const start = () => wait(() => wait(() => (page.visibilityState === 'visible' ? then() : start())))
  start()
  return () => cancelAnimationFrame(frame)
}
