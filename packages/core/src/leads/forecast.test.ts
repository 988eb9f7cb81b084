import { expect, test } from 'vitest'
import type { Override } from '../lead-api.ts'
import { checkOverride, forecastOf, type OpenAccount, overridesSum } from './forecast.ts'
import { addScores, calibrationOf, NO_SCORE, scoreChances } from './forecast-score.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')

const account = (akey: string, more: Partial<OpenAccount> = {}): OpenAccount => ({
  akey,
  name: akey,
  p: 0.5,
  deal: 1000,
  closesAt: NOW,
  membership: { 'golden-lead': 1 },
  ...more,
})

test('[F3] deal × chance by the month of closing; what is overdue is expected this month', () => {
  const { total, months, accounts } = forecastOf(
    [
      account('a', { p: 0.95, closesAt: Date.parse('2026-12-05T00:00:00Z') }),
      account('b', { p: 0.2, deal: 500, closesAt: Date.parse('2026-10-01T00:00:00Z') }),
      account('c', { p: 1, deal: 200 }),
    ],
    NOW,
  )
  expect(total).toEqual({ expected: 1250, low: 1200, high: 1700 })
  expect(months).toEqual([
    { month: '2026-11', expected: 300, low: 200, high: 700, accounts: 2 },
    { month: '2026-12', expected: 950, low: 1000, high: 1000, accounts: 1 },
  ])
  expect(accounts).toBe(3)
})

test('[F3] who has no deal size is counted, listed and left out', () => {
  const { total, accounts, unsized } = forecastOf(
    [account('a'), account('b', { deal: null, p: 0.1 }), account('c', { deal: null, p: 0.9 })],
    NOW,
  )
  expect(total.expected).toBe(500)
  expect(accounts).toBe(1)
  expect(unsized).toEqual({
    count: 2,
    accounts: [
      { akey: 'c', name: 'c' },
      { akey: 'b', name: 'b' },
    ],
  })
})

test('[F3] the share that rests on each type adds up to the whole', () => {
  const { types, total } = forecastOf(
    [
      account('a', { membership: { 'golden-lead': 0.75, fizzler: 0.25 } }),
      account('b', { p: 0.1, membership: { fizzler: 1 } }),
    ],
    NOW,
  )
  const of = (type: string) => types.find(one => one.type === type)
  expect(of('golden-lead')).toEqual({ type: 'golden-lead', expected: 375, share: 0.625 })
  expect(of('fizzler')).toEqual({ type: 'fizzler', expected: 225, share: 0.375 })
  expect(types.reduce((sum, one) => sum + one.expected, 0)).toBeCloseTo(total.expected, 9)
  expect(forecastOf([], NOW).types.every(one => one.share === 0)).toBe(true)
})

test('[F4] a chance of 638 %, none at all, or one without a reason is refused', () => {
  expect(checkOverride(0.8, ' They signed. ')).toEqual({
    ok: true,
    value: { p: 0.8, reason: 'They signed.' },
  })
  expect(checkOverride(null, '')).toEqual({ ok: true, value: { p: null, reason: '' } })
  expect(checkOverride(0, 'x').ok && checkOverride(1, 'x').ok).toBe(true)
  expect(checkOverride(6.38, 'I feel it')).toEqual({
    ok: false,
    error: 'A chance lies between 0 and 1 (0–100 %), and 6.38 (638 %) does not.',
  })
  for (const p of [-0.01, 1.0001, Number.NaN, Number.POSITIVE_INFINITY])
    expect(checkOverride(p, 'x').ok).toBe(false)
  expect(checkOverride(0.5, ' \n')).toEqual({
    ok: false,
    error: 'Say why: a chance of your own needs a reason.',
  })
})

test('[F4] overrides are summed beside the forecast, never inside it', () => {
  const override = (akey: string, p: number): Override => ({
    akey,
    name: akey,
    p,
    reason: 'x',
    by: 'ann',
    at: NOW,
    modelP: 0.1,
    outcome: null,
  })
  const accounts = [account('a', { p: 0.2 }), account('b', { deal: null }), account('c')]
  const sum = overridesSum([override('a', 0.9), override('b', 0.9), override('gone', 0.9)], accounts)
  expect(sum).toMatchObject({ expected: 900, modelExpected: 200 })
  expect(forecastOf(accounts, NOW).total.expected).toBe(700)
})

test('[F5] earlier forecasts against what happened: Brier beside the base rate, and tenths', () => {
  const said = [
    { p: 0.9, isHit: true },
    { p: 0.9, isHit: false },
    { p: 0.1, isHit: false },
    { p: 1, isHit: true },
  ]
  const whole = scoreChances(said)
  expect(calibrationOf(whole)).toEqual({
    accounts: 4,
    brier: (0.01 + 0.81 + 0.01) / 4,
    baseBrier: 0.25,
    bins: [
      { p: 0.1, share: 0, accounts: 1 },
      { p: expect.closeTo(2.8 / 3, 9), share: 2 / 3, accounts: 3 },
    ],
  })
  expect(addScores(scoreChances(said.slice(0, 2)), scoreChances(said.slice(2)))).toEqual(whole)
  expect(addScores(NO_SCORE, whole)).toEqual(whole)
  expect(calibrationOf(NO_SCORE)).toBeNull()
})
