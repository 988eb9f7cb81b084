import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnvelope, parseMessage, quantile } from '@fireball/core'
import { uuidv7 } from 'uuidv7'
import { createCommitter } from '../../apps/collector/src/committer.ts'
import { createProgramStore } from '../../apps/collector/src/program-store.ts'
import type { BulkStatement, Driver, Queries, Value } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import type { Bench, BenchLine } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'
import { root } from '../../scripts/run.ts'
import { soakCollector } from '../collector-faults/soak.ts'
import { BATCH, load, messageOf } from '../collector-load.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'

const CLIENTS = 64
const WARM_MS = 3000
const ROUND_MS = 4000
const ROUNDS = 5
const OFFERED = 20_000
const USERS = 2000
const KEY = 'pk_test_demo'
/** Messages in one transaction of the store alone: the best of these is its ceiling. */
const SIZES = [1280, 5120] as const

/** A server that reads and parses what it is sent, and keeps nothing. */
const FLOOR = `
  const server = require('node:http').createServer((request, response) => {
    const chunks = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const { batch } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ success: true, accepted: batch.length }))
    })
  })
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port))`

const median = (values: readonly number[]): number => quantile(values, 0.5) ?? 0
const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits))

/** CPU time that a process has used so far, in microseconds. */
const cpuUs = async (pid: number): Promise<number> => {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user = 0, system = 0] = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + system) * 10_000
}

const rssMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

interface Round {
  readonly perSecond: number
  readonly cpuUs: number
  readonly p99Ms: number
}

const measure = async (
  { origin, pid }: { readonly origin: string; readonly pid: number },
  options: { readonly perSecond?: number; readonly mix?: 'person' | 'everybody'; readonly ms?: number } = {},
): Promise<Round> => {
  const before = await cpuUs(pid)
  const { ms = ROUND_MS, ...rest } = options
  const { events, seconds, times, others } = await load({
    origin,
    key: KEY,
    ms,
    clients: CLIENTS,
    users: USERS,
    ...rest,
  })
  const refused = Object.entries(others).find(([status]) => status !== '429')
  if (refused !== undefined) throw new Error(`Answered ${refused.join(': ')}`)
  return {
    perSecond: events / seconds,
    cpuUs: ((await cpuUs(pid)) - before) / Math.max(1, events),
    p99Ms: quantile(times, 0.99) ?? 0,
  }
}

/** What our committer writes for messages of persons, statement by statement, as one transaction each. */
type Recorded = readonly { readonly statement: BulkStatement; readonly rows: readonly (readonly Value[])[] }[]

/** Lets the committer write groups, and keeps what it wrote: the rows of the ceiling are the rows of ours. */
const record = async (store: Driver, groups: number, size: number): Promise<readonly Recorded[]> => {
  const programs = createProgramStore({ store, now: Date.now, newId: uuidv7 })
  const program: unknown = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  await programs.publish('demo', program, { author: 'bench', note: '' })
  const recorded: Recorded[] = []
  const recording: Driver = {
    ...store,
    transaction: async work => {
      const written: { statement: BulkStatement; rows: readonly (readonly Value[])[] }[] = []
      const queries: Queries = {
        all: store.all,
        run: async () => 0,
        hold: async () => undefined,
        write: async (statement, rows, tell) => {
          written.push({ statement, rows })
          return tell === true ? rows.map((_, i) => i) : []
        },
      }
      const result = await work(queries)
      recorded.push(written)
      return result
    },
  }
  const committer = createCommitter({
    store: recording,
    programs,
    onError: error => {
      throw error
    },
  })
  const now = Date.now()
  for (let group = 0; group < groups; group++)
    await committer.submit({
      project: 'demo',
      space: 'demo',
      receivedAt: now,
      refused: [],
      accepted: Array.from({ length: size }, (_, i) => {
        const user = (Math.floor((group * size + i) / BATCH) * 7919) % USERS
        const parsed = parseMessage(messageOf(group + i, user, uuidv7(), now), { shared: {} }, now, uuidv7)
        if (!parsed.ok) throw new Error(parsed.error.code)
        return { ...parsed.value, trust: 'claimed' as const }
      }),
    })
  return recorded
}

