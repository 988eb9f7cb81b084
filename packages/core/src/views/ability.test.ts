import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY_MS } from '../day.ts'
import type { Row } from '../person.ts'
import { abilitiesOf, abilityOf } from './ability.ts'
import { ABILITY_FEATURES, type AbilityFit, UNFITTED } from './ability-fit.ts'
import { startingAbilities } from './ability-start.ts'

const row = (over: Partial<Row>): Row => ({
  user: 'u:1',
  signal: 'built',
  context: 'a',
  day: 0,
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
  sum: 0,
  first: 0,
  last: 0,
  ...over,
})

/** Every number in use. */
const LEARNED: AbilityFit = {
  version: 'learned',
  weights: {
    start: 0.421,
    skill: 1.04,
    context: 0.874,
    successes: 0.1,
    failures: -0.166,
    contexts: 0.374,
    assisted: -0.02,
    own: 0.11,
    elsewhere: 0.423,
    ownLately: 1.529,
    elsewhereLately: 0.599,
    ownThisMonth: 0.295,
    elsewhereThisMonth: 0.349,
    againSuccesses: 0.124,
    againFailures: -0.351,
    againLevel: 0.172,
  },
  doubts: { start: 0.02, own: 0.05 },
  spread: 0.9,
  skills: { build: -8, share: 4 },
  signals: {
    built: { mean: -8, contexts: { a: 12, b: -30 } },
    shared: { mean: 4, contexts: { a: -3 } },
  },
}

const FITS = { UNFITTED, LEARNED }
const now = 100 * DAY_MS

const of = (rows: readonly Row[], fit: AbilityFit = UNFITTED, context?: string) =>
  abilityOf({ skill: 'build', rows, elsewhere: [], fit, now, context })

const count = fc.oneof(fc.nat(3), fc.nat(1_000_000))
const arbitraryRow = fc
  .record({
    signal: fc.constantFrom('built', 'shared'),
    context: fc.constantFrom('', 'a', 'b', 'c'),
    day: fc.integer({ min: 0, max: 120 }),
    success: count,
    failure: count,
    successAssisted: count,
  })
  .map(one => row({ ...one, first: one.day * DAY_MS, last: one.day * DAY_MS }))
const arbitraryFit = fc.constantFrom('UNFITTED', 'LEARNED').map(name => FITS[name as keyof typeof FITS])

const skills = [
  { key: 'build', shownBy: ['built'] },
  { key: 'share', shownBy: ['shared'] },
  { key: 'all', shownBy: ['built', 'shared'] },
]
const bySignal = (rows: readonly Row[]) => ({
  built: rows.filter(({ signal }) => signal === 'built'),
  shared: rows.filter(({ signal }) => signal === 'shared'),
})

test('[M1] before any learning, p is the mean of Beta(2, 1) after what was seen', () => {
  for (const success of [0, 1, 2, 7, 40])
    for (const failure of [0, 1, 3, 50])
      expect(of([row({ success, failure })]).p).toBeCloseTo((2 + success) / (3 + success + failure), 11)
})

test('[M1] two successes in two contexts and no failure reach .8', () => {
  expect(of([row({ success: 1 }), row({ success: 1, context: 'b' })]).p).toBe(0.8)
})

test('[M1] before any learning, counting alone says the same, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 12 }), rows => {
      const rowsOf = bySignal(rows)
      const judged = Object.entries(abilitiesOf({ skills, rowsOf, fit: UNFITTED, now }))
      const figures = judged.map(([key, { parts: _p, logit: _l, ...rest }]) => [key, rest])
      expect(Object.entries(startingAbilities({ skills, rowsOf }))).toEqual(figures)
    }),
    { numRuns: 60 },
  )
})

test('[M2] any order and any split of the evidence gives the same ability, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 12 }), arbitraryFit, fc.nat(), (rows, fit, turn) => {
      const split = rows.flatMap(one => {
        const half = (n: number): number => Math.floor(n / 2)
        const part = {
          success: half(one.success),
          failure: half(one.failure),
          successAssisted: half(one.successAssisted),
        }
        return [
          { ...one, ...part },
          {
            ...one,
            success: one.success - part.success,
            failure: one.failure - part.failure,
            successAssisted: one.successAssisted - part.successAssisted,
          },
        ]
      })
      const at = split.length === 0 ? 0 : turn % split.length
      const turned = [...split.slice(at), ...split.slice(0, at)].reverse()
      const all = (some: readonly Row[]) => abilitiesOf({ skills, rowsOf: bySignal(some), fit, now })
      expect(all(turned)).toEqual(all(rows))
    }),
    { numRuns: 60 },
  )
})

