import type { Role } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'
import { isAllowed, permissionOf, ROUTES } from './permissions.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
})
afterEach(() => f.dispose())

const CALLERS: readonly (Role | 'nobody')[] = ['nobody', 'viewer', 'editor', 'admin']

const codeOf = (body: unknown): string | undefined => (body as { error?: { code: string } })?.error?.code

/** What the guard says, before any route has looked. */
const GUARDED = ['signed-out', 'role-too-low', 'no-such-route']

test('each route lets in whom the table says, and nobody else', async () => {
  const headers: Record<string, Record<string, string>> = { nobody: {} }
  for (const role of ['viewer', 'editor', 'admin'] as const) headers[role] = await f.signIn(role)
  for (const [route, { needs }] of ROUTES)
    for (const caller of CALLERS) {
      const [method = '', path = ''] = route.split(' ')
      const at = path.replace(':project', 'app').replaceAll(/:\w+/g, 'none')
      const body = method === 'POST' || method === 'PUT' ? 'no json' : undefined
      const asked = await f.api.request(`http://localhost${at}`, {
        method,
        headers: headers[caller] ?? {},
        ...(body === undefined ? {} : { body }),
      })
      const said = codeOf(await asked.json().catch(() => ({})))
      const expected =
        needs === 'anyone' || (caller !== 'nobody' && isAllowed(caller, needs))
          ? expect.not.stringMatching(new RegExp(`^(${GUARDED.join('|')})$`))
          : caller === 'nobody'
            ? 'signed-out'
            : 'role-too-low'
      expect({ route, caller, said: said ?? '' }).toEqual({ route, caller, said: expected })
      if (route === 'POST /sign-out' && caller !== 'nobody') headers[caller] = await f.signIn(caller)
    }
})

test('every route that the code has is in the table, and the other way round', () => {
  const inCode = new Set(
    f.api.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`),
  )
  expect([...inCode].sort()).toEqual(ROUTES.map(([route]) => route).sort())
})

test('a route that is not in the table is not reached, whoever asks', async () => {
  expect(permissionOf('DELETE', '/session')).toBeUndefined()
  expect(permissionOf('GET', '/projects/app/program/draft')).toBeUndefined()
  expect(permissionOf('HEAD', '/api/session')?.route).toBe('GET /session')
  const admin = await f.signIn('admin')
  expect((await f.call('DELETE', '/session', undefined, admin)).status).toBe(404)
})

test('what is done is written into the log, with who did it; what is refused is not', async () => {
  const editor = await f.signIn('editor')
  const body = { key: 'buy', paused: true }
  expect((await f.call('POST', '/projects/app/pause', body, editor)).status).toBe(200)
  expect((await f.call('POST', '/projects/app/pause', { key: 'none', paused: true }, editor)).status).toBe(
    404,
  )
  expect(await f.audit.list('app')).toMatchObject([{ actor: 'editor', action: 'prompt.paused' }])
})

test('a secret key with the scope reads its own project, and changes nothing', async () => {
  const key = await f.keys.add('app', { kind: 'secret', mode: 'live', scopes: ['read'] })
  const headers = { authorization: `Bearer ${key}` }
  expect((await f.call('GET', '/projects/app/accounts', undefined, headers)).status).toBe(200)
  for (const [method, path] of [
    ['GET', '/session'],
    ['GET', '/team'],
    ['GET', '/projects/app/keys'],
    ['GET', '/projects/app/people/ann'],
    ['POST', '/projects/app/program/publish'],
  ] as const)
    expect((await f.call(method, path, method === 'GET' ? undefined : {}, headers)).status).toBe(401)
  await f.projects.ensure({ id: 'other', name: 'Other', isDemo: false })
  expect((await f.call('GET', '/projects/other/accounts', undefined, headers)).status).toBe(401)
})

test.each([
  ['a key that only sends', { kind: 'secret', mode: 'live', scopes: ['ingest'] }],
  ['a key of test data', { kind: 'secret', mode: 'test', scopes: ['read', 'privacy'] }],
  ['a publishable key', { kind: 'publishable', mode: 'live' }],
] as const)('%s reads nothing', async (_, input) => {
  const key = await f.keys.add('app', input)
  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }
  expect((await f.call('GET', '/projects/app/accounts', undefined, headers)).status).toBe(401)
  expect((await f.call('GET', '/projects/app/people/ann', undefined, headers)).status).toBe(401)
})
