import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { type Collector, createCollector } from '../../apps/collector/src/app.ts'
import { firstStart } from '../../apps/collector/src/first-start.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import type { PostgresServer } from '../../scripts/postgres.ts'
import { root } from '../../scripts/run.ts'

const COLLECTORS = 3
const BATCH = 100
const AT_ONCE = 8
const USERS = 600
const ACCOUNTS = 120

/** The nth message: always the same. People are anonymous before they are known, some are in two accounts, some fail. */
const messageOf = (n: number, at: number): object => {
  const user = (n * 7919) % USERS
  const base = {
    messageId: `m${n}`,
    timestamp: new Date(at + (n % 86_400) * 1000).toISOString(),
    ...(n % 5 === 0 ? { anonymousId: `device-${user}` } : {}),
    ...(n % 13 === 0 ? { anonymousId: `device-${user}` } : { userId: `user-${user}` }),
    context: n % 7 === 0 ? {} : { groupId: `group-${(user + (n % 50 === 0 ? 1 : 0)) % ACCOUNTS}` },
  }
  if (n % 97 === 0) return { ...base, userId: `user-${user}`, type: 'identify', traits: { visits: n } }
  const outcome = n % 5 === 0 ? 'failure' : 'success'
  return { ...base, type: 'track', event: 'Test Sent', properties: { outcome, context: `c${n % 6}` } }
}

/** Everything that counts, as numbers that do not depend on an order: rows of each table, and the sum of their hashes. */
const FINGERPRINTS = {
  events: 'akey, id, subject, at, day, trust, is_excluded, body',
  counts: '*',
  registers: '*',
  links: '*',
} as const

const fingerprint = async (store: Driver): Promise<string> => {
  const found: unknown[] = []
  for (const [table, columns] of Object.entries(FINGERPRINTS))
    found.push(
      await store.all(`SELECT COUNT(*) AS n, SUM(('x' || substr(md5(t::text), 1, 12))::bit(48)::bigint)::text AS sum
        FROM (SELECT ${columns} FROM ${table}) t`),
    )
  return JSON.stringify(found)
}

/**
 * Sends the same messages through three collectors on one database, each of them to several, some again and again, and
 * in another order everywhere; and once through one collector on another database. Answers whether the evidence is the same.
 */
export const threeAsOne = async (
  server: PostgresServer,
  messages: number,
): Promise<{
  readonly isIdentical: boolean
  readonly events: number
  readonly errors: readonly unknown[]
}> => {
  const program: unknown = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  const at = Date.now() - 2 * 86_400_000
  const errors: unknown[] = []
  const nowhere = join(tmpdir(), 'fireball-nowhere')
  const stores: Driver[] = []
  const collectors: Collector[] = []
  const start = async (address: string): Promise<Collector> => {
    const store = openPostgres(address, error => errors.push(error))
    stores.push(store)
    await migrate(store, Date.now())
    const collector = createCollector({
      store,
      folders: { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
      now: Date.now,
      newId: uuidv7,
      secret: uuidv7,
      learning: { everyMs: 0, afterMessages: 1 },
      onError: error => errors.push(error),
      // Accounts are evaluated beside it, at the pace of a process that has requests to answer.
      isProcess: true,
    })
    collectors.push(collector)
    await firstStart(collector.projects, collector.programs, program)
    return collector
  }
  const send = async ({ app }: Collector, numbers: readonly number[]): Promise<void> => {
    const body = JSON.stringify({ writeKey: 'pk_test_demo', batch: numbers.map(n => messageOf(n, at)) })
    for (;;) {
      const { status } = await app.request('/v1/batch', { method: 'POST', body })
      if (status === 200) return
      if (status !== 429 && status !== 503) throw new Error(`Answered ${status}`)
      await new Promise(settle => setTimeout(settle, 50))
    }
  }
  /** Batches of a collector: its own third, a part of its neighbour's, and every tenth batch once more. */
  const batchesOf = function* (seed: number): Generator<readonly number[]> {
    const batches = Math.ceil(messages / BATCH)
    for (let i = 0; i < batches; i++) {
      const b = (i * 7919 + seed * 104_729) % batches
      const isMine = b % COLLECTORS === seed || b % 8 === seed
      if (!isMine) continue
      const numbers = Array.from({ length: BATCH }, (_, k) => b * BATCH + ((k * 37 + seed * 11) % BATCH))
      const within = numbers.filter(n => n < messages)
      yield within
      if (b % 10 === 0) yield within
    }
  }
  const run = async (collector: Collector, batches: Generator<readonly number[]>): Promise<void> => {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (;;) {
          const { value, done } = batches.next()
          if (done === true) return
          await send(collector, value)
        }
      }),
    )
  }
  const all = function* (): Generator<readonly number[]> {
    for (let from = 0; from < messages; from += BATCH)
      yield Array.from({ length: Math.min(BATCH, messages - from) }, (_, k) => from + k)
  }
  try {
    const [together, alone] = [await server.createDatabase(), await server.createDatabase()]
    const three: Collector[] = []
    for (let seed = 0; seed < COLLECTORS; seed++) three.push(await start(together))
    await Promise.all(three.map((collector, seed) => run(collector, batchesOf(seed))))
    const one = await start(alone)
    await run(one, all())
    const [first, , , last] = stores
    if (first === undefined || last === undefined) throw new Error('No stores')
    const [events] = await first.all('SELECT COUNT(*) AS n FROM events')
    const isIdentical = (await fingerprint(first)) === (await fingerprint(last))
    return { isIdentical, events: Number(events?.n ?? 0), errors }
  } finally {
    for (const collector of collectors) await collector.dispose()
    for (const store of stores) await store.close()
  }
}
