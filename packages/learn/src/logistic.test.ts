import { expect, test } from 'vitest'
import { fitLogistic, type Prior } from './logistic.ts'

const free: Prior = { mean: 0, precision: 1e-6, sign: 0 }

/** An intercept and one value. */
const data = (rows: readonly (readonly [value: number, successes: number, failures: number])[]) => ({
  count: rows.length,
  values: Float64Array.from(rows.flatMap(([value]) => [1, value])),
  successes: Float64Array.from(rows, row => row[1]),
  failures: Float64Array.from(rows, row => row[2]),
})

test('two groups come out at their own log odds', async () => {
  const { weights } = await fitLogistic({
    ...data([
      [0, 30, 10],
      [1, 10, 30],
    ]),
    priors: [free, free],
  })
  expect(weights[0]).toBeCloseTo(Math.log(3), 5)
  expect(weights[1]).toBeCloseTo(-2 * Math.log(3), 5)
})

test('the standard error of an intercept is that of a share', async () => {
  const { errors } = await fitLogistic({ ...data([[0, 30, 10]]), priors: [free, { ...free, precision: 1 }] })
  expect(errors[0]).toBeCloseTo(1 / Math.sqrt(40 * 0.75 * 0.25), 3)
  expect(errors[1]).toBeCloseTo(1, 6)
})

test('a weight keeps its sign', async () => {
  const { weights } = await fitLogistic({
    ...data([
      [0, 30, 10],
      [1, 10, 30],
    ]),
    priors: [free, { ...free, sign: 1 }],
  })
  expect(weights[0]).toBeCloseTo(0, 5)
  expect(weights[1]).toBe(0)
})

test('without data the prior is the answer', async () => {
  const priors: readonly Prior[] = [
    { mean: 0.7, precision: 16, sign: 0 },
    { mean: -1, precision: 4, sign: -1 },
  ]
  const { weights, errors } = await fitLogistic({ ...data([]), priors })
  expect(weights).toEqual([0.7, -1])
  expect(errors).toEqual([0.25, 0.5])
})

test('what can be told perfectly has a finite answer', async () => {
  const { weights } = await fitLogistic({
    ...data([
      [0, 0, 1e6],
      [1, 1e6, 0],
    ]),
    priors: [
      { ...free, precision: 1 },
      { ...free, precision: 1 },
    ],
  })
  expect(weights.every(Number.isFinite)).toBe(true)
})
