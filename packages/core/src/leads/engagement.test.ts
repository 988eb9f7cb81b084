import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRow, NOON } from '../../test/sample.ts'
import {
  dayOf,
  type EngagementSettings,
  engagementScore,
  engagementSettings,
  engagementShare,
  engagementView,
  engagementWindowDays,
  quantile,
  type Row,
  rawEngagement,
} from '../index.ts'

const today = dayOf(NOON)
const used = (daysBack: number, none = 1, user = 'u:ann'): Row => aRow({ none, day: today - daysBack, user })

const view = (rows: readonly Row[], settings: Partial<EngagementSettings> = {}, p90?: number) =>
  engagementView({
    settings: { weights: { read: 1 }, ...settings },
    rowsOf: { read: rows },
    p90,
    name: user => user.slice(2),
    now: NOON,
  })

const points = (weight: number, daysBack: number, settings: Partial<EngagementSettings>): number =>
  rawEngagement({ weights: { read: weight }, ...settings }, { read: [used(daysBack)] }, NOON)

describe('engagement of an account', () => {
  test('[L1] 9 points with a linear lifespan of 90 days are 8.7 at the age of 3 days', () => {
    expect(points(9, 3, { windowDays: 90 })).toBeCloseTo(8.7, 10)
  })

  test('[L1] 10 points halved per month, linear, are 5 after a month and nothing after two', () => {
    expect(points(10, 30, { halfLifeDays: 30 })).toBe(5)
    expect(points(10, 15, { halfLifeDays: 30, decay: 'linear' })).toBe(7.5)
    expect(points(10, 60, { halfLifeDays: 30 })).toBe(0)
  })

  test('[L1] exponential decay halves with each half-life, and ends with the window', () => {
    const settings = { halfLifeDays: 10, decay: 'exponential' } as const
    expect([0, 10, 20, 49, 50].map(age => points(8, age, settings))).toEqual([8, 4, 2, 8 * 0.5 ** 4.9, 0])
    expect(points(8, 15, { decay: 'exponential' })).toBe(4)
  })

  test('[L1] without decay an action counts whole until the window ends: 1, 7, 30 days or any other', () => {
    for (const windowDays of [1, 7, 30, 45])
      expect(
        [0, windowDays - 1, windowDays].map(age => points(10, age, { windowDays, decay: 'none' })),
      ).toEqual([10, 10, 0])
    expect(engagementWindowDays({ weights: {} })).toBe(30)
    expect(engagementWindowDays({ weights: {}, halfLifeDays: 10 })).toBe(20)
    expect(engagementShare({ weights: {} }, -1)).toBe(0)
  })

  test('[L1] without weights each of the program’s signals weighs 1', () => {
    expect(engagementSettings({ signals: [{ key: 'a' }, { key: 'b' }] })).toEqual({ weights: { a: 1, b: 1 } })
    expect(engagementSettings({ engagement: { weights: { a: 3 } }, signals: [] }).weights).toEqual({ a: 3 })
  })

  test('[L2] the score is of the sum over users, the mean over those active stands beside it', () => {
    const { raw, score, perActiveUser, activeUsers } = view(
      [used(0, 3, 'u:ann'), used(0, 1, 'u:bob'), used(300, 9, 'u:cid')],
      {},
      8,
    )
    expect({ raw, score, perActiveUser, activeUsers }).toEqual({
      raw: 4,
      score: 50,
      perActiveUser: 2,
      activeUsers: 2,
    })
  })

  test('[L2] the published scores: p90 of thirteen accounts is 208.2', () => {
    const raws = [475, 89, 101, 7, 3, 21, 2, 149, 223, 1, 13, 9, 37]
    const p90 = quantile(raws, 0.9)
    expect(p90).toBeCloseTo(208.2, 10)
    expect([223, 475, 149, 1, 0].map(raw => Math.round(engagementScore(raw, p90) * 10) / 10)).toEqual([
      100, 100, 71.6, 1, 0,
    ])
  })

  test('[L2] the order of the rows changes nothing, not even the last bit', () => {
    const rows = fc.array(
      fc.record({
        back: fc.integer({ min: -2, max: 40 }),
        count: fc.integer({ min: 1, max: 30 }),
        user: fc.constantFrom('u:ann', 'u:bob', 'u:cid'),
        context: fc.constantFrom('', 'a', 'b'),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(rows, fc.constantFrom('linear', 'exponential', 'none'), fc.nat(), (list, decay, seed) => {
        const all = list.map(({ back, count, user, context }) => ({ ...used(back, count, user), context }))
        const turned = [...all.slice(seed % (all.length + 1)), ...all.slice(0, seed % (all.length + 1))]
        const settings = { weights: { read: 0.7 }, decay, halfLifeDays: 9.1 }
        expect(view(turned.reverse(), settings)).toEqual(view(all, settings))
      }),
      { numRuns: 50 },
    )
  })

  test('[L3] the trend compares the last 7 days with the 7 before; the first week is new', () => {
    const every = (from: number, to: number, count: number): readonly Row[] =>
      Array.from({ length: to - from + 1 }, (_, i) => used(from + i, count))
    expect(view([]).trend).toBe('new')
    expect(view(every(0, 6, 5)).trend).toBe('new')
    expect(view([...every(0, 6, 5), ...every(7, 20, 5)])).toMatchObject({
      last7: 35,
      before7: 35,
      trend: 'steady',
    })
    expect(view([...every(0, 6, 7), ...every(7, 20, 5)]).trend).toBe('rising')
    expect(view([...every(0, 6, 3), ...every(7, 20, 5)]).trend).toBe('falling')
    expect(view([used(30)])).toMatchObject({ last7: 0, before7: 0, trend: 'steady' })
    expect(view([used(0), used(30)]).trend).toBe('rising')
  })

  test('[L3] the usual week is that of the 28 days before the last 7, as far as they are known', () => {
    const every = (from: number, to: number, count: number): readonly Row[] =>
      Array.from({ length: to - from + 1 }, (_, i) => used(from + i, count))
    expect(view([...every(0, 6, 9), ...every(7, 34, 2), ...every(35, 60, 30)]).usual7).toBe(14)
    expect(view([...every(0, 6, 9), ...every(7, 10, 3)]).usual7).toBe(21)
    expect(view(every(0, 6, 9)).usual7).toBeUndefined()
  })

  test('[L3] a week that began in the middle is compared by its days', () => {
    const rows = Array.from({ length: 10 }, (_, back) => used(back, 4))
    expect(view(rows)).toMatchObject({ last7: 28, before7: 12, trend: 'steady' })
  })

  test('[L3] fallen: the last 7 days are at half or less of the own best 7', () => {
    expect(view([used(20, 10), used(0, 6)])).toMatchObject({ best7: 10, hasFallen: false })
    expect(view([used(20, 10), used(0, 5)])).toMatchObject({ last7: 5, best7: 10, hasFallen: true })
    expect(view([used(26, 6), used(20, 6), used(19, 9), used(0, 7)])).toMatchObject({ best7: 15 })
    expect(view([]).hasFallen).toBe(false)
    expect(view([used(0, 3)]).hasFallen).toBe(false)
  })

  test('[L3] champions are the users with the highest engagement, at most three, those with none left out', () => {
    const rows = [used(0, 1, 'u:dan'), used(0, 4, 'u:bob'), used(0, 9, 'u:ann'), used(0, 4, 'u:cid')]
    expect(view([...rows, used(99, 20, 'u:eve')]).champions).toEqual([
      { user: 'u:ann', name: 'ann', raw: 9 },
      { user: 'u:bob', name: 'bob', raw: 4 },
      { user: 'u:cid', name: 'cid', raw: 4 },
    ])
    expect(view([used(99)]).champions).toEqual([])
  })

  test('[L3] what is dated ahead does not count, and an account without use has an answer', () => {
    expect(view([used(-1, 5)])).toEqual(view([]))
    expect(view([])).toEqual({
      score: 0,
      raw: 0,
      perActiveUser: 0,
      activeUsers: 0,
      last7: 0,
      before7: 0,
      best7: 0,
      trend: 'new',
      hasFallen: false,
      champions: [],
    })
  })
})
