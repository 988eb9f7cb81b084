import type { Row } from '@fireball/core'
import { expect, test } from 'vitest'
import { cutDay } from './cut-day.ts'

const row = (day: number, success: number): Row => ({
  user: 'u:1',
  signal: 's',
  context: 'c',
  day,
  success,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 9,
  none: 9,
  noneAssisted: 0,
  sum: 0,
  first: day,
  last: day,
})
const perDay = (...outcomes: readonly number[]) => [
  { user: 'u:1', account: 'u:1', rows: outcomes.map((n, day) => row(day + 100, n)) },
]

test('the last days that hold a fifth of the outcomes are kept for the comparison', () => {
  expect(cutDay(perDay(400, 300, 200, 50, 50))).toEqual({ since: 102, until: 104, before: 700, later: 300 })
  expect(cutDay(perDay(400, 300, 0, 0, 300))).toEqual({ since: 104, until: 104, before: 700, later: 300 })
})

test('what the fit in use was fitted on is never later evidence', () => {
  expect(cutDay(perDay(400, 300, 200, 50, 50), 102)).toEqual({
    since: 103,
    until: 104,
    before: 900,
    later: 100,
  })
  expect(cutDay(perDay(400, 300, 200, 50, 50), 103)).toBeUndefined()
  expect(cutDay(perDay(400, 300, 200, 50, 50), 999)).toBeUndefined()
})

test('one day, no outcomes, or too few on one side make no cut', () => {
  expect(cutDay(perDay(5000))).toBeUndefined()
  expect(cutDay(perDay(0, 0))).toBeUndefined()
  expect(cutDay([])).toBeUndefined()
  expect(cutDay(perDay(200, 100))).toBeUndefined()
  expect(cutDay(perDay(10, 5000))).toBeUndefined()
})
