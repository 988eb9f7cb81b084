import type { Box } from './arrow.ts'

/** Between target and card, and between card and the viewport's edge. */
const GAP_PX = 10

/** Where a frame's viewport begins in that of the page. */
const offsetOf = ({ ownerDocument }: Element, page: Document): readonly [x: number, y: number] => {
  const frame = ownerDocument === page ? null : ownerDocument.defaultView?.frameElement
  if (!frame) return [0, 0]
  const { left, top } = frame.getBoundingClientRect()
  const [x, y] = offsetOf(frame, page)
  return [left + frame.clientLeft + x, top + frame.clientTop + y]
}

const isOutOf = (box: Box, clip: Box): boolean =>
  box.left >= clip.left + clip.width ||
  box.top >= clip.top + clip.height ||
  box.left + box.width <= clip.left ||
  box.top + box.height <= clip.top

/** Whether what scrolls around it hides the target altogether; the viewport does not count. */
const isClipped = (target: HTMLElement, box: Box): boolean => {
  for (let at = target.parentElement; at && at !== at.ownerDocument.body; at = at.parentElement)
    if (getComputedStyle(at).overflow !== 'visible' && isOutOf(box, at.getBoundingClientRect())) return true
  return false
}

const isFixed = (target: Element): boolean => {
  for (let at: Element | null = target; at; at = at.parentElement)
    if (getComputedStyle(at).position === 'fixed') return true
  return false
}

const clamp = (value: number, room: number, size: number): number =>
  Math.max(GAP_PX, Math.min(value, room - size - GAP_PX))

interface Place {
  readonly position: 'absolute' | 'fixed'
  readonly left: number
  readonly top: number
  readonly isHidden: boolean
}

/** Has the box stand just there, whatever the style sheet would have the browser do. */
export const setPlace = ({ style }: HTMLElement, { position, left, top, isHidden }: Place): void => {
  const place = {
    position,
    'position-area': 'none',
    'position-visibility': 'always',
    inset: 'auto',
    margin: '0',
    left: `${left}px`,
    top: `${top}px`,
    visibility: isHidden ? 'hidden' : 'visible',
  }
  for (const [name, value] of Object.entries(place)) style.setProperty(name, value)
}

/**
 * Puts `box` beside `target` as the browser's own anchor positioning would (widget.css): below, above, at its end, at
 * its start, else over it. In page coordinates where the target scrolls with the page, so the browser moves both at
 * once. Returns the target's box in the page's viewport.
 */
export const besideTarget = (box: HTMLElement, target: HTMLElement): Box => {
  const page = box.ownerDocument
  const { clientWidth, clientHeight } = page.documentElement
  const own = target.getBoundingClientRect()
  const [dx, dy] = offsetOf(target, page)
  const { width, height } = own
  const [left, top] = [own.left + dx, own.top + dy]
  const [right, bottom] = [left + width, top + height]
  const [w, h] = [box.offsetWidth, box.offsetHeight]
  const middleX = clamp(left + width / 2 - w / 2, clientWidth, w)
  const middleY = clamp(top + height / 2 - h / 2, clientHeight, h)
  const isRtl = getComputedStyle(box).direction === 'rtl'
  const [after, before] = [right + GAP_PX, left - GAP_PX - w]
  const below: Spot = [middleX, bottom + GAP_PX]
  type Spot = readonly [x: number, y: number]
  const spots: readonly Spot[] = [
    below,
    [middleX, top - GAP_PX - h],
    [isRtl ? before : after, middleY],
    [isRtl ? after : before, middleY],
  ]
  const fits = ([x, y]: Spot) => x >= 0 && y >= 0 && x + w <= clientWidth && y + h <= clientHeight
  const isGone = isOutOf(
    { left, top, width, height },
    { left: 0, top: 0, width: clientWidth, height: clientHeight },
  )
  const [x, y] = isGone ? below : (spots.find(fits) ?? [middleX, clamp(bottom + GAP_PX, clientHeight, h)])
  const scrolls = target.ownerDocument === page && !isFixed(target)
  const view = page.defaultView
  setPlace(box, {
    position: scrolls ? 'absolute' : 'fixed',
    left: x + (scrolls ? (view?.scrollX ?? 0) : 0),
    top: y + (scrolls ? (view?.scrollY ?? 0) : 0),
    isHidden: isClipped(target, own),
  })
  return { left, top, width, height }
}
