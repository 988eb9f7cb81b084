import { err, ok, type Result } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'
import type { Arrived, Service, ServiceError } from './service.ts'

const ANN: Arrived = { issuer: 'https://login.example', subject: 's1', email: 'Ann@Example.com', name: 'Ann' }

let arrived: Result<Arrived, ServiceError> = ok(ANN)
const service: Service = {
  name: 'Example',
  leave: async callback =>
    ok({
      href: `https://login.example/?back=${encodeURIComponent(callback)}`,
      journey: { state: 's', nonce: 'n', verifier: 'v' },
    }),
  arrive: async (_, { state }) => (state === 's' ? arrived : err('refused')),
}

let f: Fixture
beforeEach(async () => {
  arrived = ok(ANN)
  f = await createFixture(service, ['welcome.example'])
})
afterEach(() => f.dispose())

const back = async (cookie = 'fireball_away=s.n.v') => {
  const answer = await f.api.request('http://localhost/sign-in/service/callback?code=c&state=s', {
    headers: { cookie },
  })
  const session = answer.headers.getSetCookie().find(one => one.startsWith('fireball_session='))
  return {
    to: answer.headers.get('location'),
    headers: session === undefined ? undefined : { cookie: session.split(';')[0] ?? '' },
  }
}

test('going there keeps what coming back needs, out of reach of scripts', async () => {
  const answer = await f.api.request('http://localhost/sign-in/service')
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toContain('https://login.example/')
  const cookie = answer.headers.get('set-cookie') ?? ''
  for (const part of ['fireball_away=s.n.v', 'HttpOnly', 'SameSite=Lax', 'Max-Age=600'])
    expect(cookie).toContain(part)
  expect((await f.call('GET', '/sign-in')).body).toEqual({
    password: false,
    service: { name: 'Example', href: '/api/sign-in/service' },
  })
})

test('who was invited comes in, by the address that the service verified, and is known from then on', async () => {
  await f.members.add({ email: 'ann@example.com', name: '', role: 'editor' })
  const { to, headers } = await back()
  expect(to).toBe('/console/')
  const session = await f.call('GET', '/session', undefined, headers)
  expect(session.body).toMatchObject({ role: 'editor', member: { email: 'ann@example.com' } })
  // A new address at the service is the same person still.
  arrived = ok({ ...ANN, email: 'ann.new@example.com' })
  expect((await back()).to).toBe('/console/')
  expect((await f.audit.list('')).map(entry => entry.action)).toEqual(['signed-in', 'signed-in'])
})

test('an address that is tied to one person there lets nobody else in', async () => {
  await f.members.add({ email: 'ann@example.com', name: '', role: 'admin' })
  await back()
  arrived = ok({ ...ANN, subject: 'who-got-her-address-later' })
  expect(await back()).toEqual({ to: '/console/sign-in?problem=no-member', headers: undefined })
  arrived = ok({ ...ANN, issuer: 'https://other.example' })
  expect((await back()).headers).toBeUndefined()
})

test('who was not invited stays out, unless the domain is welcome; then a viewer', async () => {
  expect(await back()).toEqual({ to: '/console/sign-in?problem=no-member', headers: undefined })
  expect(await f.members.list()).toEqual([])
  for (const email of [
    'eve@evil-welcome.example',
    'eve@welcome.example.evil',
    'welcome.example@evil.example',
  ]) {
    arrived = ok({ ...ANN, email })
    expect((await back()).headers).toBeUndefined()
  }
  arrived = ok({ ...ANN, email: 'bob@welcome.example' })
  const { headers } = await back()
  expect((await f.call('GET', '/session', undefined, headers)).body).toMatchObject({ role: 'viewer' })
})

test('who is not let in any more stays out', async () => {
  const added = await f.members.add({ email: 'ann@example.com', name: '', role: 'admin' })
  if (added.ok) await f.members.change(added.value.id, { isDisabled: true })
  expect((await back()).to).toBe('/console/sign-in?problem=no-member')
})

test.each([
  ['nothing kept', ''],
  ['something else kept', 'fireball_away=rubbish'],
  ['another journey', 'fireball_away=other.n.v'],
])('with %s in the browser nobody comes in', async (_, cookie) => {
  await f.members.add({ email: 'ann@example.com', name: '', role: 'admin' })
  expect((await back(cookie)).headers).toBeUndefined()
})

test.each(['unreachable', 'refused', 'unverified'] as const)('“%s” is told on the page', async error => {
  arrived = err(error)
  expect((await back()).to).toBe(`/console/sign-in?problem=${error}`)
})
