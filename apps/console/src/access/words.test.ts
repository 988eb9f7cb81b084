import { expect, test } from 'vitest'
import { deedText, keyState, sayReach } from './words.ts'

const entry = { id: '1', at: 0, actor: 'ann@example.com', detail: {} }

test('a deed reads as a sentence after its actor', () => {
  expect(
    deedText({ ...entry, action: 'member.invited', target: 'bob@example.com', detail: { role: 'editor' } }),
  ).toBe('invited bob@example.com (editor)')
  expect(deedText({ ...entry, action: 'member.changed', target: 'bob', detail: { isDisabled: true } })).toBe(
    'changed bob (not let in)',
  )
  expect(deedText({ ...entry, action: 'program.published', target: 'publish' })).toBe('published the program')
  expect(
    deedText({ ...entry, action: 'account.touch-withdrawn', target: 'g:acme', detail: { kind: 'won' } }),
  ).toBe('took back what was noted about g:acme (won)')
  expect(deedText({ ...entry, action: 'something.new', target: 'x' })).toBe('something.new')
})

test('where somebody is let in: everywhere, or by project with the role there', () => {
  const known = [{ id: 'app', name: 'Your app' }]
  expect(sayReach(null, known)).toBe('all projects')
  expect(sayReach({ app: 'editor', gone: 'viewer' }, known)).toBe('Your app: editor, gone: viewer')
})

test('a key works, ends, is over, or was revoked', () => {
  const key = {
    id: 'k',
    kind: 'secret',
    mode: 'live',
    shown: '…',
    scopes: [],
    rate: null,
    createdAt: 0,
    expiresAt: null,
    isRevoked: false,
  } as const
  expect(keyState(key, 5)).toBeUndefined()
  expect(keyState({ ...key, expiresAt: 9 }, 5)).toBe('ending')
  expect(keyState({ ...key, expiresAt: 5 }, 5)).toBe('over')
  expect(keyState({ ...key, isRevoked: true }, 5)).toBe('revoked')
})
