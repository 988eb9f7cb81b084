import type { Invitation, NewKey, Team } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
})
afterEach(() => f.dispose())

const PASSWORD = 'correct horse battery'

const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { error?: { code: string } }).error?.code,
]

const cookieOf = (answer: { headers: Headers }): Record<string, string> => ({
  cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
})

const invite = async (email: string, role: string): Promise<Invitation> =>
  (await f.call('POST', '/team', { email, role }, await f.signIn('admin'))).body as Invitation

const follow = async ({ link }: Invitation) =>
  cookieOf(await f.call('POST', '/sign-in', { token: new URL(link).searchParams.get('token') }))

const withPassword = async (email: string, role = 'editor'): Promise<Record<string, string>> => {
  const cookie = await follow(await invite(email, role))
  expect((await f.call('PUT', '/me/password', { password: PASSWORD }, cookie)).status).toBe(200)
  return cookie
}

const tryPassword = (email: string, password: string, network = '') =>
  f.call('POST', '/sign-in/password', { email, password }, { 'x-test-network': network })

test('who is invited comes by the link, sets a password, and comes back with it', async () => {
  await withPassword('Ann@Example.com ')
  const answer = await tryPassword('ann@example.COM', PASSWORD)
  expect(answer.body).toMatchObject({ role: 'editor', member: { email: 'ann@example.com' } })
  const session = await f.call('GET', '/session', undefined, cookieOf(answer))
  expect(session.body).toMatchObject({ member: { email: 'ann@example.com' } })
  expect((await f.call('GET', '/sign-in')).body).toEqual({ password: true, service: null })
})

test('a password is kept as Argon2id alone, and two equal ones differ', async () => {
  await withPassword('ann@example.com')
  await withPassword('bob@example.com')
  const rows = await f.store.all('SELECT password FROM members')
  for (const { password } of rows) expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(new Set(rows.map(row => row.password)).size).toBe(2)
  const team = (await f.call('GET', '/team', undefined, await f.signIn('viewer'))).body
  expect(JSON.stringify(team)).not.toContain('argon2')
})

test('a wrong password, nobody, and who is not let in any more are answered alike', async () => {
  await withPassword('ann@example.com')
  const gone = await invite('bob@example.com', 'viewer')
  const change = { isDisabled: true }
  await f.call('PUT', `/team/${gone.member.id}`, change, await f.signIn('admin'))
  const answers = [
    await tryPassword('ann@example.com', 'wrong password'),
    await tryPassword('nobody@example.com', PASSWORD),
    await tryPassword('bob@example.com', PASSWORD),
  ]
  for (const answer of answers) expect(codeOf(answer)).toEqual([401, 'bad-password'])
  expect(new Set(answers.map(answer => JSON.stringify(answer.body))).size).toBe(1)
  const log = await f.audit.list('')
  expect(log.filter(entry => entry.action === 'sign-in.refused')).toHaveLength(3)
  expect(JSON.stringify(log)).not.toContain('wrong password')
})

test('guessing is slowed down, by address of mail and by network, and passes', async () => {
  await withPassword('ann@example.com')
  const answers = []
  for (let i = 0; i < 12; i++) answers.push(await tryPassword('ann@example.com', `guess ${i}`, `10.0.0.${i}`))
  expect(answers.map(one => one.status)).toEqual([...Array(10).fill(401), 429, 429])
  expect(answers.at(-1)?.headers.get('retry-after')).toMatch(/^\d+$/)
  // The right one has to wait as well; others have not.
  expect(codeOf(await tryPassword('ann@example.com', PASSWORD, '10.1.1.1'))).toEqual([429, 'too-many-tries'])
  expect((await tryPassword('bob@example.com', PASSWORD, '10.1.1.1')).status).toBe(401)
  for (let i = 0; i < 10; i++) await tryPassword(`user-${i}@example.com`, PASSWORD, '10.9.9.9')
  expect((await tryPassword('other@example.com', PASSWORD, '10.9.9.9')).status).toBe(429)
  f.later(11 * 60_000)
  expect((await tryPassword('ann@example.com', PASSWORD, '10.1.1.1')).status).toBe(200)
})

test.each(['short', 'x'.repeat(201)])('a password of a wrong length is refused', async password => {
  const cookie = await follow(await invite('ann@example.com', 'viewer'))
  expect(codeOf(await f.call('PUT', '/me/password', { password }, cookie))).toEqual([400, 'bad-body'])
})

test('changing a password takes the current one, and ends the other sessions', async () => {
  const first = await withPassword('ann@example.com')
  const second = cookieOf(await tryPassword('ann@example.com', PASSWORD))
  const other = { password: 'another good password' }
  expect(codeOf(await f.call('PUT', '/me/password', other, first))).toEqual([401, 'bad-password'])
  expect((await f.call('PUT', '/me/password', { ...other, current: PASSWORD }, first)).status).toBe(200)
  expect((await f.call('GET', '/session', undefined, first)).status).toBe(200)
  expect((await f.call('GET', '/session', undefined, second)).status).toBe(401)
})

