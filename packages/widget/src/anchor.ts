import type { Part } from './part.ts'
import type * as reachPart from './reach.ts'

const isRendered = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0

const isOnScreen = (element: Element): boolean => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  const page = element.ownerDocument.documentElement
  return (
    width > 0 && height > 0 && bottom > 0 && right > 0 && top < page.clientHeight && left < page.clientWidth
  )
}

const LISTEN = { capture: true, passive: true }

/**
 * Follows the element that a nudge stands beside: of the first selector that has a rendered match on screen, the first
 * such match. Calls `onLook` at once and then whenever something that can matter happened (a mutation, a change of
 * size or visibility, scrolling), at most once a frame; nothing runs while the page is quiet. A target once taken is
 * kept while it is rendered and no earlier selector has one, also off screen, so the card does not jump about.
 * Selectors that step inside (` >>> `) wait for `reach`.
 */
export const watchAnchor = (
  page: Document,
  selectors: readonly string[],
  reach: Part<typeof reachPart>,
  onLook: (target: HTMLElement | undefined) => void,
): (() => void) => {
  let taken: HTMLElement | undefined
  let frame = 0
  let isOver = false
  const entered = new Set<Node>()
  const watched = new WeakSet<Element>()

  const enter = (root: Node) => {
    if (entered.has(root)) return
    entered.add(root)
    changes.observe(root, { subtree: true, childList: true, attributes: true })
    // What a frame or an image loads may bring the target, or move it.
    for (const kind of ['scroll', 'load']) root.addEventListener(kind, soon, LISTEN)
  }
  const matches = (selector: string): readonly Element[] => {
    try {
      if (!selector.includes('>>>')) return [...page.querySelectorAll(selector)]
      // Nothing else may happen on the page by the time it has come.
      if (!reach.now) void reach.load().then(come => come && !isOver && soon())
      return reach.now?.matchesInside(page, selector, enter) ?? []
    } catch {
      return [] // the browser cannot read the selector, which comes from the program
    }
  }
  const find = (): HTMLElement | undefined => {
    const visible = selectors.flatMap(selector => {
      const match = matches(selector).find(isRendered)
      // Only an HTML element can be the source of a popover; an icon's nearest one stands in for it.
      return match?.closest<HTMLElement>(':not(svg, svg *)') ?? []
    })
    for (const element of visible) {
      if (watched.has(element)) continue
      watched.add(element)
      size.observe(element)
      sight.observe(element)
    }
    return visible.find(element => element === taken || isOnScreen(element))
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
  enter(page)
  page.defaultView?.addEventListener('resize', soon)
  look()

  return () => {
    isOver = true
    cancelAnimationFrame(frame)
    for (const observer of [size, sight, changes]) observer.disconnect()
    for (const root of entered)
      for (const kind of ['scroll', 'load']) root.removeEventListener(kind, soon, LISTEN)
    page.defaultView?.removeEventListener('resize', soon)
  }
}
