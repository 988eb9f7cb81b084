import type { AccountList, Erasure, ProgramState } from '@fireball/core'
import { expect, expectTypeOf, test } from 'vitest'
import { createClient, type Fetch } from './client.ts'

const fake = (status: number, answer: unknown) => {
  const asked: { url: string; init: Parameters<Fetch>[1] }[] = []
  const client = createClient({
    origin: 'https://events.example.com',
    key: 'sk_live_x',
    fetch: async (url, init) => {
      asked.push({ url, init })
      return { ok: status < 400, status, json: async () => answer }
    },
  })
  return { client, asked }
}

test('a call names its route; parameters are encoded, the key rides in a header', async () => {
  const { client, asked } = fake(200, { accounts: [] })
  const answer = await client.call('GET /projects/:project/accounts', {
    params: { project: 'a/b' },
    query: { q: 'x & y', ofOne: 'hide' },
  })
  expectTypeOf(answer).toExtend<{ ok: true; value: AccountList } | { ok: false }>()
  expect(answer).toEqual({ ok: true, value: { accounts: [] } })
  expect(asked).toEqual([
    {
      url: 'https://events.example.com/api/projects/a%2Fb/accounts?q=x%20%26%20y&ofOne=hide',
      init: { method: 'GET', headers: { authorization: 'Bearer sk_live_x' } },
    },
  ])
})

test('a body is JSON', async () => {
  const { client, asked } = fake(200, {})
  const saved = await client.call('PUT /projects/:project/program/draft', {
    params: { project: 'app' },
    body: { program: {} },
  })
  expectTypeOf(saved).toExtend<{ ok: true; value: ProgramState } | { ok: false }>()
  const erased = await client.call('DELETE /projects/:project/people/:user', {
    params: { project: 'app', user: 'ann' },
  })
  expectTypeOf(erased).toExtend<{ ok: true; value: Erasure } | { ok: false }>()
  expect(asked.map(({ init }) => [init.method, init.body])).toEqual([
    ['PUT', '{"program":{}}'],
    ['DELETE', undefined],
  ])
})

test('what the compiler refuses goes, unchecked, to the API of the same collector, and nowhere else', async () => {
  const { client, asked } = fake(200, {})
  type Call = Parameters<typeof client.call>
  expectTypeOf<'GET /nothing'>().not.toExtend<Call[0]>()
  expectTypeOf<'GET /session'>().toExtend<Call[0]>()
  const refused = [
    // @ts-expect-error there is no such route
    () => client.call('GET /nothing', {}),
    // @ts-expect-error the path needs a user
    () => client.call('GET /projects/:project/people/:user', { params: { project: 'app' } }),
    // @ts-expect-error the body is missing
    () => client.call('POST /projects/:project/pause', { params: { project: 'app' } }),
    () =>
      client.call('POST /projects/:project/pause', {
        params: { project: 'app' },
        // @ts-expect-error a key is a text
        body: { key: 7, paused: true },
      }),
    // @ts-expect-error this route has no query
    () => client.call('GET /session', { query: { q: 'x' } }),
  ]
  for (const call of refused) await call()
  expect(asked.map(({ url }) => url.replace('https://events.example.com/api/', ''))).toEqual([
    'nothing',
    'projects/app/people/',
    'projects/app/pause',
    'projects/app/pause',
    'session?q=x',
  ])
})

test('a refusal is a value with its code; so is a collector that is away', async () => {
  const refused = fake(401, { error: { code: 'signed-out', message: 'Not signed in.' } })
  expect(await refused.client.call('GET /session', {})).toEqual({
    ok: false,
    error: { status: 401, code: 'signed-out', message: 'Not signed in.' },
  })
  const odd = fake(502, undefined)
  expect(await odd.client.call('GET /session', {})).toMatchObject({ error: { code: 'http-502' } })
  const away = createClient({
    origin: 'https://events.example.com',
    key: '',
    fetch: async () => {
      throw new Error('no network')
    },
  })
  expect(await away.call('GET /session', {})).toMatchObject({ error: { code: 'unreachable' } })
})
