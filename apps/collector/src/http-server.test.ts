import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpServer, type HttpServer, SERVER_LIMITS } from './http-server.ts'

const LIMITS = { ...SERVER_LIMITS, headMs: 300, requestMs: 600, maxConnections: 4 }

let server: HttpServer
let port = 0
let release: () => void = () => undefined
const sockets: Socket[] = []
beforeEach(async () => {
  server = createHttpServer(async request => {
    if (new URL(request.url).pathname === '/slow')
      await new Promise<void>(settle => {
        release = settle
      })
    return new Response(`got ${(await request.text()).length}`)
  }, LIMITS)
  port = (await server.listen(0, '127.0.0.1')).port
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.drain(0)
})

/** A connection, and everything that comes back over it until it is closed. */
const open = (): { socket: Socket; closed: Promise<string>; read: () => string } => {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  let read = ''
  socket.on('data', chunk => {
    read += chunk
  })
  socket.on('error', () => undefined)
  return {
    socket,
    read: () => read,
    closed: new Promise(settle => socket.on('close', () => settle(read))),
  }
}

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\n'

test('a head that comes a byte at a time is cut off', async () => {
  const { socket, closed } = open()
  const drip = setInterval(() => socket.write('a'), 50)
  socket.write(`${HEAD}X-Slow: `)
  const answer = await closed
  clearInterval(drip)
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
})

test('a body that comes a byte at a time is cut off', async () => {
  const { socket, closed } = open()
  socket.write(`${HEAD}Content-Length: 1000\r\n\r\n`)
  const drip = setInterval(() => socket.write('a'), 50)
  expect(await closed).toMatch(/^HTTP\/1\.1 408 /)
  clearInterval(drip)
})

test('a head larger than allowed is refused, and what is no HTTP too', async () => {
  const large = open()
  large.socket.write(`${HEAD}X-Large: ${'a'.repeat(LIMITS.headBytes)}\r\n\r\n`)
  expect(await large.closed).toMatch(/^HTTP\/1\.1 431 /)
  const none = open()
  none.socket.write('\x16\x03\x01 hello\r\n\r\n')
  expect(await none.closed).toMatch(/^HTTP\/1\.1 400 /)
})

test.each([
  ['two lengths', 'Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde'],
  ['a length beside chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a chunk without a number', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n'],
])('%s, by which a proxy could be fooled, are refused', async (_, rest) => {
  const { socket, closed } = open()
  socket.write(HEAD + rest)
  expect(await closed).toMatch(/^HTTP\/1\.1 400 /)
})

test('more connections than allowed are closed; when one is free the next is served', async () => {
  const held = Array.from({ length: LIMITS.maxConnections }, open)
  for (const { socket } of held) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => held.every(one => one.read().includes('got 0'))).toBe(true)
  const extra = open()
  expect(await extra.closed).toBe('')
  held[0]?.socket.destroy()
  await expect
    .poll(async () => {
      const next = open()
      next.socket.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      return (await next.closed).includes('got 0')
    })
    .toBe(true)
})

test('draining lets the request at hand end, tells its client to go, and takes no further connection', async () => {
  const inFlight = open()
  inFlight.socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
  const idle = open()
  idle.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => idle.read()).toContain('got 0')
  let isDrained = false
  const drained = server.drain(5000).then(() => {
    isDrained = true
  })
  await idle.closed
  const late = open()
  expect(await late.closed).toBe('')
  expect(isDrained).toBe(false)
  release()
  expect(await inFlight.closed).toContain('got 0')
  await drained
})

test('who does not end in time is cut off', async () => {
  const { socket, closed } = open()
  socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise(settle => setTimeout(settle, 50))
  const startedAt = Date.now()
  await server.drain(200)
  expect(await closed).toBe('')
  expect(Date.now() - startedAt).toBeLessThan(2000)
})
