import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBulk } from '../../apps/collector/src/store/bulk.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { integer, json, maybeInteger, text } from '../../apps/collector/src/store/row.ts'
import { MIGRATIONS } from '../../apps/collector/src/store/schema.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import { openSqliteThread } from '../../apps/collector/src/store/sqlite-thread.ts'
import {
  addCounts,
  insertEvents,
  setLinks,
  setRegisters,
  touch,
} from '../../apps/collector/src/store/write.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'
import { root } from '../../scripts/run.ts'

interface Engine {
  readonly name: string
  /** Why it cannot be tried here. */
  readonly missing?: string
  /** Opens a store that belongs to a folder; opening it again finds what was committed. */
  readonly open: (folder: string) => Promise<Driver>
}

let server: PostgresServer | undefined
const addresses = new Map<string, string>()
afterAll(() => server?.stop())

/** Vitest reads TypeScript in its own threads only. Inside the repository, so that it finds better-sqlite3. */
const worker = join(root, `.cache/sqlite-worker-${process.pid}.mjs`)
beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'apps/collector/src/store/sqlite-worker.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3'],
  })
})
afterAll(() => rm(worker, { force: true }))

const postgres = findPostgres()

const ENGINES: readonly Engine[] = [
  { name: 'sqlite', open: async folder => openSqlite(join(folder, 'contract.db')) },
  {
    name: 'sqlite in a thread',
    open: async folder => openSqliteThread(join(folder, 'contract.db'), pathToFileURL(worker)),
  },
  {
    name: 'postgres',
    ...('missing' in postgres ? postgres : {}),
    open: async folder => {
      server ??= await startPostgres()
      const address = addresses.get(folder) ?? (await server.createDatabase())
      addresses.set(folder, address)
      return openPostgres(address, () => undefined)
    },
  },
]

test('every engine is tried, unless PostgreSQL is neither a package of this platform nor installed', () => {
  for (const { missing } of ENGINES) if (missing !== undefined) expect(missing).toMatch(/^Neither /)
})

const COLUMNS = { counts: 14, events: 13 } as const

const anEvent = (akey: string, id: string): readonly (string | number)[] => {
  const row = [akey, id, 'app', 'track', 'Ran', 'u:1', 1_700_000_000_123, 19_675, 1, 1, 'claimed', 0, '{}']
  expect(row).toHaveLength(COLUMNS.events)
  return row
}

const aCount = (akey: string, success: number, first: number, last: number): readonly (string | number)[] => {
  const row = [akey, 'u:1', 'sig', '', 1, success, 0, 0, 0, 0, 0, 5, first, last]
  expect(row).toHaveLength(COLUMNS.counts)
  return row
}