/** The store alone: the same rows in the same statements, nothing else in the process. Events a second. */
const ceiling = async (open: () => Promise<Driver>): Promise<number> => {
  const bySize: number[] = []
  for (const size of SIZES) {
    const store = await open()
    await migrate(store, Date.now())
    const groups = await record(store, Math.ceil(30_000 / size), size)
    let spentMs = 0
    let events = 0
    for (const [i, group] of groups.entries()) {
      const startedAt = performance.now()
      await store.transaction(queries =>
        Promise.all(group.map(({ statement, rows }) => queries.write(statement, rows))),
      )
      if (i < groups.length / 4) continue // the first ones make the pages
      spentMs += performance.now() - startedAt
      events += size
    }
    await store.close()
    bySize.push((events / spentMs) * 1000)
  }
  return Math.max(...bySize)
}

/** Cost of checking a batch ÷ cost of parsing it, both freshly made each time. */
const validationRatio = (): number => {
  const now = Date.now()
  const texts = Array.from({ length: 200 }, (_, n) =>
    JSON.stringify({
      writeKey: KEY,
      batch: Array.from({ length: BATCH }, (_, i) => messageOf(n + i, n, uuidv7(), now)),
    }),
  )
  const round = (): number => {
    let startedAt = performance.now()
    const bodies = texts.map((text): unknown => JSON.parse(text))
    const parseMs = performance.now() - startedAt
    startedAt = performance.now()
    for (const body of bodies) {
      const envelope = parseEnvelope(body)
      if (envelope.ok)
        for (const message of envelope.value.messages) parseMessage(message, envelope.value, now, uuidv7)
    }
    return (performance.now() - startedAt) / parseMs
  }
  for (let i = 0; i < 50; i++) round()
  return median(Array.from({ length: 51 }, round))
}

interface Engine {
  readonly name: 'sqlite' | 'postgres'
  readonly start: () => Promise<CollectorProcess>
  /** An empty store beside the collector's. */
  readonly openEmpty: () => Promise<Driver>
  /** Bytes on disk, once the collector has stopped, and how many events they are. */
  readonly disk: () => Promise<{ readonly bytes: number; readonly events: number }>
}

const countEvents = async (store: Driver): Promise<number> =>
  Number((await store.all('SELECT COUNT(*) AS n FROM events'))[0]?.n ?? 0)

const ENTRY = 'apps/collector/dist/main.js'

const sqliteEngine = (folder: string): Engine => {
  const dataDir = join(folder, 'data')
  let made = 0
  return {
    name: 'sqlite',
    start: () => startCollector(dataDir, ENTRY),
    openEmpty: async () => openSqlite(join(folder, `ceiling-${++made}.db`)),
    disk: async () => {
      const file = join(dataDir, 'fireball.db')
      const store = openSqlite(file)
      const events = await countEvents(store)
      await store.close()
      return { bytes: (await stat(file)).size, events }
    },
  }
}

const postgresEngine = async (folder: string, server: PostgresServer): Promise<Engine> => {
  const address = await server.createDatabase()
  const ignore = () => undefined
  return {
    name: 'postgres',
    start: () => startCollector(join(folder, 'pg'), ENTRY, { DATABASE_URL: address }),
    openEmpty: async () => openPostgres(await server.createDatabase(), ignore),
    disk: async () => {
      const store = openPostgres(address, ignore)
      const events = await countEvents(store)
      const [row] = await store.all('SELECT pg_database_size(current_database()) AS n')
      await store.close()
      return { bytes: Number(row?.n ?? 0), events }
    },
  }
}

interface Server {
  readonly origin: string
  readonly pid: number
}

