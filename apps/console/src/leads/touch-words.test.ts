import { expect, test } from 'vitest'
import { dueText, isOverdue, touchText, whenText } from './touch-words.ts'

const NOW = new Date(2026, 10, 18, 15).getTime()
const DAY_MS = 86_400_000

test('a day is said in the reader’s calendar', () => {
  expect(dueText(null, NOW)).toBe('Due now')
  expect(dueText(NOW - 3_600_000, NOW)).toBe('Due today')
  expect(dueText(NOW + DAY_MS, NOW)).toBe('Due tomorrow')
  expect(dueText(NOW - DAY_MS, NOW)).toBe('Overdue since yesterday')
  expect(dueText(NOW - 5 * DAY_MS, NOW)).toBe('Overdue since 13 Nov')
  expect(dueText(NOW + 14 * DAY_MS, NOW)).toBe('Due 2 Dec')
})

test('who does it stands beside by when; what holds it stands there where nothing is due', () => {
  const advice = {
    state: 'due',
    who: 'sales',
    what: '',
    by: NOW,
    why: '',
    moment: 'pql',
    cell: { complexity: 'simple', size: 'mid' },
    attention: { used: 0, allowed: 3 },
  } as const
  expect(whenText(advice, NOW)).toBe('Due today · Sales')
  expect(whenText({ ...advice, who: null }, NOW)).toBe('Due today')
  expect(whenText({ ...advice, state: 'snoozed', by: NOW + DAY_MS }, NOW)).toBe('Snoozed until 19 Nov')
  expect(whenText({ ...advice, state: 'wait' }, NOW)).toBe('Not yet')
  expect(whenText({ ...advice, state: 'wait', heldUntil: NOW + DAY_MS }, NOW)).toBe(
    'Touch waits until 19 Nov',
  )
  expect(isOverdue({ state: 'due', by: NOW - DAY_MS }, NOW)).toBe(true)
  expect(isOverdue({ state: 'wait', by: NOW - DAY_MS }, NOW)).toBe(false)
})

test('what was done is said in words', () => {
  expect(touchText({ kind: 'snoozed', until: NOW + DAY_MS }, NOW)).toBe('Snoozed until 19 Nov')
  expect(touchText({ kind: 'recycled' }, NOW)).toBe('New cycle begun')
})
