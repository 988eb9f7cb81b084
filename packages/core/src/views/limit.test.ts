import { describe, expect, test } from 'vitest'
import { aRow, daysAgo, NOON } from '../../test/sample.ts'
import { dayOf, limitHolds, usageShape } from '../index.ts'

const today = dayOf(NOON)
const usage = (perDay: Readonly<Record<number, number>>) =>
  Object.entries(perDay).map(([back, sum]) => aRow({ day: today - Number(back), sum, none: 1 }))
const every = (days: number, sum: number) =>
  Object.fromEntries(Array.from({ length: days }, (_, i) => [i, sum]))

describe('the shape of usage', () => {
  test('[U1] steady use is growth', () => {
    expect(usageShape(usage(every(30, 60)), NOON)).toBe('growth')
  })

  test('[U1] use that doubles every ten days is growth', () => {
    expect(
      usageShape(
        usage(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [i, Math.round(200 * 0.93 ** i)]))),
        NOON,
      ),
    ).toBe('growth')
  })

  test('[U1] one day that outweighs the weeks before is a spike', () => {
    expect(usageShape(usage({ ...every(30, 10), 0: 1400 }), NOON)).toBe('spike')
    expect(usageShape(usage({ ...every(30, 10), 1: 700, 2: 700 }), NOON)).toBe('spike')
  })

  test('[U1] the same total over four days is none', () => {
    expect(usageShape(usage({ ...every(30, 10), 0: 100, 1: 100, 2: 100, 3: 100 }), NOON)).toBe('growth')
  })

  test('[U1] under a week of history is unknown', () => {
    expect(usageShape(usage(every(6, 10)), NOON)).toBe('unknown')
    expect(usageShape([], NOON)).toBe('unknown')
  })

  test('[Q3] a level holds when it is full since 7 days, without having been lower in between', () => {
    const at = (back: number) => aRow({ day: today - back, first: daysAgo(back), last: daysAgo(back) })
    expect(limitHolds([at(8)], [], 1, NOON)).toBe(true)
    expect(limitHolds([at(40)], [], 1, NOON)).toBe(true)
    expect(limitHolds([at(8)], [], 0.9, NOON)).toBe(false)
    expect(limitHolds([at(6)], [], 1, NOON)).toBe(false)
    expect(limitHolds([at(9), at(0)], [at(8)], 1, NOON)).toBe(false)
    expect(limitHolds([at(20), at(9)], [at(15)], 1, NOON)).toBe(true)
    expect(limitHolds([], [], 1, NOON)).toBe(false)
  })
})
