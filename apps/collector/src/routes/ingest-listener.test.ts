import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestCollector, NOON, type TestCollector } from '../fixture.ts'
import { createHttpServer, type HttpServer } from '../http-server.ts'

/** One collector behind two servers: one by its routes alone, one that asks the listener first. */
let collector: TestCollector
const servers: HttpServer[] = []
const ports: number[] = []
const answered: string[] = []

beforeAll(async () => {
  collector = await createTestCollector(undefined, {
    origin: 'https://fireball.example',
    onRequest: ({ method, path, status }) => answered.push(`${method} ${path} ${status}`),
  })
  for (const listener of [undefined, collector.listener]) {
    const server = createHttpServer(collector.app.fetch, undefined, listener)
    servers.push(server)
    ports.push((await server.listen(0, '127.0.0.1')).port)
  }
})
afterAll(async () => {
  for (const server of servers) await server.drain(0)
  await collector.close()
})

interface Sent {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

interface Got {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

const send = (port: number, { path = '/v1/batch', method = 'POST', headers = {}, body = '' }: Sent) =>
  new Promise<Got>((settle, fail) => {
    const outgoing = request({ port, path, method, headers, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => {
        const { date: _, connection: __, 'transfer-encoding': ___, ...kept } = response.headers
        settle({ status: response.statusCode, headers: kept, body: Buffer.concat(chunks).toString() })
      })
    })
    outgoing.on('error', fail)
    outgoing.end(body)
  })

const key = 'pk_live_app'
const good = { type: 'track', event: 'Report Read', userId: 'ann', timestamp: new Date(NOON).toISOString() }
const batch = (...messages: unknown[]): string => JSON.stringify({ writeKey: key, batch: messages })
const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`

const REQUESTS: readonly (readonly [string, Sent])[] = [
  ['a batch', { body: batch(good, good) }],
  ['a batch without a body', {}],
  ['a batch that is no JSON', { body: '{"batch": [' }],
  ['a batch that is none', { body: JSON.stringify({ writeKey: key, batch: 7 }) }],
  ['good and bad messages', { body: batch(good, 7, { ...good, userId: 7 }, { ...good, type: 'x' }) }],
  ['text that is not ASCII', { body: batch({ ...good, event: 'Größe → 日本 🚀', userId: 'Zoë' }) }],
  ['gzip, labelled as text', { body: gzipSync(batch(good)), headers: { 'content-type': 'text/plain' } }],
  ['gzip that is cut', { body: gzipSync(batch(good)).subarray(0, 40) }],
  ['gzip of too much', { body: gzipSync(Buffer.alloc(2_000_000, 32)) }],
  ['too much', { body: Buffer.alloc(600_000, 32) }],
  ['too much, in chunks', { body: Buffer.alloc(600_000, 32), headers: { 'transfer-encoding': 'chunked' } }],
  ['a batch in chunks', { body: batch(good), headers: { 'transfer-encoding': 'chunked' } }],
  ['an unknown key', { body: JSON.stringify({ writeKey: 'pk_live_none', batch: [good] }) }],
  ['no key', { body: JSON.stringify({ batch: [good] }) }],
  ['a single message', { path: '/v1/t', body: JSON.stringify({ ...good, writeKey: key }) }],
  ['a single message of a page', { path: '/v1/page', body: JSON.stringify({ ...good, writeKey: key }) }],
  [
    'a key by Basic',
    { path: '/v1/i', headers: { authorization: basic }, body: JSON.stringify({ userId: 'ann' }) },
  ],
  [
    'a key in the address',
    { path: `/beacon/v1/batch?writeKey=${key}`, body: JSON.stringify({ batch: [good] }) },
  ],
  ['an escaped path', { path: '/v1/%62atch', body: batch(good) }],
  [
    'a secret key in a browser',
    { headers: { origin: 'https://shop.example', authorization: 'Bearer sk_live_x' }, body: batch(good) },
  ],
  ['a browser', { headers: { origin: 'https://shop.example' }, body: batch(good) }],
  [
    'a message of PostHog',
    { path: '/e/', body: JSON.stringify({ api_key: key, event: 'x', distinct_id: 'd', properties: {} }) },
  ],
  ['a look before asking', { method: 'OPTIONS', headers: { origin: 'https://shop.example' } }],
  ['another method', { method: 'GET' }],
  ['another path', { path: '/v1/nothing', body: batch(good) }],
]

test.each(REQUESTS)('the listener answers %s as the routes do', async (_, sent) => {
  const [byRoutes, byListener] = await Promise.all(ports.map(port => send(port, sent).catch(() => 'cut off')))
  if (typeof byRoutes === 'string' || typeof byListener === 'string') return expect(byListener).toBe(byRoutes)
  const stable = (got: Got | undefined): unknown => {
    // Which of the two came first counts the message.
    return {
      ...got,
      headers: { ...got?.headers, 'content-length': 0 },
      body: got?.body.replace(/"duplicates":\d+/, ''),
    }
  }
  expect(stable(byListener)).toEqual(stable(byRoutes))
})

test('what was answered by the listener is told as all answers are', async () => {
  answered.length = 0
  await send(ports[1] ?? 0, { path: '/v1/b?x=1', body: batch(good) })
  expect(answered).toEqual(['POST /v1/b 200'])
})

test('two requests on one connection are answered in their order, and who hangs up in the middle harms nobody', async () => {
  const cut = connect(ports[1] ?? 0, '127.0.0.1')
  cut.write('POST /v1/b HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"batch":')
  await new Promise(settle => setTimeout(settle, 20))
  cut.destroy()
  const both = connect(ports[1] ?? 0, '127.0.0.1')
  let read = ''
  both.on('data', chunk => {
    read += chunk
  })
  const one = (body: string): string =>
    `POST /v1/b HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  both.write(one(batch(good)) + one(batch(7)))
  await expect.poll(() => read.split('HTTP/1.1 200 OK').length).toBe(3)
  both.destroy()
  expect(read.indexOf('"accepted":1')).toBeGreaterThan(0)
  expect(read.indexOf('"accepted":0')).toBeGreaterThan(read.indexOf('"accepted":1'))
})

test('a store that fails is told as the routes tell it', async () => {
  const broken = await createTestCollector()
  await broken.store.close()
  const server = createHttpServer(broken.app.fetch, undefined, broken.listener)
  const alone = createHttpServer(broken.app.fetch)
  const [first, second] = [await server.listen(0, '127.0.0.1'), await alone.listen(0, '127.0.0.1')]
  const sent = { body: batch(good) }
  const [byListener, byRoutes] = [await send(first.port, sent), await send(second.port, sent)]
  expect(byListener.status).toBeGreaterThanOrEqual(500)
  expect({ ...byListener, headers: { ...byListener.headers, 'content-length': 0 } }).toEqual({
    ...byRoutes,
    headers: { ...byRoutes.headers, 'content-length': 0 },
  })
  await server.drain(0)
  await alone.drain(0)
})
