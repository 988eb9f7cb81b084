import { type CompiledSignal, compileSignals, type EngagementSettings } from '@fireball/core'
import { expect, test } from 'vitest'
import { createEngagementDays, type EngagementInput, engagementOf } from './engagement-days.ts'
import type { MergedRow } from './scan.ts'

const SIGNALS: readonly CompiledSignal[] = compileSignals([
  { key: 'read', name: 'Read', on: { event: 'Read' } },
  { key: 'sent', name: 'Sent', on: { event: 'Sent' } },
])
/** A Wednesday, and the last day of the range; the next one still runs. */
const TO = 19_997

const aRow = (key: string, user: string, day: number, readings: number, isMoved = false): MergedRow => ({
  user,
  account: 'g:acme',
  signal: SIGNALS.find(one => one.key === key)?.hash ?? '',
  day,
  readings,
  amount: 0,
  first: day * 86_400_000,
  last: day * 86_400_000,
  isMoved,
})

const engagement = async (rows: readonly MergedRow[], settings: EngagementSettings, from = TO) => {
  const range = { from, to: TO }
  const input: EngagementInput = { settings, signals: SIGNALS, range, wholeThrough: TO }
  const days = createEngagementDays(input)
  for (const row of rows) days.note(row)
  for (const row of rows) days.add(row)
  return engagementOf(input, await days.figures(async () => {}))
}

test('9 points with a linear lifespan of 90 days are 8.7 at the age of 3 days', async () => {
  const { days } = await engagement([aRow('read', 'u:ann', TO - 3, 1)], {
    weights: { read: 9 },
    windowDays: 90,
  })
  expect(days).toEqual([
    { day: '2024-10-01', total: expect.closeTo(8.7, 10), users: 1, average: expect.closeTo(8.7, 10) },
  ])
})

test('10 points halved per month, linear, are 5 after a month', async () => {
  const { days, windowDays } = await engagement([aRow('read', 'u:ann', TO - 30, 1)], {
    weights: { read: 10 },
    decay: 'linear',
    halfLifeDays: 30,
  })
  expect([windowDays, days[0]?.total]).toEqual([60, 5])
})

test('the average is over users with any points in the window; who has none in it is not among them', async () => {
  const rows = [
    aRow('read', 'u:ann', TO, 2),
    aRow('read', 'u:bob', TO, 4),
    aRow('sent', 'u:cat', TO, 4),
    aRow('read', 'u:dan', TO - 7, 4),
  ]
  const { days } = await engagement(rows, { weights: { read: 10 }, windowDays: 7, decay: 'none' })
  expect(days).toEqual([{ day: '2024-10-01', total: 60, users: 2, average: 30 }])
})

test('the cap is of a user, signal and day, whatever was linked to that later', async () => {
  const settings = { weights: { read: 1, sent: 1 }, windowDays: 1, dailyCap: 5 } as const
  const total = async (rows: readonly MergedRow[]) => (await engagement(rows, settings)).days[0]?.total
  expect(await total([aRow('read', 'u:ann', TO, 9), aRow('read', 'u:bob', TO, 9)])).toBe(10)
  expect(await total([aRow('read', 'u:ann', TO, 9), aRow('sent', 'u:ann', TO, 9)])).toBe(10)
  expect(await total([aRow('read', 'u:ann', TO, 4, true), aRow('read', 'u:ann', TO, 4)])).toBe(5)
  expect(await total([aRow('read', 'u:ann', TO, 4, true), aRow('read', 'u:ann', TO, 2, true)])).toBe(5)
})

test('weeks begin on Monday: a quarter more is rising, a quarter less falling, one that is not over has no trend', async () => {
  const monday = TO - 1
  const week = (ago: number, points: number) => aRow('read', 'u:ann', monday - 7 * ago, points)
  const { weeks, trend } = await engagement(
    [week(5, 10), week(4, 13), week(3, 12), week(2, 9), week(1, 8), week(0, 8)],
    { weights: { read: 1 } },
    monday - 35,
  )
  expect(weeks.map(one => [one.points, one.trend])).toEqual([
    [10, 'new'],
    [13, 'rising'],
    [12, 'steady'],
    [9, 'steady'],
    [8, 'steady'],
    [8, null],
  ])
  expect(trend).toEqual({ through: '2024-10-01', last7: 8, before7: 8, total: 'steady', average: 'steady' })
})

test('more users with less each: the total stands, the average falls', async () => {
  const { trend } = await engagement(
    [
      aRow('read', 'u:ann', TO - 20, 8),
      aRow('read', 'u:ann', TO - 8, 8),
      aRow('read', 'u:ann', TO - 1, 4),
      aRow('read', 'u:bob', TO - 1, 4),
    ],
    { weights: { read: 2 } },
  )
  expect(trend).toMatchObject({ last7: 16, before7: 16, total: 'steady', average: 'falling' })
})
