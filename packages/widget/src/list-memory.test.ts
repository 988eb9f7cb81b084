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

test('answers are news until they were read, on whatever page that was', () => {
  const isRead = { ...answered, isRead: true }
  expect(listCaughtUp(having(isRead, request), {}).unread).toBe(0)
  expect(listCaughtUp(having(answered, request), {}).unread).toBe(1)
  const after = listCaughtUp(having(isRead, { ...answered, id: 'b' }), {})
  expect(after.unread).toBe(1)
  expect(listCaughtUp(having(isRead, { ...answered, id: 'b' }), after).unread).toBe(1)
})

test('answers are read once the panel shows them', () => {
  const after = listCaughtUp(having(answered), listCaughtUp(having(request), {}))
  expect(listCaughtUp(having(answered), { ...after, open: 'list' }).unread).toBe(1)
  const read = listCaughtUp(having(answered), { ...after, open: 'list', isAsking: 'again' })
  expect(read).toMatchObject({ read: 1, unread: 0 })
  // Closed again, before the page has noted it.
  expect(listCaughtUp(having(answered), { ...read, open: undefined }).unread).toBe(0)
})
