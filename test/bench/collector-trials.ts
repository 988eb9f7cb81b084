import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { quantile } from '@fireball/core'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import type { Bench } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'
import { threeAsOne } from '../collector-faults/three-as-one.ts'
import { load } from '../collector-load.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'

const [BUILT, SOURCE] = ['apps/collector/dist/main.js', 'apps/collector/src/main.ts'] as const
const KEY = 'pk_test_demo'

/** How long and how much; the short form is for a look, the long one is what the goals are about. */
interface Size {
  readonly identical: number
  readonly small: number
  readonly large: number
  readonly roundMs: number
  readonly soakMs: number
}

const SHORT: Size = { identical: 20_000, small: 100_000, large: 500_000, roundMs: 5000, soakMs: 120_000 }
const LONG: Size = {
  identical: 1_000_000,
  small: 100_000,
  large: 5_000_000,
  roundMs: 15_000,
  soakMs: 1_800_000,
}

/** Accounts, users and days as a product has them; each event another id, each fifth one another row of counts. */
const FILL = [
  `INSERT INTO events (akey, id, space, type, name, subject, at, day, received_at, received, trust, is_excluded, body)
    WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT) - 1)
    SELECT 'demo/g:filled-' || (i % 20000), 'filled-' || i, 'demo', 'track', 'Test Sent', 'u:filled-' || (i % 60000),
      CAST($3 AS BIGINT) - (i % 90) * 86400000, CAST($4 AS BIGINT) - (i % 90), CAST($3 AS BIGINT), i, 'claimed', 0,
      '{"userId":"filled","groupId":"filled","properties":{"outcome":"success","context":"c' || (i % 7) || '"},"context":{},"assisted":false}'
    FROM n`,
  `INSERT INTO counts (akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted, other,
      other_assisted, amount, first_at, last_at)
    WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT) - 1)
    SELECT 'demo/g:filled-' || (i % 20000), 'u:filled-' || (i % 60000), 'filled', 'c' || i, CAST($4 AS BIGINT) - (i % 90),
      5, 0, 0, 0, 0, 0, 0, CAST($3 AS BIGINT), CAST($3 AS BIGINT) FROM n WHERE i % 5 = 0`,
] as const
const SLICE = 50_000

/** Puts so many events into a store that a collector has made, past the collector. */
const fill = async (store: Driver, from: number, to: number, now: number): Promise<void> => {
  for (let at = from; at < to; at += SLICE)
    await store.transaction(async queries => {
      for (const statement of FILL)
        await queries.run(statement, [at, Math.min(to, at + SLICE), now, Math.floor(now / 86_400_000)])
    })
}

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

const rssMb = async (pid: number): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** CPU for one event of a steady load, µs: the median of some rounds. */
const cost = async ({ origin, pid }: CollectorProcess, ms: number): Promise<number> => {
  const rounds: number[] = []
  await load({ origin, key: KEY, ms: ms / 2, clients: 16 })
  for (let round = 0; round < 3; round++) {
    const before = await cpuUs(pid)
    const { events } = await load({ origin, key: KEY, ms, clients: 16 })
    rounds.push(((await cpuUs(pid)) - before) / Math.max(1, events))
  }
  return quantile(rounds, 0.5) ?? 0
}

interface Place {
  readonly env: Readonly<Record<string, string>>
  readonly dataDir: string
  readonly open: () => Driver
}

type Trial = Place & { readonly entry: string }

/** The cost of an event with a large store ÷ that with a small one. */
const growth = async (
  { env, dataDir, open, entry }: Trial,
  { small, large, roundMs }: Size,
): Promise<readonly number[]> => {
  const costs: number[] = []
  let from = 0
  await (await startCollector(dataDir, entry, env)).stop('SIGTERM')
  for (const to of [small, large]) {
    const store = open()
    await fill(store, from, to, Date.now())
    if (store.engine === 'postgres')
      for (const table of ['events', 'counts']) await store.all(`ANALYZE ${table}`)
    await store.close()
    from = to
    const collector = await startCollector(dataDir, entry, env)
    costs.push(await cost(collector, roundMs))
    await collector.stop('SIGTERM')
  }
  return costs
}

