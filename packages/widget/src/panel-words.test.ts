import { expect, test } from 'vitest'
import { waitsFor } from './panel-words.ts'

test('a locked step names what it waits for', () => {
  expect(waitsFor(['Import'])).toBe('After Import')
  expect(waitsFor(['Import', 'Invite'])).toBe('After Import · Invite')
})
