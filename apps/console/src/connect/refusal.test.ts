import { expect, test } from 'vitest'
import { sayRefusal, sayWarning } from './refusal.ts'

test('a refusal says why, where, and what came instead', () => {
  expect(sayRefusal({ code: 'bad-id', path: 'userId', expected: '1–255 characters', got: '{}' })).toBe(
    'An id must be 1–255 plain characters. At “userId”: expected 1–255 characters, got {}.',
  )
  expect(sayRefusal({ code: 'missing-id', path: 'userId', expected: 'a userId', got: 'undefined' })).toMatch(
    /got nothing\.$/,
  )
  expect(sayRefusal({ code: 'not-json', path: '', expected: 'JSON', got: '' })).toBe('The body is not JSON.')
})

test('a warning is the end of a sentence', () => {
  expect(sayWarning('clock-ahead')).toBe('its clock runs ahead, so it counts as now')
})
