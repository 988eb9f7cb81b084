/** A whole number with thousands apart: 20,400. */
export const numberText = (value: number): string => Math.round(value).toLocaleString('en-US')

/** A share (0–1) as a whole percentage; what is not quite all is never shown as 100. */
export const percentText = (share: number): string =>
  `${share >= 1 ? 100 : Math.min(99, Math.round(share * 100))}%`

/** “1 account”, “3 accounts”; `many` when the plural is not made with an s. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`

/** `a`, `a and b`, `a, b and c`. */
export const listText = (words: readonly string[], joint = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`

/** A difference of two shares in percentage points, with its sign: +3, −7, ±0. */
export const pointsText = (difference: number): string => {
  const points = Math.round(difference * 100)
  return `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points)}`
}
