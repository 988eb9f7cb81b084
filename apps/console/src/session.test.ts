import { expect, test } from 'vitest'
import { createFakeApi, FAKE_TOKEN } from '../../../test/console/fake-api.ts'
import { canEdit, createSession } from './session.ts'

test('a link signs in once', async () => {
  const api = createFakeApi({ isSignedIn: false })
  const session = createSession(api)
  await session.open(FAKE_TOKEN)
  expect(session.$who.get().kind).toBe('signed-in')
  await session.close()
  await session.open(FAKE_TOKEN)
  expect(session.$who.get()).toMatchObject({ kind: 'signed-out', failure: { code: 'bad-token' } })
})

test('a used link does no harm to who is signed in already', async () => {
  const session = createSession(createFakeApi())
  await session.open('used')
  expect(session.$who.get().kind).toBe('signed-in')
})

test('no session and no link is no failure', async () => {
  const session = createSession(createFakeApi({ isSignedIn: false }))
  await session.open()
  expect(session.$who.get()).toEqual({ kind: 'signed-out', ways: { password: false, service: null } })
})

test('a viewer looks and does not change', () => {
  expect(canEdit({ role: 'viewer', member: null, projects: [], origin: '' })).toBe(false)
  expect(canEdit({ role: 'editor', member: null, projects: [], origin: '' })).toBe(true)
})
