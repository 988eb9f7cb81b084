import { expect, test } from 'vitest'
import { uuidv7 } from './uuid.ts'

test('an id carries its time, its version and its variant', () => {
  expect(uuidv7(0x0190c7d2ab12, () => 1 - 2 ** -53)).toBe('0190c7d2-ab12-7fff-bfff-ffffffffffff')
  expect(uuidv7(0, () => 0)).toBe('00000000-0000-7000-8000-000000000000')
})

test('ids sort by time, and thousands of one millisecond differ', () => {
  expect(uuidv7(1, Math.random) < uuidv7(2, () => 0)).toBe(true)
  expect(new Set(Array.from({ length: 5000 }, () => uuidv7(1, Math.random))).size).toBe(5000)
})
