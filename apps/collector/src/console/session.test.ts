import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'
import { SESSION_LIMITS } from './sessions.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
})
afterEach(() => f.dispose())

const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { error?: { code: string } }).error?.code,
]

test('a link signs in once: the cookie is for this API alone and closed to scripts', async () => {
  const token = await f.sessions.issue('admin')
  const first = await f.call('POST', '/sign-in', { token })
  expect(first.status).toBe(200)
  expect(first.body).toMatchObject({ role: 'admin', origin: 'http://localhost' })
  const cookie = first.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^fireball_session=[^;]+; /)
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/api']) expect(cookie).toContain(part)
  expect(cookie).not.toContain('Secure')

  expect(codeOf(await f.call('POST', '/sign-in', { token }))).toEqual([401, 'bad-token'])
  const session = await f.call('GET', '/session', undefined, { cookie: cookie.split(';')[0] ?? '' })
  expect(session.body).toMatchObject({
    role: 'admin',
    projects: [{ id: 'app', name: 'Your app', isDemo: false, key: expect.stringMatching(/^pk_live_/) }],
  })
})

test('of two at once with one link, one gets in', async () => {
  const token = await f.sessions.issue('admin')
  const both = await Promise.all([
    f.call('POST', '/sign-in', { token }),
    f.call('POST', '/sign-in', { token }),
  ])
  expect(both.map(one => one.status).sort()).toEqual([200, 401])
})

test('a link is good for an hour, a session for two weeks', async () => {
  const token = await f.sessions.issue('viewer')
  f.later(SESSION_LIMITS.tokenMs)
  expect(codeOf(await f.call('POST', '/sign-in', { token }))).toEqual([401, 'bad-token'])
  const headers = await f.signIn('viewer')
  f.later(SESSION_LIMITS.sessionMs - 1)
  expect((await f.call('GET', '/session', undefined, headers)).status).toBe(200)
  f.later(1)
  expect((await f.call('GET', '/session', undefined, headers)).status).toBe(401)
})

test('neither tokens nor sessions stand in the store in clear', async () => {
  const token = await f.sessions.issue('admin')
  const session = await f.sessions.exchange(token)
  const rows = [
    ...(await f.store.all('SELECT * FROM sign_in_tokens')),
    ...(await f.store.all('SELECT * FROM sessions')),
  ]
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(JSON.stringify(rows)).not.toContain(session)
})

test('over https the cookie is marked so, also behind a proxy', async () => {
  const headers = { 'x-forwarded-proto': 'https' }
  const answer = await f.call('POST', '/sign-in', { token: await f.sessions.issue('admin') }, headers)
  expect(answer.headers.get('set-cookie')).toContain('Secure')
})

test('signing out ends the session', async () => {
  const headers = await f.signIn('admin')
  expect((await f.call('POST', '/sign-out', {}, headers)).status).toBe(200)
  expect(codeOf(await f.call('GET', '/session', undefined, headers))).toEqual([401, 'signed-out'])
})

test.each([
  ['GET', '/session'],
  ['GET', '/projects/app/accounts'],
  ['GET', '/projects/app/accounts/u:1'],
  ['GET', '/projects/app/program'],
  ['GET', '/projects/app/program/schema'],
  ['GET', '/projects/app/program/history'],
  ['PUT', '/projects/app/program/draft'],
  ['POST', '/projects/app/program/publish'],
  ['POST', '/projects/app/program/rollback'],
  ['POST', '/projects/app/program/starter'],
  ['GET', '/projects/app/prompts'],
  ['POST', '/projects/app/pause'],
  ['GET', '/projects/app/events/recent'],
  ['GET', '/projects/app/events/unmatched'],
  ['POST', '/projects/app/events/unmatched'],
  ['GET', '/projects/app/help'],
  ['POST', '/projects/app/help/1'],
  ['GET', '/nowhere'],
])('%s %s is closed without a session, and to a viewer when it changes something', async (method, path) => {
  const body = method === 'GET' ? undefined : {}
  const outside = await f.call(method, path, body)
  expect(codeOf(outside)).toEqual([401, 'signed-out'])
  expect(outside.headers.get('cache-control')).toBe('no-store')
  const made = { cookie: 'fireball_session=made-up' }
  expect(codeOf(await f.call(method, path, body, made))).toEqual([401, 'signed-out'])
  if (method !== 'GET')
    expect(codeOf(await f.call(method, path, body, await f.signIn('viewer')))).toEqual([403, 'role-too-low'])
})

test('a viewer may look', async () => {
  const headers = await f.signIn('viewer')
  for (const room of ['accounts', 'program', 'prompts', 'events/recent', 'events/unmatched', 'help'])
    expect((await f.call('GET', `/projects/app/${room}`, undefined, headers)).status).toBe(200)
})

test.each([
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'http://localhost:3000' }, 403],
  [{ origin: 'null' }, 403],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost' }, 403],
  [{ origin: 'http://localhost' }, 200],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://proxied.example' }, 200],
  [{ origin: 'https://fireball.example', host: 'fireball.example' }, 200],
  [{}, 200],
])('a change with %j is answered %i', async (headers: Record<string, string>, status) => {
  const editor = await f.signIn('editor')
  const body = { key: 'buy', paused: true }
  const answer = await f.call('POST', '/projects/app/pause', body, { ...editor, ...headers })
  expect(answer.status).toBe(status)
  if (status === 403) {
    expect(codeOf(answer)[1]).toBe('other-origin')
    expect((await f.programs.live('app'))?.paused).toEqual([])
  }
})

test('signing in from another site is refused too, and spends no token', async () => {
  const token = await f.sessions.issue('admin')
  const evil = { origin: 'https://evil.example' }
  expect((await f.call('POST', '/sign-in', { token }, evil)).status).toBe(403)
  expect((await f.call('POST', '/sign-in', { token })).status).toBe(200)
})

test.each([
  ['not json', 400, 'not-json'],
  ['', 400, 'not-json'],
  ['{}', 400, 'bad-body'],
  ['{"token":5}', 400, 'bad-body'],
  ['[]', 400, 'bad-body'],
  ['null', 400, 'bad-body'],
  [JSON.stringify({ token: 'x'.repeat(201) }), 400, 'bad-body'],
  [JSON.stringify({ token: 'x'.repeat(3_000_000) }), 413, 'too-large'],
])('a bad body is refused with its code', async (body, status, code) => {
  expect(codeOf(await f.call('POST', '/sign-in', body))).toEqual([status, code])
})

test('an unknown project and an unknown route', async () => {
  const headers = await f.signIn('admin')
  for (const path of ['/projects/nope/accounts', '/projects/constructor/program'])
    expect(codeOf(await f.call('GET', path, undefined, headers))).toEqual([404, 'no-such-project'])
  expect(codeOf(await f.call('GET', '/projects/app/nope', undefined, headers))).toEqual([
    404,
    'no-such-route',
  ])
  expect(codeOf(await f.call('DELETE', '/projects/app/program', undefined, headers))).toEqual([
    404,
    'no-such-route',
  ])
  expect(codeOf(await f.call('GET', '/nope', undefined, headers))).toEqual([404, 'no-such-route'])
})

test('what breaks inside is answered plainly and told to the log', async () => {
  const headers = await f.signIn('admin')
  await f.store.run('DROP TABLE prompt_stats')
  const answer = await f.call('GET', '/projects/app/prompts', undefined, headers)
  expect(codeOf(answer)).toEqual([500, 'failed'])
  expect(JSON.stringify(answer.body)).not.toContain('prompt_stats')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(f.errors).toHaveLength(1)
})
