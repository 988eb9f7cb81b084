import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Collector, createCollector } from '../apps/collector/src/app.ts'
import { firstStart } from '../apps/collector/src/first-start.ts'
import type { Driver, Row } from '../apps/collector/src/store/driver.ts'
import { migrate } from '../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../apps/collector/src/store/postgres.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../scripts/postgres.ts'
import { root } from '../scripts/run.ts'

const KEY = 'pk_test_demo'
const COLLECTORS = 3
/** So often all accounts are judged anew by all collectors at once. */
const ROUNDS = 4
const postgres = findPostgres()
const isMissing = 'missing' in postgres

let server: PostgresServer | undefined
const stores: Driver[] = []
const collectors: Collector[] = []
const errors: unknown[] = []
let program: unknown

const start = async (address: string): Promise<Collector> => {
  const store = openPostgres(address, error => errors.push(error))
  stores.push(store)
  await migrate(store, Date.now())
  const nowhere = join(tmpdir(), 'fireball-nowhere')
  const collector = createCollector({
    store,
    folders: { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
    now: Date.now,
    newId: uuidv7,
    secret: uuidv7,
    onError: error => errors.push(error),
  })
  collectors.push(collector)
  await firstStart(collector.projects, collector.programs, program)
  return collector
}

beforeAll(async () => {
  if (isMissing) return
  server = await startPostgres()
  program = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
}, 60_000)
afterAll(async () => {
  for (const collector of collectors) await collector.dispose()
  for (const store of stores) await store.close()
  await server?.stop()
}, 60_000)

const AT = Date.now() - 3_600_000

const PEOPLE = 24
const ACCOUNTS = 8

/** Messages of people in accounts, some of whom were anonymous before, and some of whom are in two accounts. */
const messages = Array.from({ length: 480 }, (_, n) => {
  const user = n % PEOPLE
  const base = {
    messageId: `m${n}`,
    timestamp: new Date(AT + n * 1000).toISOString(),
    ...(n < 250 ? { anonymousId: `device-${user}` } : {}),
    ...(n < 90 ? {} : { userId: `user-${user}` }),
    context: n % 7 === 0 ? {} : { groupId: `group-${(user + (n % 50 === 0 ? 1 : 0)) % ACCOUNTS}` },
  }
  if (n % 40 === 0) return { ...base, type: 'identify', traits: { name: `User ${user}`, visits: n } }
  if (n % 41 === 0)
    return { ...base, type: 'group', groupId: `group-${user % ACCOUNTS}`, traits: { plan: `p${n}` } }
  if (n % 11 === 0) {
    const properties = { feature: 'automations', message: 'How?' }
    return { ...base, type: 'track', event: n % 33 === 0 ? 'Feature Locked' : 'Help Asked', properties }
  }
  const outcome = n % 5 === 0 ? 'failure' : 'success'
  return { ...base, type: 'track', event: 'Test Sent', properties: { outcome, context: `c${n % 6}` } }
})

/** Each message at least once, many more often, in an order of its own for each seed. */
const batches = (seed: number): readonly (readonly object[])[] => {
  const drawn = messages.flatMap((message, n) => ((n * 31 + seed) % 3 === 0 ? [message, message] : [message]))
  const order = drawn.map((message, i) => ({ message, at: (i * 7919 + seed * 104_729) % 1009 }))
  const mixed = order.sort((a, b) => a.at - b.at).map(one => one.message)
  return Array.from({ length: Math.ceil(mixed.length / 15) }, (_, i) => mixed.slice(i * 15, i * 15 + 15))
}

const send = async ({ app }: Collector, batch: readonly object[]): Promise<void> => {
  const response = await app.request('/v1/batch', {
    method: 'POST',
    body: JSON.stringify({ writeKey: KEY, batch }),
  })
  expect(response.status).toBe(200)
}

const EVIDENCE = [
  'SELECT akey, id, subject, at, trust, is_excluded FROM events ORDER BY akey, id',
  'SELECT * FROM counts ORDER BY akey, subject, signal, context, day',
  'SELECT * FROM registers ORDER BY akey, subject, name',
  'SELECT * FROM links ORDER BY akey, kind, source, target, day',
]
const STANDINGS = [
  'SELECT akey, stage, urgency, rate, is_complete, has_first_value, activation, quadrant FROM accounts ORDER BY akey',
  'SELECT akey, kind, target, verdict, cycle, withdrawn_at FROM qualifications ORDER BY akey, kind, target, verdict',
  'SELECT akey, prompt, account FROM offers ORDER BY akey, prompt',
]

const read = async (store: Driver, queries: readonly string[]): Promise<readonly (readonly Row[])[]> =>
  Promise.all(queries.map(sql => store.all(sql)))

const settle = async (all: readonly Collector[]): Promise<void> => {
  for (const collector of all) collector.wake()
  for (const collector of all) await collector.settled()
}

/**
 * What happened to accounts on the way depends on what was known when they were looked at. What stands in the end may
 * not: forgets what was written, and has every account looked at again, by all collectors at once.
 */
const judgeAnew = async (store: Driver, all: readonly Collector[]): Promise<void> => {
  for (const table of ['qualifications', 'outbox', 'offers']) await store.run(`DELETE FROM ${table}`)
  await store.run('UPDATE touched SET touched = touched + 1')
  await settle(all)
}

/** Each thing that happened to an account was written once, and is told once. */
const expectOneEffectEach = async (store: Driver): Promise<void> => {
  const written = await store.all('SELECT id, akey, kind, target, verdict, cycle FROM qualifications')
  const posts = await store.all(
    `SELECT payload FROM outbox WHERE topic IN ('qualification.qualified', 'qualification.helped')`,
  )
  const told = posts.map(post => JSON.parse(String(post.payload)).data.id)
  expect(told.sort()).toEqual(written.map(row => row.id).sort())
  // None was withdrawn, so a second cycle would be the first one over again.
  const withdrawn = await store.all('SELECT id FROM qualifications WHERE withdrawn_at IS NOT NULL')
  if (withdrawn.length === 0) expect(written.filter(row => row.cycle !== 1)).toEqual([])
}

test.skipIf(isMissing)(
  'three collectors that get everything again and again, at the same time, know what one knows; nothing has two effects',
  async () => {
    const [together, alone] = [await server?.createDatabase(), await server?.createDatabase()]
    if (together === undefined || alone === undefined) throw new Error('No database')
    const three = await Promise.all(Array.from({ length: COLLECTORS }, () => start(together)))
    await Promise.all(
      three.map(async (collector, seed) => {
        const own = batches(seed)
        for (let i = 0; i < own.length; i += 4)
          await Promise.all(own.slice(i, i + 4).map(batch => send(collector, batch)))
      }),
    )
    await settle(three)
    const one = await start(alone)
    for (const batch of batches(0)) await send(one, batch)
    await settle([one])

    const [first, , , last] = stores
    if (first === undefined || last === undefined) throw new Error('No store')
    const found = await read(first, EVIDENCE)
    expect(found[0]).toHaveLength(new Set(messages.map(message => message.messageId)).size)
    expect(found).toEqual(await read(last, EVIDENCE))
    await expectOneEffectEach(first)
    await expectOneEffectEach(last)

    await judgeAnew(last, [one])
    for (let round = 0; round < ROUNDS; round += 1) {
      await judgeAnew(first, three)
      await expectOneEffectEach(first)
    }
    const [accounts, qualifications, offers] = await read(first, STANDINGS)
    expect([accounts, qualifications, offers]).toEqual(await read(last, STANDINGS))
    expect(accounts?.length).toBeGreaterThan(0)
    expect(qualifications?.length).toBeGreaterThan(ACCOUNTS / 2)
    expect(await first.all('SELECT akey FROM touched WHERE touched > evaluated')).toEqual([])
    expect(errors).toEqual([])
  },
  240_000,
)

test.skipIf(isMissing)('what one collector publishes, the others follow within two seconds', async () => {
  const [one, other] = collectors
  if (one === undefined || other === undefined) throw new Error('No collectors')
  const before = await other.programs.live('demo')
  const published = await one.programs.publish('demo', program, { author: 'test', note: 'again' })
  const publishedAt = Date.now()
  if (!published.ok) throw new Error('Not published')
  while ((await other.programs.live('demo'))?.id === before?.id) {
    expect(Date.now() - publishedAt).toBeLessThan(2000)
    await new Promise(settle => setTimeout(settle, 50))
  }
  expect((await other.programs.live('demo'))?.id).toBe(published.value.id)
})
