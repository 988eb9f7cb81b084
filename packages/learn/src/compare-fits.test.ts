import { type AbilityFit, UNFITTED } from '@fireball/core'
import { expect, test } from 'vitest'
import { aCrowd, evidenceOf } from '../test/sample.ts'
import { compareFits, FEWEST_USERS } from './compare-fits.ts'

const days = { since: 5, until: 30 }
const contrary: AbilityFit = {
  ...UNFITTED,
  version: 'contrary',
  weights: { start: Math.LN2, successes: -1, failures: 1 },
}

test('a fit is not better than itself', async () => {
  const evidence = evidenceOf(aCrowd(40, 20, 11))
  const compared = await compareFits({ ...evidence, ...days, candidate: UNFITTED, current: UNFITTED })
  expect(compared).toMatchObject({ isBetter: false, gain: 0, low: 0, high: 0, users: 40 })
})

test('of two fits, one is better and the other worse by the same', async () => {
  const evidence = evidenceOf(aCrowd(40, 20, 12))
  const down = await compareFits({ ...evidence, ...days, candidate: contrary, current: UNFITTED })
  const up = await compareFits({ ...evidence, ...days, candidate: UNFITTED, current: contrary })
  expect([down.isBetter, up.isBetter]).toEqual([false, true])
  expect(up.gain).toBeCloseTo(-down.gain, 12)
  expect(up.low).toBeLessThan(up.gain)
})

test('a few users are not enough to say so', async () => {
  const evidence = evidenceOf(aCrowd(FEWEST_USERS - 1, 40, 13))
  const compared = await compareFits({ ...evidence, ...days, candidate: UNFITTED, current: contrary })
  expect(compared.isBetter).toBe(false)
  expect(compared.gain).toBeGreaterThan(0)
})

test('without later evidence nothing is better', async () => {
  const evidence = evidenceOf(aCrowd(20, 3, 14))
  const compared = await compareFits({ ...evidence, ...days, candidate: UNFITTED, current: contrary })
  expect(compared).toEqual({ isBetter: false, gain: 0, low: 0, high: 0, outcomes: 0, users: 0 })
})

test('noise seldom passes for better', async () => {
  // The same model, its weights a hair off: by chance alone about one in twenty may seem better.
  const twin: AbilityFit = { ...UNFITTED, version: 'twin', weights: { ...UNFITTED.weights, start: 0.7 } }
  let passed = 0
  for (let seed = 0; seed < 20; seed++) {
    const evidence = evidenceOf(aCrowd(20, 12, 100 + seed))
    const { isBetter } = await compareFits({ ...evidence, ...days, candidate: twin, current: UNFITTED })
    passed += Number(isBetter)
  }
  expect(passed).toBeLessThanOrEqual(6)
})