/** Memory under a steady load: at the end, and how it grew over the last half, MB an hour. */
const soakMemory = async (
  collector: CollectorProcess,
  ms: number,
): Promise<{ readonly last: number; readonly slope: number; readonly events: number }> => {
  const seen: { readonly hours: number; readonly mb: number }[] = []
  const startedAt = performance.now()
  const timer = setInterval(async () => {
    seen.push({ hours: (performance.now() - startedAt) / 3_600_000, mb: await rssMb(collector.pid) })
  }, 2000)
  const { events } = await load({ origin: collector.origin, key: KEY, ms, clients: 16, perSecond: 2000 })
  clearInterval(timer)
  const half = seen.slice(Math.floor(seen.length / 2))
  const mean = (pick: (one: (typeof seen)[number]) => number): number =>
    half.reduce((sum, one) => sum + pick(one), 0) / half.length
  const [x, y] = [mean(one => one.hours), mean(one => one.mb)]
  const slope =
    half.reduce((sum, one) => sum + (one.hours - x) * (one.mb - y), 0) /
    half.reduce((sum, one) => sum + (one.hours - x) ** 2, 0)
  return { last: seen.at(-1)?.mb ?? 0, slope, events }
}

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

const trials =
  (size: Size): Bench =>
  async report => {
    const { values } = parseArgs({
      strict: false,
      options: { only: { type: 'string' }, source: { type: 'boolean' } },
    })
    const isWanted = (name: string): boolean => values.only === undefined || values.only === name
    const entry = values.source === true ? SOURCE : BUILT
    if (entry === BUILT) await build()
    const folder = await mkdtemp(join(tmpdir(), 'fireball-trials-'))
    const server: PostgresServer | undefined = 'missing' in findPostgres() ? undefined : await startPostgres()
    try {
      if (server !== undefined && isWanted('identical')) {
        const { isIdentical, events } = await threeAsOne(server, size.identical)
        report({ metric: 'collector.three.identical', value: Number(isIdentical), unit: '' })
        report({ metric: 'collector.three.events', value: events, unit: 'events' })
      }
      const address = await server?.createDatabase()
      const places: readonly (readonly [string, Place])[] = [
        [
          'sqlite',
          { env: {}, dataDir: join(folder, 'a'), open: () => openSqlite(join(folder, 'a/fireball.db')) },
        ],
        ...(address === undefined
          ? []
          : [
              [
                'postgres',
                {
                  env: { DATABASE_URL: address },
                  dataDir: join(folder, 'b'),
                  open: () => openPostgres(address, () => undefined),
                },
              ] as const,
            ]),
      ]
      if (isWanted('growth'))
        for (const [engine, place] of places) {
          const [before = 0, after = 0] = await growth({ ...place, entry }, size)
          const say = (metric: string, value: number, unit: string) =>
            report({ metric: `collector.${engine}.${metric}`, value: rounded(value), unit })
          say(`cpu_us_per_event_at_${size.small}`, before, 'µs')
          say(`cpu_us_per_event_at_${size.large}`, after, 'µs')
          say('growth', after / before, '')
        }
      if (isWanted('soak')) {
        const collector = await startCollector(join(folder, 'c'), entry)
        const { last, slope, events } = await soakMemory(collector, size.soakMs)
        await collector.stop('SIGTERM')
        report({ metric: 'collector.soak_minutes', value: size.soakMs / 60_000, unit: 'minutes' })
        report({ metric: 'collector.soak_events', value: events, unit: 'events' })
        report({ metric: 'collector.rss_mb', value: rounded(last, 1), unit: 'MB' })
        report({ metric: 'collector.rss_mb_per_hour', value: rounded(slope, 1), unit: 'MB/h' })
      }
    } finally {
      await server?.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }

/** `npm run bench -- collector-trials [--only identical|growth|soak] [--source]`: the short forms; `--source`: of the sources, not of what is built. */
export const run: Bench = trials(SHORT)

/** `npm run soak -- collector-trials`: a million events through three collectors, five million stored, half an hour. */
export const soak: Bench = trials(LONG)
