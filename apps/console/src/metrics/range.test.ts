import { ok } from '@fireball/core'
import { expect, test } from 'vitest'
import { askOf, daysIn, lastDays, RANGE } from './range.ts'

const NOW = Date.UTC(2026, 10, 18, 15)
const refused = (search: Record<string, string>): string => {
  const ask = askOf(search, NOW)
  return ask.ok ? '' : ask.error
}

test('a range holds both of its days', () => {
  expect(lastDays(7, NOW)).toEqual({ from: '2026-11-12', to: '2026-11-18' })
  expect(daysIn(lastDays(28, NOW))).toBe(28)
})

test('the address bar names the range; what it does not say is the last 90 days', () => {
  expect(askOf({ from: '2026-01-01', to: '2026-01-31', alone: 'out' }, NOW)).toEqual(
    ok({ from: '2026-01-01', to: '2026-01-31', alone: 'out' }),
  )
  expect(askOf({}, NOW)).toEqual(ok({ ...lastDays(90, NOW), alone: 'in' }))
  expect(askOf({ from: '2026-11-01' }, NOW)).toMatchObject({
    value: { from: '2026-11-01', to: '2026-11-18' },
  })
  expect(askOf({ to: '2026-11-01' }, NOW)).toMatchObject({ value: { from: '2026-08-04', to: '2026-11-01' } })
})

test.each([
  [{ from: '2026-02-01', to: '2026-01-31' }, 'begins on 2026-02-01, after its end on 2026-01-31'],
  [{ from: 'x', to: '2026-01-31' }, 'The first day is no date: “x”'],
  [{ from: '2026-01-31', to: '2026-13-77' }, 'The last day is no date: “2026-13-77”'],
  [{ from: '2026-02-30' }, 'The first day is no date: “2026-02-30”'],
  [{ from: '' }, 'The first day is no date: “”'],
  [{ to: '2026-11-19' }, 'ends on 2026-11-19, and today is 2026-11-18'],
  [{ from: '2020-01-01' }, `at most ${RANGE.maxDays}`],
  [{ alone: 'maybe' }, '“in” or “out”'],
])('%o is refused in words', (search, say) => expect(refused(search)).toContain(say))
