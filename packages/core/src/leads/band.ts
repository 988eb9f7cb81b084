import type { Band } from '../lead-api.ts'
import type { Cuts } from '../program/cuts.ts'

/** Anything that is no number on the axis counts as its nearest end; what is none at all as 0. */
const onAxis = (value: number, top: number): number => (value >= top ? top : value > 0 ? value : 0)

/** The band that a value lies in. */
export const bandOf = (raw: number, { low, high, top }: Cuts): Band => {
  const value = onAxis(raw, top)
  return value >= high ? 'high' : value >= low ? 'medium' : 'low'
}

/** Keeps a value on a cut nearer to the upper band’s centre, to which it belongs. */
const EDGE = 1e-6

/**
 * Where a value lies between 0 and 1, each band a third of the way whatever its width, so that distances along two axes
 * can be compared.
 */
export const positionOf = (raw: number, cuts: Cuts): number => {
  const { low, high, top } = cuts
  const value = onAxis(raw, top)
  const [index, from, to] = value >= high ? [2, high, top] : value >= low ? [1, low, high] : [0, 0, low]
  const within = to > from ? (value - from) / (to - from) : 0
  return (index + Math.max(within, EDGE)) / 3
}

/** The middle of a band. */
export const CENTRES = { low: 1 / 6, medium: 1 / 2, high: 5 / 6 } as const satisfies Record<Band, number>
