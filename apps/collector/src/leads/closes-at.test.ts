import { DAY_MS } from '@fireball/core'
import { expect, test } from 'vitest'
import { type ClosingInput, closesAtOf } from './closes-at.ts'

const NOW = 20_000 * DAY_MS

const close = (change: Partial<ClosingInput>): number | null => {
  const at = closesAtOf({
    program: {},
    stage: 'activating',
    since: null,
    trial: null,
    signedUpAt: NOW - 10 * DAY_MS,
    now: NOW,
    ...change,
  })
  return at === null ? null : (at - NOW) / DAY_MS
}

test('an account closes 30 days after sign-up, unless its trial says when', () => {
  expect(close({})).toBe(20)
  const trial = { startsAt: NOW - 10 * DAY_MS, endsAt: NOW + 4 * DAY_MS, isDeclared: true }
  expect(close({ trial })).toBe(4)
  expect(close({ trial: { ...trial, isDeclared: false } })).toBe(20)
})

test('who was taken up again has as long anew, whatever became of the trial', () => {
  expect(close({ stage: 'recycled', since: NOW - DAY_MS })).toBe(29)
})

test('what is overdue is expected in the middle of the horizon', () => {
  expect(close({ signedUpAt: NOW - 100 * DAY_MS })).toBe(15)
  expect(close({ signedUpAt: NOW - 100 * DAY_MS, program: { forecast: { horizonDays: 60 } } })).toBe(30)
})

test.each(['won', 'lost', 'expanding', 'at-risk', 'churned'] as const)('what is %s is not open', stage => {
  expect(close({ stage })).toBeNull()
})

test('of whom nothing is known, no close is expected', () => {
  expect(close({ signedUpAt: null })).toBeNull()
})
