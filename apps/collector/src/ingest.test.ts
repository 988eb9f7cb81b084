import { gzipSync } from 'node:zlib'
import type { BatchAnswer } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { json, text } from './store/row.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const good: Message = {
  type: 'track',
  event: 'Report Run',
  userId: 'ann',
  messageId: 'good',
  properties: { outcome: 'success', context: 'sales' },
}

const batch = (...messages: readonly unknown[]): Message => ({
  writeKey: collector.publishable,
  batch: messages,
})

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

const tallies = async (kind: string): Promise<unknown> =>
  Object.fromEntries(
    (await collector.store.all('SELECT code, n FROM tallies WHERE kind = $1', [kind])).map(row => [
      text(row, 'code'),
      row.n,
    ]),
  )

const eventIds = async (): Promise<readonly string[]> =>
  (await collector.store.all('SELECT id FROM events ORDER BY id')).map(row => text(row, 'id'))

test.each([
  ['malformed JSON', '{"batch": [', 400, 'not-json'],
  ['an empty body', '', 400, 'not-json'],
  ['HTML', '<!doctype html><script>alert(1)</script>', 400, 'not-json'],
  ['a number', '7', 400, 'not-an-object'],
  ['null', 'null', 400, 'not-an-object'],
  ['a list', '[]', 400, 'not-an-object'],
  ['a list nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400, 'not-an-object'],
  ['a list nested 200,000 deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 400, 'not-an-object'],
  ['no batch', '{"writeKey":"pk_live_app"}', 400, 'not-a-batch'],
  ['a batch that is text', '{"writeKey":"pk_live_app","batch":"x"}', 400, 'not-a-batch'],
  ['a batch nested 70,000 deep', `{"writeKey":"pk_live_app","batch":${nested(70_000)}}`, 400, 'not-a-batch'],
  ['a shared context nested 10,000 deep', `{"batch":[],"context":${nested(10_000)}}`, 400, 'too-deep'],
  [
    'a shared context of 40 KB',
    JSON.stringify({ batch: [], context: { x: 'y'.repeat(40_000) } }),
    413,
    'too-large',
  ],
  ['600 KB', JSON.stringify({ batch: [], x: 'y'.repeat(600_000) }), 413, 'too-large'],
  ['no key', '{"batch":[]}', 401, 'unknown-key'],
  ['an unknown key', '{"writeKey":"pk_live_nobody","batch":[]}', 401, 'unknown-key'],
  ['a key that is an object', '{"writeKey":{},"batch":[]}', 401, 'unknown-key'],
])('%s is refused as a whole, with a code', async (_, body, status, code) => {
  const response = await collector.post('/v1/batch', body)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ success: false, error: { code } })
  expect(await tallies('refused')).toEqual({ [code]: 1 })
})

test('gzip that inflates to more than a batch may have is refused before it does', async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 32))
  const response = await collector.post('/v1/batch', bomb)
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject({ error: { code: 'too-large' } })
})

test('gzip is known by its first bytes, broken gzip is no JSON', async () => {
  const packed = gzipSync(JSON.stringify(batch(good)))
  const response = await collector.post('/v1/b', packed, { 'content-type': 'text/plain' })
  expect(response.status).toBe(200)
  expect(await eventIds()).toEqual(['good'])
  const cut = await collector.post('/v1/b', packed.subarray(0, 30))
  expect(cut.status).toBe(400)
})

test('many tiny messages cannot make a large context grow', async () => {
  const context = { x: 'y'.repeat(30_000) }
  const response = await collector.post('/v1/b', {
    ...batch(...Array.from({ length: 5000 }, () => 0)),
    context,
  })
  expect(response.status).toBe(413)
})

/** Stands for what JSON.stringify itself could not write. */
const DEEP = 'to be nested deeply'

