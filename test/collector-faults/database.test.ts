import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Collector, createCollector } from '../../apps/collector/src/app.ts'
import { firstStart } from '../../apps/collector/src/first-start.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'
import { root } from '../../scripts/run.ts'
import { type DatabaseProxy, startDatabaseProxy } from './database-proxy.ts'

const isMissing = 'missing' in findPostgres()
/** Short, so that nothing here takes long: what is tested is that there is an end to waiting. */
const LIMITS = { connectMs: 500, statementMs: 1000 }

let server: PostgresServer | undefined
let database = ''
let proxy: DatabaseProxy
let store: Driver
let collector: Collector
let program: unknown
const errors: unknown[] = []

beforeAll(async () => {
  if (isMissing) return
  server = await startPostgres()
  program = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
})
afterAll(async () => {
  await server?.stop()
})

const nowhere = join(tmpdir(), 'fireball-nowhere')

beforeEach(async () => {
  if (server === undefined) return
  errors.length = 0
  acknowledged.length = 0
  database = await server.createDatabase()
  proxy = await startDatabaseProxy(database)
  store = openPostgres(proxy.address, () => undefined, LIMITS)
  await migrate(store, Date.now())
  collector = createCollector({
    store,
    folders: { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
    now: Date.now,
    newId: uuidv7,
    secret: uuidv7,
    onError: error => errors.push(error),
  })
  await firstStart(collector.projects, collector.programs, program)
})
afterEach(async () => {
  if (server === undefined) return
  await proxy.set('open')
  proxy.delay(0)
  await collector.dispose()
  await store.close()
  await proxy.close()
})

let sent = 0
const acknowledged: string[] = []

/** One message in one request; remembered when it is acknowledged. */
const send = async (): Promise<{ readonly status: number; readonly retryAfter: string | null }> => {
  const id = `m-${++sent}`
  const response = await collector.app.request('/v1/b', {
    method: 'POST',
    body: JSON.stringify({
      writeKey: 'pk_test_demo',
      batch: [
        {
          type: 'track',
          event: 'Test Sent',
          userId: `user-${sent % 3}`,
          messageId: id,
          timestamp: new Date().toISOString(),
          properties: { outcome: 'success', context: 'c' },
        },
      ],
    }),
  })
  if (response.status === 200) acknowledged.push(id)
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}

const REFUSED = { status: 503, retryAfter: '2' }

/** Reads past the proxy: what is there counts, not what the collector says is there. */
const missing = async (): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query<{ id: string }>('SELECT id FROM events')
  await client.end()
  const stored = new Set(rows.map(row => row.id))
  return acknowledged.splice(0).filter(id => !stored.has(id))
}

const recovered = async (): Promise<void> => {
  await expect.poll(async () => (await send()).status, { interval: 50 }).toBe(200)
  expect((await collector.app.request('/readyz')).status).toBe(200)
}

test.skipIf(isMissing)('a slow database makes answers slow, not wrong', async () => {
  proxy.delay(10)
  const answers = await Promise.all(Array.from({ length: 20 }, send))
  expect(answers.map(one => one.status)).toEqual(Array.from({ length: 20 }, () => 200))
  proxy.delay(0)
  expect(await missing()).toEqual([])
})

test.skipIf(isMissing)(
  'a database that is too slow: told to come again, and what comes again counts once',
  async () => {
    const impatient = createCollector({
      store,
      folders: { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
      now: Date.now,
      newId: uuidv7,
      secret: uuidv7,
      onError: error => errors.push(error),
      answerWithinMs: 1,
    })
    proxy.delay(20)
    const body = JSON.stringify({
      writeKey: 'pk_test_demo',
      batch: [
        { type: 'track', event: 'Test Sent', userId: 'slow', messageId: 'slow-1', timestamp: Date.now() },
      ],
    })
    const first = await impatient.app.request('/v1/b', { method: 'POST', body })
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '2'])
    proxy.delay(0)
    const again = await collector.app.request('/v1/b', { method: 'POST', body })
    expect(again.status).toBe(200)
    await impatient.dispose()
    expect(await store.all("SELECT id FROM events WHERE id = 'slow-1'")).toHaveLength(1)
  },
)

