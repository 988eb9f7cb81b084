import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BatchAnswer, Program } from '@fireball/core'
import { createCollector } from './app.ts'
import type { CollectorPorts } from './collector-ports.ts'
import type { Driver } from './store/driver.ts'
import { migrate } from './store/migrate.ts'
import { openPostgres } from './store/postgres.ts'
import { openSqlite } from './store/sqlite.ts'

/** Day 20,000 since 1970, at noon UTC. */
export const NOON = 20_000 * 86_400_000 + 12 * 3_600_000

/** What tests post; a real body may hold anything. */
export type Message = Readonly<Record<string, unknown>>

/** In the run that repeats tests on PostgreSQL: a database with our schema, of which each collector gets a copy. */
const TEMPLATE =
  process.env.FIREBALL_TEST_ENGINE === 'postgres' ? process.env.FIREBALL_TEST_POSTGRES_TEMPLATE : undefined

/** Databases of this process that are empty again: making one takes far longer than most tests. */
const empty: string[] = []

const TABLES = `SELECT table_name FROM information_schema.tables
  WHERE table_schema = 'public' AND table_name <> 'migrations' ORDER BY table_name`

const createTestDatabase = async (template: string): Promise<string> => {
  const name = `test_${randomBytes(8).toString('hex')}`
  const server = openPostgres(new URL('postgres', template).href, () => undefined)
  await server.all(`CREATE DATABASE ${name} TEMPLATE ${new URL(template).pathname.slice(1)}`)
  await server.close()
  return new URL(name, template).href
}

interface TestStore {
  readonly store: Driver
  /** Closes it; nothing of it stays. */
  readonly drop: () => Promise<void>
}

const openTestStore = async (file: string): Promise<TestStore> => {
  if (TEMPLATE === undefined) {
    const store = openSqlite(file)
    return { store, drop: store.close }
  }
  const address = empty.pop() ?? (await createTestDatabase(TEMPLATE))
  const store = openPostgres(address, () => undefined)
  const drop = async (): Promise<void> => {
    const tables = await store.all(TABLES)
    await store.transaction(async queries => {
      for (const row of tables) queries.run(`DELETE FROM ${row.table_name}`)
    })
    await store.close()
    empty.push(address)
  }
  return { store, drop }
}

/** A collector for tests over a store of its own; time stands still until it is moved, ids and secrets count up. */
export const createTestCollector = async (program?: Program, more: Partial<CollectorPorts> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-collector-'))
  const file = join(folder, 'test.db')
  const { store, drop } = await openTestStore(file)
  let time = NOON
  let made = 0
  const errors: unknown[] = []
  await migrate(store, time)
  const collector = createCollector({
    store,
    folders: { sdk: folder, widget: folder, console: folder, demo: folder },
    now: () => time,
    newId: () => `id-${`${++made}`.padStart(8, '0')}`,
    secret: () => `secret-${`${++made}`.padStart(8, '0')}`,
    // Learned only when a test asks for it.
    learning: { everyMs: 0, afterMessages: 1 },
    onError: error => errors.push(error),
    ...more,
  })
  const { projects, programs, app } = collector
  const secrets = await projects.ensure({
    id: 'app',
    name: 'App',
    isDemo: false,
    publishableKey: 'pk_live_app',
  })
  if (program !== undefined) {
    const published = await programs.publish('app', program, { author: 'test', note: '' })
    if (!published.ok) throw new Error(JSON.stringify(published.error))
  }

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    app.request(path, {
      method: 'POST',
      headers,
      body:
        typeof body === 'string'
          ? body
          : body instanceof Uint8Array
            ? new Uint8Array(body)
            : JSON.stringify(body),
    })

  return {
    ...collector,
    store,
    file,
    folder,
    errors,
    publishable: 'pk_live_app',
    secret: secrets?.live ?? '',
    identity: secrets?.identity ?? '',
    post,
    now: () => time,
    later: (ms: number): void => {
      time += ms
    },
    /** Sends messages with a key (the secret one by default) and gives the answer of the 200. */
    send: async (
      messages: readonly Message[],
      envelope: Message = {},
      key = secrets?.live ?? '',
    ): Promise<BatchAnswer> => {
      const response = await post('/v1/batch', { writeKey: key, batch: messages, ...envelope })
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
      return response.json()
    },
    close: async (): Promise<void> => {
      await collector.dispose()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What `createTestCollector` gives. */
export type TestCollector = Awaited<ReturnType<typeof createTestCollector>>