const bad: readonly (readonly [string, unknown, string])[] = [
  ['a number', 7, 'not-an-object'],
  ['null', null, 'not-an-object'],
  ['a list', [good], 'not-an-object'],
  ['no type', { ...good, type: undefined }, 'unknown-type'],
  ['a type that is inherited', { ...good, type: 'constructor' }, 'unknown-type'],
  ['no id at all', { ...good, userId: undefined }, 'missing-id'],
  ['an id of 300 characters', { ...good, userId: 'x'.repeat(300) }, 'bad-id'],
  ['an id with a tab', { ...good, userId: 'a\tb' }, 'bad-id'],
  ['an id that is a list', { ...good, userId: ['ann'] }, 'bad-id'],
  ['a message id that is a number', { ...good, messageId: 7 }, 'bad-id'],
  ['no event name', { ...good, event: undefined }, 'bad-name'],
  ['an event name that is an object', { ...good, event: {} }, 'bad-name'],
  ['an event name of 300 characters', { ...good, event: 'x'.repeat(300) }, 'bad-name'],
  ['40 KB of properties', { ...good, properties: { x: 'y'.repeat(40_000) } }, 'too-large'],
  ['properties 100 deep', { ...good, properties: JSON.parse(nested(100)) }, 'too-deep'],
  ['properties 10,000 deep', { ...good, properties: DEEP }, 'too-deep'],
  ['a subscription from a browser', { ...good, event: 'Subscription Started' }, 'needs-secret-key'],
]

test.each(bad)('%s is refused alone; the good messages around it are kept', async (_, message, code) => {
  const before = { ...good, messageId: 'before' }
  const after = { ...good, messageId: 'zafter' }
  const body = JSON.stringify(batch(before, message, after)).replace(JSON.stringify(DEEP), nested(10_000))
  const response = await collector.post('/v1/batch', body)
  expect(response.status).toBe(200)
  const answer: BatchAnswer = await response.json()
  expect(answer).toMatchObject({ success: true, accepted: 2, refused: [{ index: 1, code }] })
  expect(await eventIds()).toEqual(['before', 'zafter'])
  expect(await tallies('refused')).toEqual({ [code]: 1 })
  const rows = await collector.store.all('SELECT error FROM refused')
  expect(rows.map(row => json(row, 'error'))).toMatchObject([{ code }])
})

test('subscriptions are taken from a secret key', async () => {
  const answer = await collector.send([
    { ...good, event: 'Subscription Started', properties: { plan: 'pro' } },
  ])
  expect(answer).toMatchObject({ accepted: 1, refused: [] })
})

test.each([
  ['a clock ten years ahead', { ...good, timestamp: '2040-01-01T00:00:00Z' }, 'clock-ahead'],
  ['a time that is none', { ...good, timestamp: 'yesterday' }, 'bad-timestamp'],
  ['a time out of every range', { ...good, timestamp: 1e30 }, 'bad-timestamp'],
  ['properties that are a list', { ...good, properties: [1] }, 'properties-not-an-object'],
  ['an id that is a number', { ...good, userId: 42 }, 'id-not-text'],
])('%s is accepted with a warning that is counted', async (_, message, code) => {
  const answer = await collector.send([message])
  expect(answer).toMatchObject({ accepted: 1, warnings: [{ index: 0, code }] })
  expect(await tallies('warning')).toEqual({ [code]: 1 })
})

test('a clock twenty years behind is kept as it is', async () => {
  await collector.send([{ ...good, timestamp: '2004-01-01T00:00:00Z' }])
  expect(await collector.store.all('SELECT at FROM events')).toEqual([{ at: Date.parse('2004-01-01') }])
})