test('a role that is changed, and somebody let out, take effect at once', async () => {
  const invitation = await invite('ann@example.com', 'editor')
  const cookie = await follow(invitation)
  const admin = await f.signIn('admin')
  const at = `/team/${invitation.member.id}`
  const pause = () => f.call('POST', '/projects/app/pause', { key: 'buy', paused: true }, cookie)
  expect((await pause()).status).toBe(200)
  await f.call('PUT', at, { role: 'viewer' }, admin)
  expect(codeOf(await pause())).toEqual([403, 'role-too-low'])
  await f.call('PUT', at, { isDisabled: true }, admin)
  expect(codeOf(await f.call('GET', '/session', undefined, cookie))).toEqual([401, 'signed-out'])
  expect(codeOf(await f.call('POST', `${at}/link`, {}, admin))).toEqual([404, 'no-such-member'])
})

test('an admin cannot take their own rights away', async () => {
  const invitation = await invite('ann@example.com', 'admin')
  const cookie = await follow(invitation)
  for (const change of [{ role: 'viewer' }, { isDisabled: true }])
    expect(codeOf(await f.call('PUT', `/team/${invitation.member.id}`, change, cookie))).toEqual([
      403,
      'own-role',
    ])
})

test('an address is one member; what is no address is none', async () => {
  await invite('ann@example.com', 'viewer')
  const admin = await f.signIn('admin')
  const again = await f.call('POST', '/team', { email: 'ANN@example.com', role: 'admin' }, admin)
  expect(codeOf(again)).toEqual([409, 'email-taken'])
  const bad = await f.call('POST', '/team', { email: 'not an address', role: 'admin' }, admin)
  expect(codeOf(bad)).toEqual([400, 'bad-body'])
  const team = (await f.call('GET', '/team', undefined, admin)).body as Team
  expect(team.members.map(one => [one.email, one.role])).toEqual([['ann@example.com', 'viewer']])
})

/** A secret key, made as an admin does, and what names it. */
const makeKey = async (admin: Record<string, string>): Promise<{ key: string; at: string }> => {
  const before = (await f.keys.list('app')).map(one => one.id)
  const body = { kind: 'secret', mode: 'live' }
  const { key, keys } = (await f.call('POST', '/projects/app/keys', body, admin)).body as NewKey
  return { key, at: `/projects/app/keys/${keys.find(one => !before.includes(one.id))?.id}` }
}

test('a key is rotated with an overlap: both work, then the new one alone', async () => {
  const admin = await f.signIn('admin')
  const { key, at } = await makeKey(admin)
  const rotated = (await f.call('POST', `${at}/rotate`, { overlapHours: 2 }, admin)).body as NewKey
  expect((await f.projects.findKey(key))?.project).toBe('app')
  expect((await f.projects.findKey(rotated.key))?.scopes).toEqual(['ingest'])
  f.later(2 * 3_600_000)
  expect(await f.projects.findKey(key)).toBeUndefined()
  expect(await f.projects.findKey(rotated.key)).toBeDefined()
})

test('a revoked key opens nothing within seconds, and no hash of a key opens anything', async () => {
  const admin = await f.signIn('admin')
  const { key, at } = await makeKey(admin)
  expect(await f.projects.findKey(key)).toBeDefined()
  const rows = await f.store.all("SELECT lookup FROM access_keys WHERE kind = 'secret'")
  expect(JSON.stringify(rows)).not.toContain(key)
  for (const { lookup } of rows) expect(await f.projects.findKey(`${lookup}`)).toBeUndefined()
  expect((await f.call('POST', `${at}/revoke`, {}, admin)).status).toBe(200)
  f.later(5000)
  expect(await f.projects.findKey(key)).toBeUndefined()
  expect(codeOf(await f.call('POST', `${at}/revoke`, {}, admin))).toEqual([404, 'no-such-key'])
  expect((await f.audit.list('app')).map(entry => entry.action)).toEqual(['key.revoked', 'key.made'])
  expect(JSON.stringify(await f.audit.list('app'))).not.toContain(key)
})

test('what the identity secret before signed holds for the overlap', async () => {
  const access = async () => f.projects.findKey((await f.projects.list())[0]?.publishableKey ?? '')
  const [before = ''] = (await access())?.identitySecrets ?? []
  const admin = await f.signIn('admin')
  const answer = await f.call('POST', '/projects/app/identity/rotate', { overlapHours: 1 }, admin)
  const { secret } = answer.body as { secret: string }
  f.later(6000)
  expect((await access())?.identitySecrets).toEqual([secret, before])
  f.later(3_600_000)
  expect((await access())?.identitySecrets).toEqual([secret])
})
