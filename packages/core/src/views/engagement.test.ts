import { describe, expect, test } from 'vitest'
import { aRow, NOON } from '../../test/sample.ts'
import { dayOf, engagementScore, quantile, rawEngagement } from '../index.ts'

const today = dayOf(NOON)
const raw = (rows: readonly ReturnType<typeof aRow>[], settings: object = {}) =>
  rawEngagement({ weights: { read: 10 }, windowDays: 90, ...settings }, { read: rows }, NOON)

describe('engagement', () => {
  test('[G1] 10 points lose their weight linearly over the window', () => {
    expect(raw([aRow({ none: 1 })])).toBe(10)
    expect(raw([aRow({ none: 1, day: today - 9 })])).toBe(9)
    expect(raw([aRow({ none: 1, day: today - 90 })])).toBe(0)
    expect(raw([aRow({ none: 1, day: today + 1 })])).toBe(0)
  })

  test('[G1] 9 points with a 90-day lifespan are 8.7 at the age of 3 days', () => {
    expect(raw([aRow({ none: 1, day: today - 3 })], { weights: { read: 9 } })).toBeCloseTo(8.7, 10)
  })

  test('[G1] a day counts at most the cap, per user and signal', () => {
    expect(raw([aRow({ none: 500 })])).toBe(200)
    expect(raw([aRow({ none: 15, context: 'a' }), aRow({ none: 15, context: 'b' })])).toBe(200)
    expect(raw([aRow({ none: 500 }), aRow({ none: 500, user: 'u:bob' })])).toBe(400)
    expect(raw([aRow({ none: 500 })], { dailyCap: 1 })).toBe(10)
  })

  test('[G2] scores are normalised by the 90th percentile', () => {
    const p90 = quantile([475, 89, 101, 7, 3, 21, 2, 149, 223, 1, 13, 9, 37], 0.9)
    expect(p90).toBeCloseTo(208.2, 10)
    expect([223, 475, 149].map(value => Math.round(engagementScore(value, p90) * 10) / 10)).toEqual([
      100, 100, 71.6,
    ])
  })

  test('[G2] nothing is 0, any use at least 1', () => {
    expect(engagementScore(0, 100)).toBe(0)
    expect(engagementScore(0.001, 100)).toBe(1)
    expect(engagementScore(5, undefined)).toBe(100)
    expect(quantile([], 0.9)).toBeUndefined()
  })
})
