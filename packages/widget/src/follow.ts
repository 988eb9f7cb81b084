/** Frames without a move after which a target is taken to rest. */
const QUIET_FRAMES = 3

/**
 * Calls `onMove` in each frame in which the target moves, however that came about: a transition, an image that arrives
 * above it. At rest it costs nothing: an intersection observer whose margins leave just the target's own box in view
 * wakes it. Returns how to stop.
 */
export const followMoves = (target: Element, onMove: () => void): (() => void) => {
  const view = target.ownerDocument.defaultView ?? window
  let guard: IntersectionObserver | undefined
  let frame = 0
  let last: DOMRect | undefined

  const hasMoved = () => {
    const before = last
    last = target.getBoundingClientRect()
    return before?.left !== last.left || before.top !== last.top
  }
  const rest = () => {
    guard?.disconnect()
    const { left, top, right, bottom } = target.getBoundingClientRect()
    const { clientWidth, clientHeight } = target.ownerDocument.documentElement
    const inset = [top, clientWidth - right, clientHeight - bottom, left]
    let atRest: number | undefined
    guard = new IntersectionObserver(
      ([entry]) => {
        // The first call tells how much of it is seen at rest: less than all at fractions of a pixel or off screen.
        atRest ??= entry?.intersectionRatio
        if (entry?.intersectionRatio !== atRest || hasMoved()) run(0)
      },
      {
        root: target.ownerDocument,
        rootMargin: inset.map(px => `${-Math.floor(px)}px`).join(' '),
        threshold: Array.from({ length: 101 }, (_, at) => at / 100),
      },
    )
    guard.observe(target)
  }
  const run = (quiet: number) => {
    guard?.disconnect()
    view.cancelAnimationFrame(frame)
    frame = view.requestAnimationFrame(() => {
      const isMoving = hasMoved()
      if (isMoving) onMove()
      if (isMoving || quiet < QUIET_FRAMES) run(isMoving ? 0 : quiet + 1)
      else rest()
    })
  }
  hasMoved()
  rest()
  return () => {
    view.cancelAnimationFrame(frame)
    guard?.disconnect()
  }
}
