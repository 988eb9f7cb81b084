import { expect, test } from 'vitest'
import { auc, bins, calibrationError, lossOf } from './calibration.ts'

const area = (p: readonly number[], isHit: readonly boolean[], weights?: readonly number[]): number =>
  auc({ p, isHit, weights })

test('the area under the curve counts ties as half', () => {
  expect(area([1, 2, 3, 4], [false, false, true, true])).toBe(1)
  expect(area([4, 3, 2, 1], [false, false, true, true])).toBe(0)
  expect(area([1, 1, 1, 1], [false, true, false, true])).toBe(0.5)
  expect(area([1, 2, 2, 3], [false, false, true, true])).toBe(0.875)
  expect(area([1, 2], [true, true])).toBeNaN()
})

test('a weight of two is the same as standing there twice', () => {
  expect(area([0.2, 0.5, 0.5, 0.9], [false, true, false, true], [1, 2, 0, 3])).toBe(
    area([0.2, 0.5, 0.5, 0.9, 0.9, 0.9], [false, true, true, true, true, true]),
  )
})

test('the calibration error is the mean distance between what was said and what happened', () => {
  const p = [0.85, 0.85, 0.85, 0.85, 0.15]
  const isHit = [true, true, true, false, false]
  expect(calibrationError({ p, isHit })).toBeCloseTo((4 * 0.1 + 0.15) / 5, 12)
  expect(bins({ p, isHit })).toHaveLength(2)
  expect(bins({ p: [0, 1], isHit: [false, true] }).map(one => one.share)).toEqual([0, 1])
})

test('a loss is finite even for what was held to be impossible', () => {
  expect(lossOf(0.5, true)).toBeCloseTo(Math.LN2, 12)
  expect(lossOf(0, true)).toBeLessThan(30)
})
