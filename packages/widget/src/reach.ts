import type { Box } from './arrow.ts'
import { besideTarget, setPlace } from './beside.ts'
import { followMoves } from './follow.ts'

export { matchesInside } from './inside.ts'

/** It brings no style sheet. */
export const styles = ''

/** Finds the place of one surface where the browser alone does not. */
export interface Reach {
  /**
   * Has the box's host be where the box can be seen and used: in the modal or popover that its target stands in. False
   * while it must not show, since a modal is open that it has nothing to do with; `again` is called when that changed.
   */
  settle(name: string, beside: HTMLElement | undefined): boolean
  /** Puts the box beside its target and follows it; returns where the target is, in the page's viewport. */
  put(beside: HTMLElement): Box
  /** Keeps the box where it was although its target is gone, until it is shown anew. */
  pin(at: Pick<Box, 'left' | 'top'>): void
  dispose(): void
}

const MODAL = 'dialog:modal'
const TOP = `:is(${MODAL}, [popover]:popover-open)`

const parentOf = (node: Node): Node | null =>
  (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null

/** The nearest of `node` and its ancestors, across shadow roots and slots, that matches. */
const nearest = (node: Node | null, selector: string): Element | undefined => {
  for (let at = node; at; at = parentOf(at)) {
    if (at.nodeType === 1 && (at as Element).matches(selector)) return at as Element
  }
  return undefined
}

/** The element on our page that stands for one in a frame. */
const onPage = (element: Element, page: Document): Element =>
  element.ownerDocument === page ? element : (element.ownerDocument.defaultView?.frameElement ?? element)

/** The modal on top: the one that has the focus, else the last. */
const topModal = (page: Document): Element | undefined => {
  let active = page.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return nearest(active, MODAL) ?? [...page.querySelectorAll(MODAL)].at(-1)
}

/** The ways of one box; `again` is called whenever where it belongs may have changed. */
export const createReach = (box: HTMLElement, again: () => void): Reach => {
  const page = box.ownerDocument
  const host = (box.getRootNode() as ShadowRoot).host
  let stopWatching: (() => void) | undefined
  let following: { readonly target: HTMLElement; stop(): void } | undefined

  /** A modal may open or close in any way, its element leave the page, a popover be dismissed. */
  const watch = () => {
    const changes = new MutationObserver(again)
    changes.observe(page, { subtree: true, childList: true, attributeFilter: ['open', 'popover'] })
    for (const kind of ['toggle', 'close']) page.addEventListener(kind, again, true)
    return () => {
      changes.disconnect()
      for (const kind of ['toggle', 'close']) page.removeEventListener(kind, again, true)
    }
  }

  const seatFor = (name: string, beside: HTMLElement | undefined): Element | null => {
    const modal = topModal(page)
    if (beside) {
      const target = onPage(beside, page)
      return modal && nearest(target, MODAL) !== modal ? null : (nearest(target, TOP) ?? page.body)
    }
    const now = host.parentElement
    const isSeated = box.matches(':popover-open') && (now === page.body || now?.matches(TOP))
    // What was there before a modal stays beneath it; an offer that comes while one is open answers what is done in it.
    if (isSeated) return now
    if (!modal) return page.body
    return name === 'nudge' ? null : modal
  }

  return {
    settle(name, beside) {
      const seat = seatFor(name, beside)
      if (seat === page.body) {
        stopWatching?.()
        stopWatching = undefined
      } else stopWatching ??= watch()
      const isShown = box.matches(':popover-open')
      if (isShown && seat !== host.parentElement) box.hidePopover()
      if (seat && seat !== host.parentElement)
        // In front of the checklist's host, which is always at home.
        seat.insertBefore(host, seat.querySelector(':scope > [data-fireball]'))
      return seat !== null
    },
    put(beside) {
      if (following?.target !== beside) {
        following?.stop()
        following = { target: beside, stop: followMoves(beside, again) }
      }
      return besideTarget(box, beside)
    },
    pin: ({ left, top }) => setPlace(box, { position: 'fixed', left, top, isHidden: false }),
    dispose() {
      stopWatching?.()
      following?.stop()
    },
  }
}