test('[M3] help never raises p', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 8 }), arbitraryFit, fc.nat(9), (rows, fit, help) => {
      const { p } = of([...rows, row({ successAssisted: help, failureAssisted: help })], fit)
      expect(p).toBeLessThanOrEqual(of(rows, fit).p)
    }),
    { numRuns: 60 },
  )
  expect(of([row({ successAssisted: 1000 })]).p).toBe(of([]).p)
})

test('[M4] the parts add up exactly to the logit, in their order', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 8 }), arbitraryFit, (rows, fit) => {
      const { parts, logit, p } = of(rows, fit, 'a')
      expect(parts.reduce((sum, { adds }) => sum + adds, 0)).toBe(logit)
      for (const { feature, value, weight, adds } of parts) {
        expect(adds).toBe(value * weight)
        expect(weight).toBe(fit.weights[feature])
      }
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-logit)), 11)
    }),
    { numRuns: 60 },
  )
})

test('[M5] p lies in its interval, which evidence makes narrower', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 8 }), arbitraryFit, (rows, fit) => {
      const { p, low, high, fresh } = of(rows, fit)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(p)
      expect(high).toBeGreaterThanOrEqual(p)
      expect(high).toBeLessThanOrEqual(1)
      expect(Number.isFinite(fresh)).toBe(true)
    }),
    { numRuns: 60 },
  )
  const width = (n: number): number => {
    const { low, high } = of([row({ success: 2 * n, failure: n })])
    return high - low
  }
  expect(width(100)).toBeLessThan(width(10))
  expect(width(10)).toBeLessThan(width(1))
})

test('[M6] a context that was learned about counts with its easiness, any other with the mean of the skill', () => {
  const p = (context?: string): number => of([], LEARNED, context).p
  // Without a signal, only those of the user's own rows are looked through.
  expect(p('a')).toBe(p())
  const known = (context: string): number =>
    abilityOf({ skill: 'build', rows: [], elsewhere: [], fit: LEARNED, now, context, signal: 'built' }).p
  expect(known('a')).toBeGreaterThan(p())
  expect(known('b')).toBeLessThan(p())
  expect(known('never seen')).toBe(p())
})

test('[M6] success in a hard context says more than in an easy one', () => {
  const after = (context: string): number => of([row({ success: 1, context, day: 100 })], LEARNED).p
  expect(after('b')).toBeGreaterThan(after('a'))
})

test('[M7] what was shown long ago counts less; fresh is p as it was on the day of the last success', () => {
  const rows = [row({ success: 5, day: 10, last: 10 * DAY_MS })]
  const { p, fresh, last } = of(rows, LEARNED)
  expect(last).toBe(10 * DAY_MS)
  expect(p).toBeLessThan(fresh)
  expect(abilityOf({ skill: 'build', rows, elsewhere: [], fit: LEARNED, now: 10 * DAY_MS }).p).toBe(fresh)
  expect(of(rows).fresh).toBe(of(rows).p)
})

test('[M7] what is dated ahead counts as of today', () => {
  const at = (day: number): number => of([row({ success: 3, day })], LEARNED).p
  expect(at(400)).toBe(at(100))
})

test('[M8] other skills count for one of which nothing is known yet, and less the more is known', () => {
  const strong = [row({ signal: 'shared', success: 20, day: 100 })]
  const gain = (rows: readonly Row[]): number => {
    const input = { skill: 'build', rows, fit: LEARNED, now }
    return abilityOf({ ...input, elsewhere: strong }).logit - abilityOf({ ...input, elsewhere: [] }).logit
  }
  expect(gain([])).toBeGreaterThan(0.3)
  expect(gain([row({ success: 30, failure: 20, day: 100 })])).toBeLessThan(gain([]) / 2)
})

test('all skills at once come to the same as each alone', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 12 }), arbitraryFit, (rows, fit) => {
      const rowsOf = bySignal(rows)
      const all = abilitiesOf({ skills, rowsOf, fit, now })
      for (const { key, shownBy } of skills)
        expect(all[key]).toEqual(
          abilityOf({
            skill: key,
            rows: rows
              .filter(({ signal }) => shownBy.includes(signal))
              .sort((a, b) => (a.signal < b.signal ? -1 : 1)),
            elsewhere: rows.filter(({ signal }) => !shownBy.includes(signal)),
            fit,
            now,
          }),
        )
    }),
    { numRuns: 60 },
  )
})

test('every weight of a fit is of a feature that exists', () => {
  expect(Object.keys(LEARNED.weights)).toEqual([...ABILITY_FEATURES])
})
