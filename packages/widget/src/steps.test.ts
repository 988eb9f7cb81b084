import { expect, test } from 'vitest'
import { percentDone, waitsFor } from './steps.ts'

test('a locked step names what it waits for', () => {
  expect(waitsFor(['Import'])).toBe('After Import')
  expect(waitsFor(['Import', 'Invite'])).toBe('After Import · Invite')
})

test('the share done, also of nothing', () => {
  expect(percentDone(2, 8)).toBe(25)
  expect(percentDone(7, 7)).toBe(100)
  expect(percentDone(0, 0)).toBe(0)
})
