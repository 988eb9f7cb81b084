import { expect, test } from 'vitest'
import { sayRefusal, sayWarning, tallyRefused, tallyWarnings } from './refusal.ts'

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

test('refusals are counted by code, most frequent first, each in plain words', () => {
  expect(tallyRefused({ 'not-json': 2, 'bad-name': 0, 'unknown-key': 7 })).toEqual([
    { code: 'unknown-key', count: 7, says: 'The key belongs to no project here.' },
    { code: 'not-json', count: 2, says: 'The body is not JSON.' },
  ])
})

test('warnings are counted by code, each as a whole sentence', () => {
  expect(tallyWarnings({ 'clock-corrected': 3, 'key-dropped': 3 })).toEqual([
    { code: 'clock-corrected', count: 3, says: 'The sender’s clock was wrong; corrected.' },
    { code: 'key-dropped', count: 3, says: 'An unsafe property name was dropped.' },
  ])
})

test('a code from a newer collector is counted, too', () => {
  expect(tallyWarnings({ constructor: 1 })).toEqual([
    { code: 'constructor', count: 1, says: 'This console does not know this code.' },
  ])
})
