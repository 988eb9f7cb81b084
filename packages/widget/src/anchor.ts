const isRendered = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0

const isOnScreen = (element: Element): boolean => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  const page = element.ownerDocument.documentElement
  return (
    width > 0 && height > 0 && bottom > 0 && right > 0 && top < page.clientHeight && left < page.clientWidth
  )
}

/** Matches in document order; none for a selector that the browser cannot read (it comes from the program). */
const matches = (page: Document, selector: string): readonly Element[] => {
  try {
    return [...page.querySelectorAll(selector)]
  } catch {
    return []
  }
}

/**
 * Follows the element that a nudge stands beside: the first rendered match of the first selector that has one on
 * screen. Calls `onLook` at once and then whenever something that can matter happened (a mutation, a change of size
 * or visibility, scrolling), at most once a frame; nothing runs while the page is quiet. A target once taken is kept
 * while it is rendered and still matches, also off screen, so the card does not jump about.
 */
export const watchAnchor = (
  page: Document,
  selectors: readonly string[],
  onLook: (target: HTMLElement | undefined) => void,
): (() => void) => {
  let taken: HTMLElement | undefined
  let frame = 0
  const watched = new WeakSet<Element>()

  const find = (): HTMLElement | undefined => {
    const visible = selectors.flatMap(selector => {
      const match = matches(page, selector).find(isRendered)
      // Only an HTML element can be the source of a popover; an icon's nearest one stands in for it.
      return match?.closest<HTMLElement>(':not(svg, svg *)') ?? []
    })
    for (const element of visible) {
      if (watched.has(element)) continue
      watched.add(element)
      size.observe(element)
      sight.observe(element)
    }
    return visible.find(element => element === taken) ?? visible.find(isOnScreen)
  }
  const look = () => {
    frame = 0
    taken = find()
    onLook(taken)
  }
  const soon = () => {
    frame ||= requestAnimationFrame(look)
  }
  const size = new ResizeObserver(soon)
  const sight = new IntersectionObserver(soon)
  const changes = new MutationObserver(soon)
  const passive = { capture: true, passive: true }
  changes.observe(page, { subtree: true, childList: true, attributes: true })
  page.addEventListener('scroll', soon, passive)
  page.defaultView?.addEventListener('resize', soon)
  look()

  return () => {
    cancelAnimationFrame(frame)
    for (const observer of [size, sight, changes]) observer.disconnect()
    page.removeEventListener('scroll', soon, passive)
    page.defaultView?.removeEventListener('resize', soon)
  }
}
