/** The part of a `DOMRect` that the arrow needs. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Which edge of the card carries the arrow, and how far along it (px); no edge while the two overlap. */
export interface Arrow {
  readonly side: 'top' | 'bottom' | 'left' | 'right' | ''
  readonly at: number
}

/** Keeps the arrow off the card's rounded corners. */
const CORNER_PX = 18

/**
 * Where the arrow of a card goes so that it points at the middle of the target. The browser alone places the card,
 * and only newer ones tell which fallback they took, so it is read off the two boxes.
 */
export const arrowOf = (card: Box, target: Box): Arrow => {
  const along = (from: number, to: number, low: number, high: number) =>
    Math.min(Math.max((low + high) / 2 - from, CORNER_PX), to - from - CORNER_PX)
  const across = along(card.left, card.right, target.left, target.right)
  const down = along(card.top, card.bottom, target.top, target.bottom)
  if (card.top >= target.bottom) return { side: 'top', at: across }
  if (card.bottom <= target.top) return { side: 'bottom', at: across }
  if (card.left >= target.right) return { side: 'left', at: down }
  if (card.right <= target.left) return { side: 'right', at: down }
  return { side: '', at: 0 }
}
