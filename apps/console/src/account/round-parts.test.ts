import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundParts } from './round-parts.ts'

test('what is shown adds up to what is shown as the sum', () => {
  expect(roundParts([0.333, 0.333, 0.334])).toEqual([0.33, 0.33, 0.34])
  expect(roundParts([0.336, 0.337, 0.336])).toEqual([0.33, 0.34, 0.34])
  expect(roundParts([])).toEqual([])
})

test('whatever the parts', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { maxLength: 20 }), parts => {
      const shown = roundParts(parts)
      const sum = parts.reduce((all, one) => all + one, 0)
      expect(Math.abs(shown.reduce((all, one) => all + one, 0) - sum)).toBeLessThan(0.00501)
      shown.forEach((one, i) => {
        expect(Math.abs(one - (parts[i] ?? 0))).toBeLessThan(0.0151)
      })
    }),
  )
})
