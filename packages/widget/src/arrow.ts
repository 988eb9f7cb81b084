/** The part of a `DOMRect` that the arrow needs. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Keeps the arrow off the card's rounded corners. */
const CORNER_PX = 18

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high))

/**
 * Where on the card's edge its arrow sits, from the card's left and top (px): the point nearest to the middle of the
 * target. The browser alone places the card, and only newer ones tell which fallback they took, so it is read off the
 * two boxes. While they overlap it is a point inside, where the card hides the arrow.
 */
export const arrowAt = (card: Box, target: Box): readonly [x: number, y: number] => {
  const { width, height } = card
  const x = clamp(target.left + target.width / 2 - card.left, 0, width)
  const y = clamp(target.top + target.height / 2 - card.top, 0, height)
  return y % height
    ? [x, clamp(y, CORNER_PX, height - CORNER_PX)]
    : [clamp(x, CORNER_PX, width - CORNER_PX), y]
}