const benchEngine = async (
  engine: Engine,
  floor: Server,
  say: (name: string, value: number, unit: string, more?: Partial<BenchLine>) => void,
): Promise<void> => {
  let ours = await engine.start()
  try {
    await measure(ours, { ms: WARM_MS })
    const rounds: { floor: Round; ours: Round; mixed: Round; ceiling: number }[] = []
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        floor: await measure(floor),
        ours: await measure(ours),
        mixed: await measure(ours, { mix: 'everybody' }),
        ceiling: await ceiling(engine.openEmpty),
      })
    const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick))
    say('floor_events_per_s', Math.round(of(one => one.floor.perSecond)), 'events/s')
    say('ceiling_events_per_s', Math.round(of(one => one.ceiling)), 'events/s')
    say('events_per_s', Math.round(of(one => one.ours.perSecond)), 'events/s')
    say('mixed_events_per_s', Math.round(of(one => one.mixed.perSecond)), 'events/s')
    say('ratio', rounded(of(one => one.ours.perSecond / one.ceiling)), '', { vs: 'ceiling' })
    say('ratio_to_floor', rounded(of(one => one.ours.perSecond / one.floor.perSecond)), '', { vs: 'floor' })
    say(
      'cpu_us_per_event',
      rounded(
        of(one => one.ours.cpuUs),
        1,
      ),
      'µs',
      {
        vs: 'floor',
        ratio: rounded(of(one => one.ours.cpuUs / one.floor.cpuUs)),
      },
    )
    say('rss_mb', Math.round(await rssMb(ours.pid)), 'MB')
    const acks: { floor: number; ours: number }[] = []
    for (let round = 0; round < ROUNDS; round++)
      acks.push({
        floor: (await measure(floor, { perSecond: OFFERED })).p99Ms,
        ours: (await measure(ours, { perSecond: OFFERED })).p99Ms,
      })
    say('ack_ms.p99', rounded(median(acks.map(one => one.ours)), 1), 'ms')
    say('floor_ack_ms.p99', rounded(median(acks.map(one => one.floor)), 1), 'ms')
    await ours.stop('SIGTERM')
    const { bytes, events } = await engine.disk()
    say('disk_bytes_per_event', Math.round(bytes / events), 'bytes')
    say('stored_events', events, 'events')
    const startedAt = performance.now()
    ours = await engine.start()
    say('start_ms', Math.round(performance.now() - startedAt), 'ms')
  } finally {
    await ours.stop('SIGKILL')
  }
}

/**
 * Events a second that the collector acknowledges in batches of 20, each committed durably and counted as evidence,
 * accounts evaluated meanwhile; on each engine. Beside it, in the same rounds: a server that only parses (`floor`), and
 * the same statements with the same rows without HTTP (`ceiling`). Batches are of one person each; in `mixed`, of twenty.
 */
export const run: Bench = async report => {
  await build()
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-'))
  const child = spawn(process.execPath, ['-e', FLOOR], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [address] = (await once(child.stdout, 'data')) as [Buffer]
  const floor: Server = { origin: address.toString().trim(), pid: child.pid ?? 0 }
  const found = findPostgres()
  const server = 'missing' in found ? undefined : await startPostgres([])
  try {
    report({ metric: 'collector.machine_load', value: rounded(loadavg()[0] ?? 0, 1), unit: 'processes' })
    report({
      metric: 'collector.validation_ratio',
      value: rounded(validationRatio()),
      unit: '',
      vs: 'JSON.parse',
    })
    await measure(floor, { ms: WARM_MS })
    const engines = [
      sqliteEngine(folder),
      ...(server === undefined ? [] : [await postgresEngine(folder, server)]),
    ]
    for (const engine of engines)
      await benchEngine(engine, floor, (name, value, unit, more) =>
        report({ metric: `collector.${engine.name}.${name}`, value, unit, ...more }),
      )
    report({
      metric: 'collector.machine_load_after',
      value: rounded(loadavg()[0] ?? 0, 1),
      unit: 'processes',
    })
  } finally {
    child.kill()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** `npm run soak -- collector` */
export const soak: Bench = soakCollector
