import { expect, test } from 'vitest'
import { heldOf, monthText, peopleText, trustOf } from './trust.ts'

const over = (won: number) => ({ day: 0, expected: 100, low: 80, high: 120, won, isOver: true })
const calibration = (brier: number) => ({
  accounts: 200,
  brier,
  baseBrier: 0.2,
  bins: [],
  overrides: null,
})
const history = [over(100), over(90), over(119), over(80), over(150)]

test('forecasts that are not over say nothing yet', () => {
  expect(heldOf([...history, { ...over(0), isOver: false }])).toEqual({ over: 5, held: 4 })
})

test('a good record is said with its figures', () => {
  const { look, say } = trustOf({ history, calibration: calibration(0.15), source: 'fit' })
  expect(look).toBe('good')
  expect(say).toBe(
    'You can plan with it: 4 of 5 earlier forecasts came out within their interval (meant: 8 of 10), and its chances missed by 25% less than always saying the average.',
  )
})

test('a bad record is not talked away', () => {
  const bad = [over(10), over(10), over(300), over(10), over(100)]
  expect(trustOf({ history: bad, calibration: calibration(0.15), source: 'fit' }).look).toBe('warning')
  expect(trustOf({ history, calibration: calibration(0.3), source: 'fit' }).say).toContain(
    'missed by 50% more than always saying the average',
  )
  expect(trustOf({ history, calibration: calibration(0.2), source: 'fit' }).look).toBe('info')
})

test('with too little it says that it is too early', () => {
  expect(trustOf({ history: [], calibration: null, source: 'types' }).say).toContain('0 of 5 forecasts')
})

test('people are scored against the model', () => {
  expect(peopleText({ count: 9, brier: 0.241, modelBrier: 0.173 })).toContain('the model told better')
  expect(peopleText(null)).toBeUndefined()
})

test('a month', () => {
  expect(monthText('2026-12')).toBe('Dec 2026')
  expect(monthText('?')).toBe('?')
})
