/**
 * Calls once what has just been drawn has been on screen, in a visible page: two frames later, and frames do not run in a
 * hidden page. Returns how to give up.
 */
export const whenPainted = (then: () => void): (() => void) => {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(then)
  })
  return () => cancelAnimationFrame(frame)
}