test('keys that could reach a prototype are dropped everywhere, shared context included', async () => {
  const evil = `{"writeKey":"pk_live_app","context":{"__proto__":{"groupId":"x"},"ok":1},"batch":[
    {"type":"track","event":"Report Run","userId":"ann","messageId":"m1",
     "properties":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"outcome":"success"}}]}`
  const response = await collector.post('/v1/batch', evil)
  expect(await response.json()).toMatchObject({ accepted: 1, warnings: [{ code: 'key-dropped' }] })
  const [row] = await collector.store.all('SELECT akey, body FROM events')
  expect(row?.akey).toBe('app/u:ann')
  expect(row?.body).not.toMatch(/__proto__|constructor|polluted/)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('script-like text in every field is data', async () => {
  const script = '"><script>alert(1)</script>'
  const answer = await collector.send([
    {
      type: 'track',
      event: script,
      userId: script,
      anonymousId: script,
      messageId: script,
      properties: { [script]: script, outcome: script, context: script },
      context: { groupId: script, page: { url: `javascript:${script}` }, userAgent: script },
    },
    { type: 'group', userId: script, groupId: script, traits: { name: script, [script]: script } },
  ])
  expect(answer).toMatchObject({ accepted: 2, refused: [] })
  await collector.settled()
  const response = await collector.post('/v1/batch', { ...batch(), writeKey: script })
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
})

test('a statement in a value stays a value', async () => {
  const drop = "'); DROP TABLE events; --"
  await collector.send([{ ...good, userId: drop, messageId: drop, event: drop }])
  expect(await eventIds()).toEqual([drop])
})

test.each([
  ['identify', 'i'],
  ['track', 't'],
  ['page', 'p'],
  ['screen', 's'],
  ['group', 'g'],
  ['alias', 'a'],
])('/v1/%s and /v1/%s take one message', async (long, short) => {
  for (const [i, path] of [long, short].entries()) {
    const response = await collector.post(`/v1/${path}`, {
      writeKey: collector.publishable,
      userId: 'ann',
      event: 'Report Run',
      groupId: 'acme',
      previousId: 'x1',
      messageId: `m${i}`,
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ accepted: 1 })
  }
  expect(await collector.store.all('SELECT DISTINCT type FROM events')).toEqual([{ type: long }])
})

test('the key may stand in the body, in Basic, or be a Bearer token', async () => {
  const basic = `Basic ${Buffer.from(`${collector.publishable}:`).toString('base64')}`
  for (const authorization of [basic, `Bearer ${collector.publishable}`]) {
    const response = await collector.post('/v1/batch', { batch: [good] }, { authorization })
    expect(response.status).toBe(200)
  }
  const wrong = await collector.post('/v1/batch', { batch: [good] }, { authorization: 'Basic ???' })
  expect(wrong.status).toBe(401)
})

test('pages of any origin may send, and may read tag and waiting time', async () => {
  const asked = await collector.app.request('/v1/batch', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe('*')
  const response = await collector.post('/v1/batch', batch(good), { origin: 'https://app.example' })
  expect(response.headers.get('access-control-expose-headers')).toContain('ETag')
})

test('of many refused messages all are counted and the first few kept to be read', async () => {
  const answer = await collector.send(Array.from({ length: 500 }, (_, i) => ({ no: i })))
  expect(answer.refused).toHaveLength(500)
  expect(await tallies('refused')).toEqual({ 'unknown-type': 500 })
  const rows = await collector.store.all('SELECT message FROM refused ORDER BY received')
  expect(rows).toHaveLength(20)
  expect(rows[0]).toEqual({ message: '{"no":0}' })
})

test('the ring of refused messages stays a ring', async () => {
  for (let i = 0; i < 150; i++) await collector.send([{ no: i }])
  const rows = await collector.store.all('SELECT message FROM refused ORDER BY received DESC')
  expect(rows).toHaveLength(100)
  expect(rows[0]).toEqual({ message: '{"no":149}' })
})

test('a store that fails is said to be away for a while, and nothing is acknowledged', async () => {
  await collector.store.run('DROP TABLE coverage')
  const response = await collector.post(
    '/v1/batch',
    batch({ ...good, context: { fireball: { device: 'd1', seq: 1 } }, timestamp: NOON }),
  )
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('2')
  expect(await eventIds()).toEqual([])
  expect(collector.errors).toHaveLength(1)
  collector.errors.length = 0
})