describe.each(ENGINES.filter(one => one.missing === undefined))('the store on $name', ({ open }) => {
  let folder = ''
  let store: Driver

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fireball-store-'))
    store = await open(folder)
    await migrate(store, 1)
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  const reopen = async (): Promise<void> => {
    await store.close()
    store = await open(folder)
  }

  test('migrations run once, and what is stored outlives the connection', async () => {
    await store.run('INSERT INTO pauses (project, prompt, at, author) VALUES ($1, $2, $3, $4)', [
      'app',
      '*',
      2,
      'me',
    ])
    await reopen()
    await migrate(store, 2)
    expect(await store.all('SELECT id, at FROM migrations ORDER BY id')).toEqual(
      MIGRATIONS.map((_, i) => ({ id: i + 1, at: 1 })),
    )
    expect(await store.all('SELECT prompt FROM pauses')).toEqual([{ prompt: '*' }])
  })

  test('a schema from the future is refused', async () => {
    await store.run('INSERT INTO migrations (id, at) VALUES ($1, $2)', [MIGRATIONS.length + 1, 1])
    await expect(migrate(store, 2)).rejects.toThrow('newer release')
  })

  test('a parameter may be named twice, and instants keep every millisecond', async () => {
    const sql = 'SELECT $1 AS a, $2 AS b, $1 AS c, at FROM events WHERE akey = $1'
    await insertEvents.run(store, [anEvent('app/u:1', 'e1')])
    expect(await store.all(sql, ['app/u:1', 'x'])).toEqual([
      { a: 'app/u:1', b: 'x', c: 'app/u:1', at: 1_700_000_000_123 },
    ])
  })

  test('a transaction that fails leaves nothing behind, and the next one runs', async () => {
    const failing = store.transaction(async queries => {
      await insertEvents.run(queries, [anEvent('app/u:1', 'e1')])
      throw new Error('stop')
    })
    const next = store.transaction(async queries => {
      await insertEvents.run(queries, [anEvent('app/u:1', 'e2')])
    })
    await expect(failing).rejects.toThrow('stop')
    await next
    expect(await store.all('SELECT id FROM events')).toEqual([{ id: 'e2' }])
  })

  test('what was asked in a transaction and not waited for is undone with it, and undoes it when it fails', async () => {
    const failing = store.transaction(async queries => {
      insertEvents.run(queries, [anEvent('app/u:1', 'e1')])
      queries.run('UPDATE events SET at = $1 WHERE akey = $2', [null, 'app/u:1'])
      insertEvents.run(queries, [anEvent('app/u:1', 'e2')])
    })
    await expect(failing).rejects.toThrow()
    expect(await store.all('SELECT id FROM events')).toEqual([])
    await store.transaction(async queries => {
      insertEvents.run(queries, [anEvent('app/u:1', 'e3')])
    })
    expect(await store.all('SELECT id FROM events')).toEqual([{ id: 'e3' }])
  })

  test('texts of every kind come back as they were, whatever the number of rows', async () => {
    const bodies = [
      '',
      '"',
      '\\',
      '{"a":"b,c"}',
      '{}',
      'NULL',
      'null',
      ',',
      '{',
      "'",
      ' ',
      '\\N',
      'ä 日 🚀',
      '\u007f',
    ]
    for (const count of [1, 2, 7, 8, 9, 300]) {
      const rows = Array.from({ length: count }, (_, i) => {
        const row = [...anEvent('app/u:1', `${count}-${`${i}`.padStart(4, '0')}`)]
        row[12] = bodies[i % bodies.length] ?? ''
        return row
      })
      await insertEvents.run(store, rows)
      const found = await store.all('SELECT id, body FROM events WHERE id LIKE $1 ORDER BY id', [
        `${count}-%`,
      ])
      expect(found).toEqual(rows.map(row => ({ id: row[1], body: row[12] })))
    }
  })

  test('of many rows those are told that are new, be it none, some or all', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => anEvent('app/u:1', `e${`${i}`.padStart(2, '0')}`))
    const some = rows.filter((_, i) => i % 3 === 0)
    expect(await insertEvents.changed(store, some)).toEqual(some)
    expect(await insertEvents.changed(store, rows)).toEqual(rows.filter((_, i) => i % 3 !== 0))
    expect(await insertEvents.changed(store, rows)).toEqual([])
  })

  test('what need not last is there after its commit, gone when it fails, and what follows lasts again', async () => {
    const lax = { mayBeLost: true } as const
    await store.transaction(queries => insertEvents.run(queries, [anEvent('app/u:1', 'e1')]), lax)
    const failing = store.transaction(async queries => {
      await insertEvents.run(queries, [anEvent('app/u:1', 'e2')])
      throw new Error('stop')
    }, lax)
    await expect(failing).rejects.toThrow('stop')
    await store.transaction(async queries => {
      const [level] =
        store.engine === 'sqlite'
          ? await queries.all('PRAGMA synchronous')
          : await queries.all(`SELECT current_setting('synchronous_commit') AS synchronous`)
      expect([2, 'on']).toContain(level?.synchronous)
    })
    expect(await store.all('SELECT id FROM events')).toEqual([{ id: 'e1' }])
  })

  test('texts are ordered by their bytes', async () => {
    const ids = ['A', 'B', 'a', 'b', 'Z', '_', 'ä', '~', '-', '0']
    await insertEvents.run(
      store,
      [...ids].sort().map(id => anEvent('app/u:1', id)),
    )
    const rows = await store.all('SELECT id FROM events WHERE akey = $1 ORDER BY id', ['app/u:1'])
    expect(rows.map(row => row.id)).toEqual([...ids].sort())
  })

  test('reads outside a transaction see only what is committed', async () => {
    let during: unknown
    await store.transaction(async queries => {
      await insertEvents.run(queries, [anEvent('app/u:1', 'e1')])
      during = await store.all('SELECT id FROM events')
    })
    expect(during).toEqual([])
    expect(await store.all('SELECT id FROM events')).toEqual([{ id: 'e1' }])
  })

  test('transactions that start together run one after the other', async () => {
    const add = () =>
      store.transaction(async queries => {
        const [row] = await queries.all('SELECT COUNT(*) AS n FROM events')
        const n = row === undefined ? 0 : integer(row, 'n')
        await insertEvents.run(queries, [anEvent('app/u:1', `e${n}`)])
      })
    await Promise.all(Array.from({ length: 20 }, add))
    expect(await store.all('SELECT COUNT(*) AS n FROM events')).toEqual([{ n: 20 }])
  })

  test('inserting events tells which were new, over chunk borders', async () => {
    const all = Array.from({ length: 150 }, (_, i) => anEvent('app/u:1', `e${i + 100}`))
    await insertEvents.run(store, all.slice(0, 70))
    expect(await insertEvents.changed(store, all)).toEqual(all.slice(70))
    expect(await insertEvents.changed(store, all)).toEqual([])
  })

  test('counts add up, first and last times widen', async () => {
    await addCounts.run(store, [aCount('app/u:1', 2, 50, 60)])
    await addCounts.run(store, [aCount('app/u:1', 3, 40, 55)])
    await addCounts.run(store, [aCount('app/u:1', 0, 70, 90)])
    const [row] = await store.all('SELECT success, amount, first_at, last_at FROM counts')
    expect(row).toEqual({ success: 5, amount: 15, first_at: 40, last_at: 90 })
  })

  test('sums may pass 32 bits', async () => {
    const huge = aCount('app/u:1', 1, 1, 1).with(11, 9_000_000_000)
    await addCounts.run(store, [huge])
    await addCounts.run(store, [huge])
    expect(await store.all('SELECT amount FROM counts')).toEqual([{ amount: 18_000_000_000 }])
  })

  test('a register keeps the latest value by time, then id, whatever the order', async () => {
    const put = (value: string, at: number, id: string) =>
      setRegisters.run(store, [['app/u:1', 'u:1', 'traits.plan', JSON.stringify(value), at, id]])
    await put('b', 20, 'm2')
    await put('a', 10, 'm9')
    await put('c', 20, 'm1')
    const rows = await store.all('SELECT value, at, id FROM registers')
    expect(rows.map(row => [json(row, 'value'), integer(row, 'at'), text(row, 'id')])).toEqual([
      ['b', 20, 'm2'],
    ])
    await put('d', 20, 'm3')
    expect((await store.all('SELECT value FROM registers')).map(row => json(row, 'value'))).toEqual(['d'])
  })

  test('of links the earliest stays, of a day’s memberships the latest; what changed nothing is not answered', async () => {
    const put = (kind: string, day: number, at: number, hasLeft = 0) =>
      setLinks.changed(store, [['app/a:1', kind, 'a:1', 'u:1', day, at, `m${at}`, hasLeft]])
    expect(await put('user', -1, 20)).toHaveLength(1)
    expect(await put('user', -1, 30)).toHaveLength(0)
    expect(await put('user', -1, 10)).toHaveLength(1)
    expect(await put('member', 1, 20)).toHaveLength(1)
    expect(await put('member', 1, 10)).toHaveLength(0)
    expect(await put('member', 1, 30, 1)).toHaveLength(1)
    expect(await store.all('SELECT kind, at, has_left FROM links ORDER BY kind')).toEqual([
      { kind: 'member', at: 30, has_left: 1 },
      { kind: 'user', at: 10, has_left: 0 },
    ])
  })

  test('touching counts up and leaves due times and leases alone', async () => {
    await touch.run(store, [['app/u:1', 'app', 1, 0, 0]])
    await store.run('UPDATE touched SET due_at = $1, evaluated = 1 WHERE akey = $2', [99, 'app/u:1'])
    await touch.run(store, [['app/u:1', 'app', 1, 0, 0]])
    const [row] = await store.all('SELECT touched, evaluated, due_at, leased_until FROM touched')
    expect(row).toEqual({ touched: 2, evaluated: 1, due_at: 99, leased_until: 0 })
  })

  test('null stays null', async () => {
    await store.run(
      'INSERT INTO touched (akey, space, touched, evaluated, due_at, leased_until) VALUES ($1, $2, 1, 0, $3, 0)',
      ['app/u:1', 'app', null],
    )
    const [row] = await store.all('SELECT due_at FROM touched')
    expect(row && maybeInteger(row, 'due_at')).toBe(null)
  })

  test('rows of any number go through in chunks, with every value in its column', async () => {
    const put = createBulk({
      head: 'INSERT INTO unmatched (space, name, n, last_at, has_outcome, has_context) VALUES',
      width: 6,
      key: ['space', 'name'],
      tail: 'ON CONFLICT (space, name) DO NOTHING',
    })
    const rows = Array.from({ length: 333 }, (_, i) => ['app', `n${i}`, i, i, 0, 1])
    await put.run(store, rows)
    const [row] = await store.all(
      'SELECT COUNT(*) AS n, SUM(n) AS total FROM unmatched WHERE has_context = 1',
    )
    expect(row).toEqual({ n: 333, total: (332 * 333) / 2 })
  })

  test('text of every script and size comes back as it was', async () => {
    const body = `${'<script>alert(1)</script> {{x}} ’“” 日本 🔥 \\u0000 '.repeat(500)}`
    await insertEvents.run(store, [anEvent('app/u:1', 'e1').with(12, body)])
    expect(await store.all('SELECT body FROM events')).toEqual([{ body }])
  })
})
