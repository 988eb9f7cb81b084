import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCollector } from '../apps/collector/src/app.ts'
import { createDestinationStore } from '../apps/collector/src/delivery/destination-store.ts'
import { firstStart } from '../apps/collector/src/first-start.ts'
import type { Driver, Queries } from '../apps/collector/src/store/driver.ts'
import { migrate } from '../apps/collector/src/store/migrate.ts'
import { MIGRATIONS } from '../apps/collector/src/store/schema.ts'
import { openSqlite } from '../apps/collector/src/store/sqlite.ts'
import { root } from '../scripts/run.ts'

/** Tables that are distributed: those whose primary key starts with `akey`. */
const DISTRIBUTED = MIGRATIONS.flat().flatMap(step => {
  const sql = typeof step === 'string' ? step : ''
  const [, table] = /^CREATE TABLE (\w+)/.exec(sql) ?? []
  const isKeyed = /PRIMARY KEY \(akey\b/.test(sql) || /\bakey TEXT NOT NULL PRIMARY KEY/.test(sql)
  return table !== undefined && isKeyed ? [table] : []
})

/**
 * The named exceptions: looks for due work and figures over a whole project, off the path of requests; and the state of a
 * request for help, which a browser asks for by its id while it waits for the team’s answer.
 */
const OVER_ALL: readonly RegExp[] = [
  /^SELECT akey FROM touched WHERE touched > evaluated AND akey > \$2/,
  /^SELECT akey FROM touched WHERE due_at IS NOT NULL/,
  /^SELECT akey FROM touched WHERE due_at = 1 /,
  /^UPDATE touched SET touched = touched \+ 1 WHERE akey IN \(\s*SELECT a\.akey FROM accounts a JOIN touched t ON t\.akey = a\.akey/,
  /^SELECT id, subject, state, answer FROM help WHERE space = \$1 AND id = \$2$/,
  /^SELECT raw_engagement FROM accounts WHERE space = \$1/,
  /^SELECT COUNT\(\*\) AS n(, SUM\(trial_users\).*)?\s+FROM accounts WHERE space = \$1/,
  /^SELECT deal FROM accounts WHERE space = \$1/,
  /^SELECT stage, quadrant, lead_type, life, is_of_one, COUNT\(\*\) AS n/,
  /^SELECT touch, stage, life, COUNT\(\*\) AS n FROM accounts WHERE space = \$1/,
  /^SELECT segment, is_of_one, COUNT\(\*\) AS n FROM segment_accounts WHERE space = \$1/,
  /^SELECT akey, won, body FROM trials WHERE akey > \$1 AND akey < \$2/,
  /^SELECT akey, raw_engagement, body FROM accounts\s+WHERE space = \$1/,
  /^UPDATE accounts SET version = '' WHERE space = \$1/,
  /^SELECT COUNT\(\*\) AS n FROM touched WHERE space IN/,
  /^SELECT akey, id, space, topic, payload, at FROM outbox WHERE sent_at IS NULL/,
  /^SELECT d\.akey, d\.id FROM deliveries d\s+WHERE d\.destination = \$1/,
  /^SELECT due_at FROM deliveries WHERE destination = \$1/,
]

const tablesOf = (sql: string): readonly string[] =>
  [...sql.matchAll(/\b(?:FROM|INTO|UPDATE|JOIN)\s+(\w+)/g)].flatMap(([, table]) =>
    table === undefined || !DISTRIBUTED.includes(table) ? [] : [table],
  )

/** Whether a statement says which keys it is about, so that it goes to their nodes alone. */
const namesKey = (sql: string): boolean =>
  /^INSERT INTO \w+ \(akey,/.test(sql) ? !/\bSELECT\b/.test(sql) : /\bakey (= \$\d+|IN \(\$\d+)/.test(sql)

let folder = ''
const seen = new Set<string>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireball-distribution-'))
  const store = openSqlite(join(folder, 'test.db'))
  await migrate(store, Date.now())
  const note = <T>(sql: string, run: () => T): T => {
    seen.add(sql.trim())
    return run()
  }
  const noting = (queries: Queries): Queries => ({
    all: (sql, params) => note(sql, () => queries.all(sql, params)),
    run: (sql, params) => note(sql, () => queries.run(sql, params)),
    write: (statement, rows, tell) => note(statement.sql(1), () => queries.write(statement, rows, tell)),
    hold: queries.hold,
  })
  const noted: Driver = {
    ...store,
    ...noting(store),
    transaction: (work, options) => store.transaction(queries => work(noting(queries)), options),
  }
  const collector = createCollector({
    store: noted,
    folders: { sdk: folder, widget: folder, console: folder, demo: folder },
    now: Date.now,
    newId: uuidv7,
    secret: uuidv7,
    onError: error => {
      throw error
    },
  })
  const program: unknown = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  await firstStart(collector.projects, collector.programs, program)
  // Its address is refused: nothing leaves, and every statement of a delivery is walked.
  await createDestinationStore({ store, now: () => 0, newId: uuidv7 }).add({
    project: 'demo',
    kind: 'webhook',
    name: 'Nowhere',
    url: 'https://127.0.0.1/',
    secret: 'whsec_bm93aGVyZW5vd2hlcmVub3doZXJl',
    topics: ['help.asked'],
    fields: {},
    isEnabled: true,
  })
  seen.clear()
  const send = (messages: readonly object[], more: object = {}) =>
    collector.app.request('/v1/batch', {
      method: 'POST',
      body: JSON.stringify({ writeKey: 'pk_test_demo', batch: messages, ...more }),
    })
  const ids = {
    userId: 'ann',
    anonymousId: 'x',
    context: { groupId: 'acme', fireball: { device: 'd', seq: 1 } },
  }
  const outcome = { outcome: 'success', context: 'c' }
  await send([
    { ...ids, type: 'track', event: 'Test Sent', properties: outcome },
    { ...ids, type: 'track', event: 'Help Asked', properties: { message: 'How?', help: 'h1' } },
    { ...ids, type: 'track', event: 'Never Heard Of', properties: outcome },
    { ...ids, type: 'identify', traits: { name: 'Ann' } },
    { ...ids, type: 'group', groupId: 'acme', traits: { plan: 'free' } },
    { ...ids, type: 'track', event: '' },
  ])
  await collector.settled()
  await send([{ ...ids, type: 'track', event: 'Test Sent', context: { groupId: 'bolt' } }], {
    fireball: { help: ['h1'] },
  })
  await send([{ ...ids, type: 'track', event: 'Test Sent', properties: outcome }])
  await collector.settled()
  await collector.dispose()
  await store.close()
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the path from a request to a qualification was walked', () => {
  const touched = [...seen].flatMap(tablesOf)
  for (const table of [
    'events',
    'counts',
    'registers',
    'links',
    'coverage',
    'touched',
    'accounts',
    'offers',
    'help',
    'outbox',
    'deliveries',
  ])
    expect(touched).toContain(table)
})

test('each hot statement on a distributed table names its distribution column, but the named ones', () => {
  const others = [...seen].filter(
    sql => tablesOf(sql).length > 0 && !namesKey(sql) && !OVER_ALL.some(one => one.test(sql)),
  )
  expect(others).toEqual([])
})

test('distributed tables are joined on their key alone', () => {
  for (const sql of seen)
    if (tablesOf(sql).length > 1)
      expect(sql).toMatch(
        /(?:JOIN \w+ (\w+) ON|EXISTS \(SELECT 1 FROM \w+ (\w+) WHERE) \1\2\.akey = \w+\.akey/,
      )
})
