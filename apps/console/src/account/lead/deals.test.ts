import type { LeadView } from '@fireball/core'
import { expect, test } from 'vitest'
import { dayIn, dealsOf, morningOf, undoOf } from './deals.ts'

const lead = (stage: LeadView['stage'], state: LeadView['touch']['state']) => ({
  stage,
  touch: {
    state,
    who: null,
    what: '',
    by: null,
    why: '',
    moment: 'pql',
    cell: { complexity: 'simple', size: 'mid' },
    attention: { used: 0, allowed: 3 },
  } as const,
})
const kinds = (of: ReturnType<typeof lead>) => dealsOf(of).map(({ kind }) => kind)

test('an open account can be touched, snoozed and ended; an ended one begins a new cycle', () => {
  expect(kinds(lead('pql', 'due'))).toEqual(['touched', 'snoozed', 'won', 'lost', 'disqualified'])
  expect(kinds(lead('lost', 'wait'))).toEqual(['recycled'])
  expect(kinds(lead('at-risk', 'due'))).toEqual(['touched', 'snoozed'])
})

test('what holds an account has its way back', () => {
  expect(undoOf(lead('pql', 'snoozed'))?.kind).toBe('woken')
  expect(undoOf(lead('pql', 'disqualified'))?.kind).toBe('requalified')
  expect(kinds(lead('pql', 'disqualified'))).toEqual([])
  expect(undoOf(lead('pql', 'due'))).toBeUndefined()
})

test('a day of the calendar and back', () => {
  const now = new Date(2026, 10, 28, 23, 30).getTime()
  expect(dayIn(7, now)).toBe('2026-12-05')
  expect(morningOf('2026-12-05')).toBe(new Date(2026, 11, 5, 9).getTime())
  expect(morningOf('')).toBeUndefined()
})
