import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { findPostgres, startPostgres } from '../scripts/postgres.ts'
import { killAgainAndAgain } from './collector-faults/kills.ts'
import { type CollectorProcess, startCollector } from './collector-process.ts'

const KEY = 'pk_test_demo'
const KILLS = 5
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

const server = 'missing' in findPostgres() ? undefined : await startPostgres()
afterAll(() => server?.stop())

test.each([
  ['SQLite', undefined],
  // Where there is one: its server is among the killed.
  ...(server === undefined ? [] : [['PostgreSQL', server] as const]),
] as const)(
  'killed in the middle of the load again and again on %s: nothing acknowledged is lost, nothing counts twice',
  async (_, postgres) => {
    const { acknowledged, lost, miscounted, touched } = await killAgainAndAgain({
      kills: KILLS,
      messages: 200,
      ...(postgres === undefined ? {} : { postgres }),
    })
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS * 200)
    expect({ lost, miscounted }).toEqual({ lost: 0, miscounted: 0 })
    expect(touched).toBeGreaterThan(0)
  },
  120_000,
)

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
    {
      env: { ...process.env, PORT: port, DATA_DIR: join(dataDir, 'second'), LOG_LEVEL: 'warn' },
      encoding: 'utf8',
    },
  )
  expect(second.status).toBe(1)
  expect(second.stderr.trim()).toBe(
    `Port ${port} is taken by another program. Set PORT to another number, or to 0 for any free one.`,
  )
}, 60_000)
