import { expect, test } from 'vitest'
import { traitText } from './trait-text.ts'

const now = new Date(2026, 10, 23, 9).getTime()

test('a moment is shown as its date, all else as it was sent', () => {
  expect(traitText('2026-11-27T12:24:45.947Z', now)).toBe('27 Nov')
  expect(traitText('2027-01-02T12:00:00Z', now)).toBe('2 Jan 2027')
  expect(traitText('2026-99-27T99:24', now)).toBe('2026-99-27T99:24')
  expect(traitText('trial', now)).toBe('trial')
  expect(traitText(684, now)).toBe('684')
  expect(traitText(null, now)).toBe('null')
})
