import { expect, test } from 'vitest'
import { inkOn } from './theme.ts'

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(share => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

test('every accent gets a text colour of at least 4.5:1', () => {
  const steps = Array.from({ length: 16 }, (_, at) => (at * 17).toString(16).padStart(2, '0'))
  const accents = steps.flatMap(red => steps.flatMap(green => steps.map(blue => `#${red}${green}${blue}`)))
  const full = { '#000': '#000000', '#fff': '#ffffff' } as const
  const worst = Math.min(...accents.map(accent => contrast(accent, full[inkOn(accent)])))
  expect(worst).toBeGreaterThanOrEqual(4.5)
})

test('white on a dark accent, black on a light one', () => {
  expect(inkOn('#3b5bdb')).toBe('#fff')
  expect(inkOn('#ffb020')).toBe('#000')
})
