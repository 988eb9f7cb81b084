import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Chance, sumInterval } from './sum-interval.ts'

/** Every outcome, one by one. */
const byBruteForce = (chances: readonly Chance[]) => {
  const sums: { sum: number; p: number }[] = []
  for (let mask = 0; mask < 2 ** chances.length; mask++) {
    let sum = 0
    let p = 1
    chances.forEach((one, i) => {
      const comes = (mask >> i) % 2 === 1
      p *= comes ? one.p : 1 - one.p
      sum += comes ? Math.round(one.amount * 100) : 0
    })
    sums.push({ sum, p })
  }
  sums.sort((a, b) => a.sum - b.sum)
  const at = (share: number): number => {
    let total = 0
    for (const { sum, p } of sums) {
      total += p
      if (total >= share - 1e-12) return sum / 100
    }
    return (sums.at(-1)?.sum ?? 0) / 100
  }
  return {
    expected: sums.reduce((all, { sum, p }) => all + sum * p, 0) / 100,
    low: at(0.1),
    high: at(0.9),
  }
}

/** Probabilities that add up to a tenth by chance alone would be decided by rounding. */
const p = fc.integer({ min: 0, max: 997 }).map(n => n / 997)

test('[F1] two deals: expected, and the middle 80 %', () => {
  expect(sumInterval([{ amount: 1000, p: 0.5 }])).toEqual({ expected: 500, low: 0, high: 1000 })
  expect(
    sumInterval([
      { amount: 1000, p: 0.95 },
      { amount: 200, p: 0.05 },
    ]),
  ).toEqual({ expected: 960, low: 1000, high: 1000 })
  expect(sumInterval([])).toEqual({ expected: 0, low: 0, high: 0 })
  expect(sumInterval([{ amount: 0, p: 1 }])).toEqual({ expected: 0, low: 0, high: 0 })
})

test('[F1] is exact against every outcome, where amounts share a unit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ amount: fc.integer({ min: 0, max: 1300 }), p }), { maxLength: 12 }),
      chances => {
        const found = sumInterval(chances)
        const wanted = byBruteForce(chances)
        expect(found.expected).toBeCloseTo(wanted.expected, 6)
        expect(found).toMatchObject({ low: wanted.low, high: wanted.high })
      },
    ),
    { numRuns: 50 },
  )
})

test('[F1] on a grid it is off by no more than the cells that amounts were split over', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ amount: fc.integer({ min: 1, max: 9_999_999 }).map(n => n / 100), p }), {
        minLength: 1,
        maxLength: 12,
      }),
      chances => {
        const found = sumInterval(chances)
        const wanted = byBruteForce(chances)
        const total = chances.reduce((sum, one) => sum + one.amount, 0)
        const off = (chances.length * total) / 16_382 + 0.01
        expect(found.expected).toBeCloseTo(wanted.expected, 6)
        // Where a step of the distribution lies at a tenth, splitting may take the next one.
        const near = (share: number, value: number): boolean => {
          const at = (s: number) => byBruteForceAt(chances, s)
          return value >= at(share - 1e-3) - off && value <= at(share + 1e-3) + off
        }
        expect(near(0.1, found.low)).toBe(true)
        expect(near(0.9, found.high)).toBe(true)
      },
    ),
    { numRuns: 20 },
  )
})

const byBruteForceAt = (chances: readonly Chance[], share: number): number => {
  const sums: [number, number][] = []
  for (let mask = 0; mask < 2 ** chances.length; mask++) {
    let sum = 0
    let q = 1
    chances.forEach((one, i) => {
      const comes = (mask >> i) % 2 === 1
      q *= comes ? one.p : 1 - one.p
      sum += comes ? one.amount : 0
    })
    sums.push([sum, q])
  }
  sums.sort(([a], [b]) => a - b)
  let total = 0
  for (const [sum, q] of sums) {
    total += q
    if (total >= share) return sum
  }
  return sums.at(-1)?.[0] ?? 0
}

test('[F2] the order of the accounts does not show, to the last bit', () => {
  const chances = Array.from({ length: 60 }, (_, i) => ({
    amount: 100 + ((i * 7919) % 9973) / 7,
    p: ((i * 31) % 97) / 97,
  }))
  expect(sumInterval([...chances].reverse())).toEqual(sumInterval(chances))
})

test('[F1] many accounts: near what the normal distribution says, one large deal among them or not', () => {
  const many = Array.from({ length: 2200 }, (_, i) => ({ amount: 90 + (i % 21), p: 0.1 }))
  const sd = Math.sqrt(many.reduce((sum, one) => sum + 0.09 * one.amount ** 2, 0))
  const { expected, low, high } = sumInterval(many)
  expect(Math.abs(low - (expected - 1.2816 * sd))).toBeLessThan(0.03 * sd)
  expect(Math.abs(high - (expected + 1.2816 * sd))).toBeLessThan(0.03 * sd)
  const withOne = sumInterval([...many, { amount: 50_000, p: 0.5 }])
  expect(withOne.high - withOne.low).toBeGreaterThan(50_000)
})
