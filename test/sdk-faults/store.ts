import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signalHash } from '@fireball/core'
import Database from 'better-sqlite3'
import { uuidv7 } from 'uuidv7'
import { createProgramStore } from '../../apps/collector/src/program-store.ts'
import { createProjects } from '../../apps/collector/src/projects.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'
import { EVENT, keyOf } from './contestant.ts'

const PROJECT = 'trial'

/** An event of the harness as the collector keeps it. */
export interface Kept {
  readonly key: string
  readonly id: string
  readonly akey: string
  readonly at: number
  readonly receivedAt: number
  /** When it truly was, where the page's own clock is wrong. */
  readonly trueAt?: number
}

/** A collector in its own process, which may be killed and comes back on the same data, and a view of its store. */
export interface TriedCollector {
  readonly key: string
  origin(): string | undefined
  kill(): Promise<void>
  restart(): Promise<void>
  /** Where the store ends now. */
  mark(): number
  /** The harness's events that came after a mark. */
  keptSince(mark: number): readonly Kept[]
  /** How many outcomes the evidence of these keys adds up to; one event is one outcome. */
  counted(akeys: readonly string[]): number
  /** How many times events of this name are stored under these keys. */
  stored(akeys: readonly string[]): number
  stop(): Promise<void>
}

const signal = { key: 'tried', name: 'Tried', on: { event: EVENT } }
const SIGNAL = signalHash(signal)

const program = {
  format: 1,
  name: 'Trial',
  signals: [signal],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
}

const prepare = async (folder: string): Promise<string> => {
  const store = openSqlite(join(folder, 'fireball.db'))
  await migrate(store, Date.now())
  const projects = createProjects({ store, now: Date.now, secret: uuidv7 })
  await projects.ensure({ id: PROJECT, name: 'Trial', isDemo: false, publishableKey: 'pk_live_trial' })
  const published = await createProgramStore({ store, now: Date.now, newId: uuidv7 }).publish(
    PROJECT,
    program,
    { author: 'trial', note: '' },
  )
  if (!published.ok) throw new Error(JSON.stringify(published.error))
  await store.close()
  return 'pk_live_trial'
}

/** Starts a built collector on a data folder of its own, with a program that has one signal. */
export const openCollector = async (entry: string): Promise<TriedCollector> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-trial-'))
  const key = await prepare(folder)
  const start = () => startCollector(folder, entry)
  let running: CollectorProcess | undefined = await start()
  const database = new Database(join(folder, 'fireball.db'), { readonly: true })
  const since = database.prepare(
    'SELECT akey, id, name, at, received_at, body FROM events WHERE space = ? AND received > ?',
  )
  const slots = (keys: readonly string[]) => keys.map(() => '?').join()
  const sum = (sql: string, keys: readonly string[]): number => {
    const row: unknown = keys.length === 0 ? { n: 0 } : database.prepare(sql).get(...keys)
    return Number((row as { readonly n: unknown }).n ?? 0)
  }
  return {
    key,
    origin: () => running?.origin,
    async kill() {
      const dying = running
      running = undefined
      await dying?.stop('SIGKILL')
    },
    async restart() {
      running ??= await start()
    },
    mark: () => sum(`SELECT max(received) AS n FROM events WHERE space = ?`, [PROJECT]),
    keptSince(mark) {
      const rows = since.all(PROJECT, mark) as readonly {
        readonly akey: string
        readonly id: string
        readonly name: string
        readonly at: number
        readonly received_at: number
        readonly body: string
      }[]
      return rows.flatMap(({ akey, id, name, at, received_at, body }) => {
        const properties = name === EVENT ? JSON.parse(body).properties : undefined
        const key = keyOf(properties)
        const { trueAt } = (properties ?? {}) as { readonly trueAt?: number }
        return key === undefined
          ? []
          : [{ key, id, akey, at, receivedAt: received_at, ...(trueAt === undefined ? {} : { trueAt }) }]
      })
    },
    counted: akeys =>
      sum(
        `SELECT sum(success + success_assisted + failure + failure_assisted + other + other_assisted) AS n
         FROM counts WHERE signal = '${SIGNAL}' AND akey IN (${slots(akeys)})`,
        akeys,
      ),
    stored: akeys =>
      sum(`SELECT count(*) AS n FROM events WHERE name = '${EVENT}' AND akey IN (${slots(akeys)})`, akeys),
    async stop() {
      database.close()
      await running?.stop('SIGTERM')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
