import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCollector } from './collector-process.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fireball-drain-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const bodyOf = (id: string): string =>
  JSON.stringify({
    writeKey: 'pk_test_demo',
    batch: [{ type: 'track', event: 'Test Sent', userId: 'ann', messageId: id }],
  })

/** A request whose last byte is still to come. */
const begin = (origin: string, id: string): { end: () => void; answer: Promise<string>; socket: Socket } => {
  const { hostname, port } = new URL(origin)
  const body = bodyOf(id)
  const socket = connect(Number(port), hostname)
  let read = ''
  socket.on('data', chunk => {
    read += chunk
  })
  socket.on('error', () => undefined)
  socket.write(
    `POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`,
  )
  return {
    socket,
    end: () => socket.write(body.slice(-1)),
    answer: new Promise(settle => socket.on('close', () => settle(read))),
  }
}

test('on SIGTERM it says so, takes what comes while balancers look elsewhere, ends what is at hand, and ends with 0', async () => {
  const collector = await startCollector(dataDir, 'apps/collector/src/main.ts', { DRAIN_SECONDS: '1' })
  const atHand = Array.from({ length: 5 }, (_, i) => begin(collector.origin, `at-hand-${i}`))
  expect((await fetch(`${collector.origin}/readyz`)).status).toBe(200)
  const ended = collector.stop('SIGTERM')
  await expect.poll(async () => (await fetch(`${collector.origin}/readyz`)).status).toBe(503)
  expect((await fetch(`${collector.origin}/healthz`)).status).toBe(200)
  const late = await fetch(`${collector.origin}/v1/batch`, { method: 'POST', body: bodyOf('late') })
  expect(late.status).toBe(200)
  // The port is closed by now; what has begun may end.
  await expect
    .poll(() => fetch(`${collector.origin}/healthz`).catch(() => 'closed'), { timeout: 5000 })
    .toBe('closed')
  for (const { end } of atHand) end()
  for (const { answer } of atHand) {
    const text = await answer
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(text).toMatch(/connection: close/i)
  }
  expect(await ended).toBe(0)
  const db = new Database(join(dataDir, 'fireball.db'), { readonly: true })
  const kept = db.prepare('SELECT id FROM events ORDER BY id').pluck().all()
  db.close()
  expect(kept).toEqual(['at-hand-0', 'at-hand-1', 'at-hand-2', 'at-hand-3', 'at-hand-4', 'late'])
}, 30_000)

test('a wrong setting is told by name, and nothing starts', async () => {
  const started = startCollector(dataDir, 'apps/collector/src/main.ts', {
    RATE_PER_KEY: 'many',
    DATABASE_URL: 'mysql://u:hunter2@db/x',
  })
  const said = await started.then(
    () => '',
    (error: Error) => error.message,
  )
  expect(said).toContain('ended with 2')
  expect(said).toContain('RATE_PER_KEY is "many"; expected a number from 0 to 1000000.')
  expect(said).toContain('DATABASE_URL: expected an address such as postgres://user:password@host/database.')
  expect(said).not.toContain('hunter2')
}, 30_000)
