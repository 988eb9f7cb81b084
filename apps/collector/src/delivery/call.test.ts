import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Caller, type CallerPorts, createCaller } from './call.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const listen = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

const caller = (more: Partial<CallerPorts> = {}): Caller => {
  const made = createCaller({ allowsPrivate: true, timeoutMs: 5000, ...more })
  closing.push(made.close)
  return made
}

/** A resolver that knows one answer. */
const leadsTo =
  (...addresses: readonly string[]): LookupFunction =>
  (_, options, done) => {
    const all = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (options.all === true) done(null, all)
    else done(null, all[0]?.address ?? '', all[0]?.family)
  }

test('an answer comes with its status, its headers and the start of its body', async () => {
  const port = await listen((request, response) => {
    response.setHeader('Retry-After', '3')
    response.statusCode = 429
    response.end(`${request.method} ${request.headers['user-agent']} ${'x'.repeat(100_000)}`)
  })
  const called = await caller().call({
    method: 'POST',
    url: `http://127.0.0.1:${port}/`,
    body: '{}',
    maxBytes: 20,
  })
  expect(called).toMatchObject({ kind: 'answered', status: 429, text: 'POST Fireball xxxxxx' })
  expect(called.kind === 'answered' && called.headers['retry-after']).toBe('3')
})

test('a redirect is an answer: nobody is followed anywhere', async () => {
  let second = 0
  const inside = await listen((_, response) => {
    second++
    response.end()
  })
  const port = await listen((_, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${inside}/` })
    response.end()
  })
  expect(await caller().call({ method: 'POST', url: `http://127.0.0.1:${port}/` })).toMatchObject({
    status: 307,
  })
  expect(second).toBe(0)
})

test('who never answers, or never ends, is hung up on', async () => {
  const port = await listen((request, response) => {
    if (request.url === '/drip') response.write('x')
  })
  const { call } = caller({ timeoutMs: 60 })
  for (const path of ['mute', 'drip'])
    expect(await call({ method: 'POST', url: `http://127.0.0.1:${port}/${path}` })).toEqual({
      kind: 'failed',
      say: 'No answer within the time',
      isRefused: false,
    })
})

test('what goes wrong on the way is said in words', async () => {
  const port = await listen(request => {
    request.socket.destroy()
  })
  const { call } = caller()
  expect(await call({ method: 'POST', url: `http://127.0.0.1:${port}/` })).toMatchObject({
    say: 'The connection was cut',
    isRefused: false,
  })
  expect(await call({ method: 'POST', url: 'http://127.0.0.1:1/' })).toMatchObject({
    say: 'Nobody listens there',
  })
})

test.each([
  ['127.0.0.1'],
  ['10.0.0.7'],
  ['169.254.169.254'],
  ['::ffff:127.0.0.1'],
  ['::1'],
  ['93.184.216.34', '127.0.0.1'],
])('a name that leads to %s is refused at the moment of connecting', async (...addresses) => {
  let isReached = false
  const port = await listen((_, response) => {
    isReached = true
    response.end()
  })
  const { call } = caller({ allowsPrivate: false, lookup: leadsTo(...addresses) })
  expect(await call({ method: 'POST', url: `https://hooks.example.com:${port}/` })).toEqual({
    kind: 'failed',
    say: expect.stringMatching(/^“hooks\.example\.com” leads to .* is an address of an inner network/),
    isRefused: true,
  })
  expect(isReached).toBe(false)
})

test('a name is judged anew at each connection, whatever it led to before', async () => {
  const answers = ['127.0.0.1', '169.254.169.254']
  const port = await listen((_, response) => {
    response.setHeader('connection', 'close')
    response.end('inside')
  })
  const lookup: LookupFunction = (name, options, done) => leadsTo(answers.shift() ?? '')(name, options, done)
  const { call } = caller({ lookup })
  // “localhost” by its name, so that http is allowed; the operator allows the loopback, and nobody allows link-local.
  const url = `http://hook.localhost:${port}/`
  expect(await call({ method: 'GET', url })).toMatchObject({ status: 200, text: 'inside' })
  expect(await call({ method: 'GET', url })).toMatchObject({ isRefused: true })
})

test.each(['https://2130706433/', 'https://[::ffff:127.0.0.1]/', 'http://example.com/'])(
  '%s is refused before anybody is asked',
  async url => {
    const lookup: LookupFunction = () => {
      throw new Error('asked')
    }
    expect(await caller({ allowsPrivate: false, lookup }).call({ method: 'GET', url })).toMatchObject({
      kind: 'failed',
      isRefused: true,
    })
  },
)