test.skipIf(isMissing)(
  'a database that is gone in the middle: told to come again, and back by itself',
  async () => {
    expect((await send()).status).toBe(200)
    await proxy.set('closed')
    const refused = await Promise.all(Array.from({ length: 10 }, send))
    expect(refused).toEqual(Array.from({ length: 10 }, () => REFUSED))
    // Once the key is no longer remembered, it cannot be looked up either.
    const other = await collector.app.request('/v1/t', {
      method: 'POST',
      headers: { authorization: 'Bearer sk_live_not-seen-yet' },
      body: JSON.stringify({ event: 'A', userId: 'u' }),
    })
    expect([other.status, other.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await collector.app.request('/v1/program?key=pk_test_unseen')).status).toBe(503)
    const api = await collector.app.request('/api/session', { headers: { cookie: 'fireball_session=abc' } })
    expect([api.status, (await api.json()).error.code]).toEqual([503, 'unavailable'])
    expect((await collector.app.request('/readyz')).status).toBe(503)
    expect((await collector.app.request('/healthz')).status).toBe(200)
    await proxy.set('open')
    await recovered()
    expect(await missing()).toEqual([])
  },
)

test.skipIf(isMissing)(
  'a database that falls silent keeps nobody waiting for ever, nor after it is back',
  async () => {
    expect((await send()).status).toBe(200)
    await proxy.set('silent')
    const refused = await Promise.all(Array.from({ length: 5 }, send))
    expect(refused).toEqual(Array.from({ length: 5 }, () => REFUSED))
    expect((await collector.app.request('/readyz')).status).toBe(503)
    await proxy.set('open')
    await recovered()
    expect(await missing()).toEqual([])
  },
)

test.skipIf(isMissing)('connections that the server ends are replaced', async () => {
  expect((await send()).status).toBe(200)
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await client.end()
  await recovered()
  expect(await missing()).toEqual([])
})

test.skipIf(isMissing)(
  'a server without a free connection: told to come again, and back by itself',
  async () => {
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    const name = new URL(database).pathname.slice(1)
    await client.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`)
    // Superusers pass every limit, so the collector comes as somebody else here.
    await client.query(`CREATE ROLE plain_${process.pid} LOGIN`)
    await client.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO plain_${process.pid}`)
    const url = new URL(database)
    url.username = `plain_${process.pid}`
    const other = openPostgres(url.href, () => undefined, LIMITS)
    const second = createCollector({
      store: other,
      folders: { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
      now: Date.now,
      newId: uuidv7,
      secret: uuidv7,
      onError: error => errors.push(error),
    })
    const first = collector
    collector = second
    expect(await send()).toEqual(REFUSED)
    await client.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`)
    await recovered()
    collector = first
    await second.dispose()
    await other.close()
    await client.query(`DROP OWNED BY plain_${process.pid}`)
    await client.query(`DROP ROLE plain_${process.pid}`)
    await client.end()
    expect(await missing()).toEqual([])
  },
)

test.skipIf(isMissing)(
  'all connections of the collector in use: others wait their turn, then are told',
  async () => {
    const held = Array.from({ length: 8 }, () => store.all('SELECT pg_sleep(1.2)').catch(() => undefined))
    const answers = await Promise.all(Array.from({ length: 3 }, send))
    for (const answer of answers) expect([200, 503]).toContain(answer.status)
    await Promise.all(held)
    await recovered()
    expect(await missing()).toEqual([])
  },
)

test.skipIf(isMissing)(
  'a database that may only be read refuses what is sent, until it may be written',
  async () => {
    expect((await send()).status).toBe(200)
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    const name = new URL(database).pathname.slice(1)
    const cut = () =>
      client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
    await client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    await cut()
    await expect.poll(async () => (await send()).status).toBe(503)
    await client.query('SET default_transaction_read_only = off')
    await client.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
    await cut()
    await client.end()
    await recovered()
    expect(await missing()).toEqual([])
  },
)

test.skipIf(isMissing)('a collector that finds no database says so in one line and ends with 1', async () => {
  await proxy.set('closed')
  const folder = await mkdtemp(join(tmpdir(), 'fireball-no-database-'))
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', 'apps/collector/src/main.ts'],
    {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: folder, DATABASE_URL: proxy.address, LOG_LEVEL: 'silent' },
      encoding: 'utf8',
      timeout: 30_000,
    },
  )
  await rm(folder, { recursive: true, force: true })
  expect([status, stderr.trim().split('\n')]).toEqual([
    1,
    [expect.stringContaining('The database at DATABASE_URL does not answer')],
  ])
})
