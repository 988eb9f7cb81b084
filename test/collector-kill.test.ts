import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CollectorProcess, startCollector } from './collector-process.ts'

const KEY = 'pk_test_demo'
const KILLS = 5
const CLIENTS = 6
const BATCH = 10

let dataDir = ''
let collector: CollectorProcess
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fireball-kill-'))
  collector = await startCollector(dataDir)
}, 60_000)
afterEach(async () => {
  await collector.stop('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
}, 60_000)

const batchOf = (client: number, n: number): string =>
  JSON.stringify({
    writeKey: KEY,
    batch: Array.from({ length: BATCH }, (_, i) => ({
      type: 'track',
      event: 'Test Sent',
      userId: `user-${(client * 7 + i) % 20}`,
      messageId: `${client}-${n}-${i}`,
      timestamp: Date.now(),
      properties: { outcome: 'success', context: `c${i % 3}` },
    })),
  })

const readStore = <T>(read: (db: Database.Database) => T): T => {
  const db = new Database(join(dataDir, 'fireball.db'), { readonly: true })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

test('killed in the middle of the load again and again: nothing acknowledged is lost, nothing counts twice', async () => {
  const acknowledged = new Set<string>()
  let isOver = false
  // Each client sends a batch until it is acknowledged, as a durable queue does.
  const send = async (client: number): Promise<number> => {
    let sent = 0
    while (!isOver) {
      const body = batchOf(client, sent)
      for (;;) {
        const response = await fetch(`${collector.origin}/v1/b`, { method: 'POST', body }).catch(
          () => undefined,
        )
        const answer = await response?.json().catch(() => undefined)
        if (response?.status === 200 && answer?.accepted === BATCH) break
        await new Promise(settle => setTimeout(settle, 20))
      }
      for (let i = 0; i < BATCH; i++) acknowledged.add(`${client}-${sent}-${i}`)
      sent++
    }
    return sent
  }
  const clients = Array.from({ length: CLIENTS }, (_, client) => send(client))
  for (let kill = 0; kill < KILLS; kill++) {
    const before = acknowledged.size
    while (acknowledged.size < before + 200) await new Promise(settle => setTimeout(settle, 10))
    await collector.stop('SIGKILL')
    collector = await startCollector(dataDir)
  }
  isOver = true
  const sent = await Promise.all(clients)
  expect(await collector.stop('SIGTERM')).toBe(0)

  const ids = readStore(db => db.prepare<[], string>('SELECT id FROM events').pluck().all())
  const stored = new Set(ids)
  expect([...acknowledged].filter(id => !stored.has(id))).toEqual([])
  expect(ids).toHaveLength(stored.size)
  expect(stored.size).toBe(sent.reduce((sum, n) => sum + n * BATCH, 0))
  // Evidence is in step with the events: each counts once under the signal that reads it.
  const counted = readStore(db => db.prepare<[], number>('SELECT SUM(success) FROM counts').pluck().get())
  expect(counted).toBe(stored.size)
  const due = readStore(db => db.prepare<[], number>('SELECT SUM(touched) FROM touched').pluck().get())
  expect(due).toBeGreaterThan(0)
}, 120_000)

test('a signal to stop finishes what was received and ends well', async () => {
  const bodies = Array.from({ length: 10 }, (_, n) => batchOf(0, n))
  const answers = Promise.all(
    bodies.map(body =>
      fetch(`${collector.origin}/v1/b`, { method: 'POST', body, headers: { connection: 'close' } }),
    ),
  )
  const statuses = (await answers).map(answer => answer.status)
  expect(await collector.stop('SIGTERM')).toBe(0)
  expect(statuses).toEqual(bodies.map(() => 200))
  expect(readStore(db => db.prepare<[], number>('SELECT COUNT(*) FROM events').pluck().get())).toBe(100)
}, 60_000)

test('the port being taken is said in one plain line', async () => {
  const { port } = new URL(collector.origin)
  const second = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', 'apps/collector/src/main.ts'],
    { env: { ...process.env, PORT: port, DATA_DIR: join(dataDir, 'second') }, encoding: 'utf8' },
  )
  expect(second.status).toBe(1)
  expect(second.stderr.trim()).toBe(
    `Port ${port} is taken by another program. Set PORT to another number, or to 0 for any free one.`,
  )
}, 60_000)
