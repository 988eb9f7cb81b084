import { expect, test } from 'vitest'
import { addressError, healthOf, untilText } from './destination-words.ts'

const NOW = new Date(2026, 10, 18, 15).getTime()
const healthy = {
  isEnabled: true,
  lastError: null,
  dead: 0,
  waiting: 0,
  sent: 214,
  lastSentAt: NOW - 240_000,
  nextAt: null,
}

test('how a destination does', () => {
  expect(healthOf(healthy, NOW)).toEqual({
    label: 'healthy',
    look: 'good',
    say: 'Last sent 4 min. ago; 214 in all.',
  })
  expect(healthOf({ ...healthy, isEnabled: false, lastError: 'x' }, NOW).label).toBe('off')
  expect(healthOf({ ...healthy, dead: 3 }, NOW).look).toBe('warning')
  expect(healthOf({ ...healthy, sent: 0, lastSentAt: null }, NOW).label).toBe('ready')
  expect(healthOf({ ...healthy, lastError: 'Answered 410 Gone: gone' }, NOW).say).toMatch(
    /^Answered 410 Gone: gone\. /,
  )
  expect(healthOf({ ...healthy, lastError: 'Answered 503.', nextAt: NOW + 540_000 }, NOW).say).toBe(
    'Answered 503. Tried again in 9 min. Last sent 4 min. ago; 214 in all.',
  )
})

test('how soon', () => {
  expect([untilText(NOW - 1, NOW), untilText(NOW + 7_200_000, NOW)]).toEqual(['at once', 'in 2 hours'])
})

test('an address is looked at before it is sent', () => {
  expect(addressError('https://hooks.example.com/a')).toBeUndefined()
  expect(addressError('')).toBe('An address is needed.')
  expect(addressError('hooks.example.com')).toContain('https://')
  expect(addressError('ftp://example.com')).toContain('https://')
})
