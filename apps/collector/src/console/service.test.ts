import { OAuth2Server } from 'oauth2-mock-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createService, type Journey } from './service.ts'

let provider: OAuth2Server
let issuer = ''
let claims: Record<string, unknown> = {}
beforeAll(async () => {
  provider = new OAuth2Server()
  await provider.issuer.keys.generate('RS256')
  await provider.start(0, '127.0.0.1')
  issuer = provider.issuer.url ?? ''
  provider.service.on('beforeTokenSigning', token => Object.assign(token.payload, claims))
})
afterAll(() => provider.stop())
beforeEach(() => {
  claims = { sub: 'person-1', email: 'ann@example.com', email_verified: true, name: 'Ann' }
})

const CALLBACK = 'http://127.0.0.1:9/api/sign-in/service/callback'
const errors: unknown[] = []

const service = (at = issuer) =>
  createService(
    { issuer: at, clientId: 'fireball', clientSecret: 's', name: 'Test', domains: [], isInsecure: true },
    { now: Date.now, onError: error => errors.push(error) },
  )

/** Goes to the service and comes back, as a browser does. */
const travel = async (by: ReturnType<typeof service>): Promise<{ back: URL; journey: Journey }> => {
  const left = await by.leave(CALLBACK)
  if (!left.ok) throw new Error(left.error)
  claims.nonce ??= left.value.journey.nonce
  const answer = await fetch(left.value.href, { redirect: 'manual' })
  return { back: new URL(answer.headers.get('location') ?? ''), journey: left.value.journey }
}

test('who comes back from the service is who it says, by code, PKCE, state and nonce', async () => {
  const by = service()
  const left = await by.leave(CALLBACK)
  const asked = new URL(left.ok ? left.value.href : '').searchParams
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    client_id: 'fireball',
    redirect_uri: CALLBACK,
    code_challenge_method: 'S256',
    state: expect.any(String),
    nonce: expect.any(String),
  })
  const { back, journey } = await travel(by)
  expect(await by.arrive(back, journey)).toEqual({
    ok: true,
    value: { issuer, subject: 'person-1', email: 'ann@example.com', name: 'Ann' },
  })
})

test.each([
  ['another state', { state: 'other' }, {}, 'refused'],
  ['another nonce', {}, { nonce: 'other' }, 'refused'],
  ['another verifier', { verifier: 'v'.repeat(43) }, {}, 'refused'],
  ['a token for somebody else', {}, { aud: 'other' }, 'refused'],
  ['a token of another service', {}, { iss: 'https://evil.example' }, 'refused'],
  ['a token that is over', {}, { exp: 1000 }, 'refused'],
  ['an address that nobody checked', {}, { email_verified: false }, 'unverified'],
] as const)('with %s nobody comes in', async (_, change, more, code) => {
  const by = service()
  claims = { ...claims, ...more }
  const { back, journey } = await travel(by)
  const arrived = await by.arrive(back, { ...journey, ...change })
  expect(arrived).toEqual({ ok: false, error: code })
})

test('a person who says no there, and a code that is used twice or made up', async () => {
  const by = service()
  const { back, journey } = await travel(by)
  const refused = new URL(`${CALLBACK}?error=access_denied&state=${journey.state}`)
  expect(await by.arrive(refused, journey)).toEqual({ ok: false, error: 'refused' })
  expect((await by.arrive(back, journey)).ok).toBe(true)
})

test('a service that does not answer is said to be away, and asked again later', async () => {
  let time = 0
  const by = createService(
    {
      issuer: 'http://127.0.0.1:9',
      clientId: 'f',
      clientSecret: 's',
      name: 'T',
      domains: [],
      isInsecure: true,
    },
    { now: () => time, onError: () => undefined },
  )
  expect(await by.leave(CALLBACK)).toEqual({ ok: false, error: 'unreachable' })
  time = 20_000
  expect(await by.leave(CALLBACK)).toEqual({ ok: false, error: 'unreachable' })
})
