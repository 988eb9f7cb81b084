import { expect, test } from 'vitest'
import { ENOUGH_ACCOUNTS, gapIn, partInTime } from './part-in-time.ts'
import type { Snapshot } from './snapshot.ts'

/** One account a day from day 0 on, looked at once; every other one converts. */
const daily = (days: number): readonly Snapshot[] =>
  Array.from({ length: days }, (_, day) => ({
    account: `g:${day}`,
    day,
    values: {},
    isHit: day % 2 === 1,
    odds: 0.5,
  }))

/** Of looks through `known`, whose horizon of 30 days is over. */
const input = (known: number, seenThrough?: number) => ({ horizonDays: 30, through: known + 30, seenThrough })

test('learned of are looks whose horizon was over by the cut; with room, three of ten that converted are kept', () => {
  const parted = partInTime(daily(200), input(199))
  // 100 converted; the last 30 of them from day 141 on.
  expect(parted?.cut).toBe(141)
  expect(parted?.trained.at(-1)?.day).toBe(110)
  expect(parted?.tested[0]?.day).toBe(141)
})

test('with little room fewer are kept, ten at the least', () => {
  // 20 have converted and 20 have not by day 39: the first look that may be compared is of day 70.
  expect(partInTime(daily(89), input(88))).toBeUndefined()
  const parted = partInTime(daily(90), input(89))
  expect(parted?.cut).toBe(70)
  expect(parted?.tested.filter(one => one.isHit)).toHaveLength(ENOUGH_ACCOUNTS.later)
  expect(parted?.trained.filter(one => one.isHit)).toHaveLength(ENOUGH_ACCOUNTS.earlier)
})

test('what a fit in use has seen is no comparison', () => {
  expect(partInTime(daily(200), input(199, 189))).toBeUndefined()
  expect(partInTime(daily(200), input(199, 179))?.cut).toBe(180)
})

test('says what each span has, and when both will have enough at the pace so far', () => {
  expect(gapIn(daily(80), input(79))).toEqual({
    apartDays: 30,
    earlier: { converted: 20, not: 20, needed: 20 },
    later: { converted: 5, needed: 10 },
    // The tenth is looked at on day 89, its horizon ends with day 119, and the run is of the morning after.
    expectedAt: 120 * 86_400_000,
  })
  // It comes true: on that morning everything through day 119 is known.
  expect(partInTime(daily(90), input(119 - 30))).toBeDefined()
})

test('before there is enough to learn from, the later span is empty and further off', () => {
  expect(gapIn(daily(20), input(19))).toEqual({
    apartDays: 30,
    earlier: { converted: 10, not: 10, needed: 20 },
    later: { converted: 0, needed: 10 },
    expectedAt: 120 * 86_400_000,
  })
})

test('without a conversion there is no pace', () => {
  const none = daily(80).map(one => ({ ...one, isHit: false }))
  expect(gapIn(none, input(79))).toMatchObject({ later: { converted: 0 }, expectedAt: null })
  expect(gapIn([], input(79))).toMatchObject({ earlier: { converted: 0, not: 0 }, expectedAt: null })
})
