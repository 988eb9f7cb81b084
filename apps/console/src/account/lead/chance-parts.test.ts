import { expect, test } from 'vitest'
import { logitOf, partsOf } from './chance-parts.ts'

test('the parts add up to the chance, whatever was left out of the reasons', () => {
  const reasons = [{ feature: 'days', say: 'Days of use: 11.', adds: 1.2 }]
  const parts = partsOf({ p: 0.3, reasons })
  expect(parts.map(({ feature }) => feature)).toEqual(['start', 'days'])
  expect(parts.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(logitOf(0.3), 12)
})

test('nothing is put before reasons that say it all, and certainty has an end', () => {
  const reasons = [{ feature: 'days', say: 'Days of use: 11.', adds: logitOf(0.8) }]
  expect(partsOf({ p: 0.8, reasons })).toEqual(reasons)
  expect(Number.isFinite(logitOf(1))).toBe(true)
})
