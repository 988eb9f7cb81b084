import { expect, test } from 'vitest'
import { daysIn, lastDays, rangeOf } from './range.ts'

const NOW = Date.UTC(2026, 10, 18, 15)

test('a range holds both of its days', () => {
  expect(lastDays(7, NOW)).toEqual({ from: '2026-11-12', to: '2026-11-18' })
  expect(daysIn(lastDays(28, NOW))).toBe(28)
})

test('the address bar names the range; nonsense reads as the last 90 days', () => {
  expect(rangeOf({ from: '2026-01-01', to: '2026-01-31' }, NOW)).toEqual({
    from: '2026-01-01',
    to: '2026-01-31',
  })
  expect(daysIn(rangeOf({ from: '2026-02-01', to: '2026-01-31' }, NOW))).toBe(90)
  expect(daysIn(rangeOf({ from: 'x', to: '2026-13-77' }, NOW))).toBe(90)
  expect(daysIn(rangeOf({}, NOW))).toBe(90)
})
