import type { HelpRequest, WidgetState } from '@fireball/core'
import { expect, test } from 'vitest'
import { listCaughtUp } from './list-memory.ts'

const request: HelpRequest = { id: 'a', message: 'Why?', askedAt: 1, state: 'sent' }
const answered: HelpRequest = { ...request, state: 'answered', answer: 'So.' }
const checklist = { key: 'list', title: 'List', steps: [], done: 0, total: 0, why: '' }
const having = (...help: readonly HelpRequest[]): WidgetState => ({
  checklist,
  help,
  sending: 'on',
  theme: {},
})

test('answers that were there before are no news; those that come are', () => {
  const before = listCaughtUp(having(answered, request), {})
  expect(before.unread).toBe(0)
  const after = listCaughtUp(having(answered, { ...answered, id: 'b' }), before)
  expect(after.unread).toBe(1)
  expect(listCaughtUp(having(answered, { ...answered, id: 'b' }), after).unread).toBe(1)
})

test('answers are read once the panel shows them', () => {
  const after = listCaughtUp(having(answered), listCaughtUp(having(request), {}))
  expect(listCaughtUp(having(answered), { ...after, open: 'list' }).unread).toBe(1)
  expect(listCaughtUp(having(answered), { ...after, open: 'list', isAsking: 'again' }).unread).toBe(0)
})
