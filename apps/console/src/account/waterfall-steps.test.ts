import { expect, test } from 'vitest'
import { stepsOf } from './waterfall-steps.ts'

test('each bar starts where the one before ended; the last goes from zero to the sum', () => {
  expect(stepsOf([2, -3, 2])).toEqual({
    steps: [
      { from: expect.closeTo(33.33, 1), width: expect.closeTo(66.67, 1) },
      { from: 0, width: 100 },
      { from: 0, width: expect.closeTo(66.67, 1) },
    ],
    zero: expect.closeTo(33.33, 1),
    end: { from: expect.closeTo(33.33, 1), width: expect.closeTo(33.33, 1) },
  })
})

test('nothing, or nothing but zeros, has a lane too', () => {
  expect(stepsOf([])).toEqual({ steps: [], zero: 0, end: { from: 0, width: 0 } })
  expect(stepsOf([0]).steps).toEqual([{ from: 0, width: 0 }])
})
