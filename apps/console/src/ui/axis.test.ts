import { expect, test } from 'vitest'
import { axisOf } from './axis.ts'

test.each([
  [0, [0]],
  [57_400, [0, 20_000, 40_000, 60_000]],
  [4, [0, 1, 2, 3, 4]],
  [1_000, [0, 200, 400, 600, 800, 1_000]],
  [1_100, [0, 250, 500, 750, 1_000, 1_250]],
])('an axis that reaches %d has round numbers', (most, ticks) => {
  expect(axisOf(most).ticks).toEqual(ticks)
})
