import { expect, test } from 'vitest'
import { listText, percentText } from './number.ts'
import { sinceText } from './time.ts'

const NOW = new Date(2026, 10, 18, 15, 30).getTime()
const MINUTE_MS = 60_000

test.each([
  [null, 'never'],
  [NOW - 20_000, 'just now'],
  [NOW + 5000, 'just now'],
  [NOW - 5 * MINUTE_MS, '5 min. ago'],
  [NOW - 3 * 60 * MINUTE_MS, '3 hr. ago'],
  [new Date(2026, 10, 17, 23, 50).getTime(), 'yesterday'],
  [new Date(2026, 10, 14, 12).getTime(), '4 days ago'],
  [new Date(2026, 2, 12).getTime(), '12 Mar'],
  [new Date(2024, 2, 12).getTime(), '12 Mar 2024'],
] as const)('%s is %s', (at, said) => {
  expect(sinceText(at, NOW)).toBe(said)
})

test('what is not quite all is not 100 %', () => {
  expect([0, 0.004, 0.5, 0.999, 1].map(percentText)).toEqual(['0%', '0%', '50%', '99%', '100%'])
})

test('a list reads as one writes it', () => {
  expect([listText([]), listText(['a']), listText(['a', 'b', 'c'], 'or')]).toEqual(['', 'a', 'a, b or c'])
})
