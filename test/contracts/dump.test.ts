import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Driver, Row } from '../../apps/collector/src/store/driver.ts'
import { dumpPostgres, dumpSqlite, loadDump, rowsIn } from '../../apps/collector/src/store/dump.ts'
import { checkDump, type DumpLine, writeDump } from '../../apps/collector/src/store/dump-file.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { MIGRATIONS } from '../../apps/collector/src/store/schema.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'

type Engine = Driver['engine']

const hasPostgres = !('missing' in findPostgres())
const ENGINES: readonly Engine[] = hasPostgres ? ['sqlite', 'postgres'] : ['sqlite']

let server: PostgresServer | undefined
let folder = ''
let made = 0
const opened: Driver[] = []
/** Its file, or the address of its database. */
const fileOf = new Map<Driver, string>()

beforeAll(async () => {
  if (hasPostgres) server = await startPostgres()
  folder = await mkdtemp(join(tmpdir(), 'fireball-dump-'))
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const open = async (engine: Engine): Promise<Driver> => {
  const address = engine === 'sqlite' ? undefined : await server?.createDatabase()
  const file = address ?? join(folder, `${++made}.db`)
  const store = address === undefined ? openSqlite(file) : openPostgres(address, () => undefined)
  fileOf.set(store, file)
  opened.push(store)
  return store
}

let dump = ''
beforeEach(() => {
  dump = join(folder, `${++made}.gz`)
})

const write = (store: Driver): Promise<void> =>
  store.engine === 'sqlite'
    ? dumpSqlite(fileOf.get(store) ?? '', 1000, lines => writeDump(dump, lines))
    : dumpPostgres(store, 1000, lines => writeDump(dump, lines))

/** More rows than are read or written at once, texts of all kinds, nulls, large numbers, keys that only bytes set apart. */
const fill = async (store: Driver): Promise<void> => {
  await migrate(store, 1)
  await store.transaction(async queries => {
    for (let n = 0; n < 1203; n++)
      await queries.run(
        `INSERT INTO registers (akey, subject, name, value, at, id) VALUES ($1, $2, $3, $4, $5, $6)`,
        [
          `app/u:${n % 7 === 0 ? 'É' : 'e'}${n}`,
          'é\u0001"\\',
          'traits.a',
          `"${n}\\u0000 ☃ \u2028"`,
          2 ** 52 + n,
          `${n}`,
        ],
      )
    await queries.run(
      `INSERT INTO touched (akey, space, touched, evaluated, due_at, leased_until) VALUES ('app/u:1', 'app', 3, 2, NULL, 0), ('app/u:2', 'app', 3, 2, 77, 0)`,
    )
  })
}

const contents = async (store: Driver): Promise<readonly (readonly Row[])[]> =>
  Promise.all(
    ['registers ORDER BY akey, subject, name', 'touched ORDER BY akey', 'projects ORDER BY id'].map(table =>
      store.all(`SELECT * FROM ${table}`),
    ),
  )

describe.each(ENGINES.flatMap(from => ENGINES.map(to => [from, to] as const)))(
  'from %s to %s',
  (from, to) => {
    test('everything is there again, and the store can be used', async () => {
      const source = await open(from)
      await fill(source)
      await write(source)
      const checked = await checkDump(dump)
      expect(checked).toMatchObject({
        ok: true,
        value: { schema: MIGRATIONS.length, at: 1000, rows: { registers: 1203, touched: 2, events: 0 } },
      })
      const target = await open(to)
      expect(await rowsIn(target)).toBe(0)
      expect(await loadDump(target, dump, { schema: MIGRATIONS.length, now: 2 })).toBe(1205)
      expect(await contents(target)).toEqual(await contents(source))
      expect(await rowsIn(target)).toBe(2)
      await migrate(target, 3)
    })
  },
)

describe.each(ENGINES)('on %s', engine => {
  test('a dump of an earlier schema is brought up to date as it is restored', async () => {
    const source = await open(engine)
    const schema = MIGRATIONS.length - 1
    await migrate(source, 1, schema)
    await source.run(`INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate,
      is_complete, has_first_value, body, version, computed_at) VALUES ('app/g:a', 'app', 'new', 0, 0, 0, 'a', 0, 0, 0, '{}', 'v1', 1)`)
    await write(source)
    const target = await open(engine)
    expect(await checkDump(dump)).toMatchObject({ value: { schema } })
    await loadDump(target, dump, { schema, now: 2 })
    const [version] = await target.all('SELECT MAX(id) AS id FROM migrations')
    expect(version).toEqual({ id: MIGRATIONS.length })
    expect(await target.all('SELECT akey FROM accounts')).toEqual([{ akey: 'app/g:a' }])
  })

  test('what others look at the database with is no part of a dump, and in nobody’s way', async () => {
    const source = await open(engine)
    await fill(source)
    await source.run('CREATE VIEW statements AS SELECT 1 AS calls')
    await write(source)
    expect(await checkDump(dump)).toMatchObject({ ok: true, value: { rows: { registers: 1203 } } })
    const target = await open(engine)
    await target.run('CREATE VIEW statements AS SELECT 1 AS calls')
    expect(await rowsIn(target)).toBe(0)
    expect(await loadDump(target, dump, { schema: MIGRATIONS.length, now: 2 })).toBe(1205)
  })

  test('what is written while a dump is read is not in it, and waits for nothing', async () => {
    const source = await open(engine)
    await fill(source)
    const place = fileOf.get(source) ?? ''
    const add = async () => {
      const other = engine === 'sqlite' ? openSqlite(place) : openPostgres(place, () => undefined)
      await other.run('DELETE FROM touched')
      await other.close()
    }
    const take = async (lines: AsyncIterable<DumpLine>): Promise<void> => {
      let isFirst = true
      const changing = async function* () {
        for await (const line of lines) {
          yield line
          if (isFirst && line.kind === 'table') {
            isFirst = false
            await add()
          }
        }
      }
      await writeDump(dump, changing())
    }
    if (engine === 'sqlite') await dumpSqlite(place, 1000, take)
    else await dumpPostgres(source, 1000, take)
    expect(await checkDump(dump)).toMatchObject({ value: { rows: { registers: 1203, touched: 2 } } })
  })
})

describe('a file that is not as it was written is refused', () => {
  const damage = async (change: (text: string) => string): Promise<void> => {
    const store = await open('sqlite')
    await fill(store)
    await write(store)
    await writeFile(dump, gzipSync(change(gunzipSync(await readFile(dump)).toString('utf8'))))
  }
  const codeOf = async (): Promise<string> => {
    const checked = await checkDump(dump)
    return checked.ok ? 'whole' : checked.error.code
  }

  test.each([
    ['cut off between lines', (text: string) => text.split('\n').slice(0, -2).join('\n')],
    ['cut off in a line', (text: string) => text.slice(0, -200)],
    ['one cell changed', (text: string) => text.replace('traits.a', 'traits.b')],
    ['one row gone', (text: string) => text.replace(/\n\["app\/u:e1",[^\n]*\n/, '\n')],
    ['something behind the end', (text: string) => `${text}[1]\n`],
  ])('%s', async (_, change) => {
    await damage(change)
    expect(await codeOf()).toBe('broken')
  })

  test('cut off as a file, and bytes behind it', async () => {
    const store = await open('sqlite')
    await fill(store)
    await write(store)
    const bytes = await readFile(dump)
    await writeFile(dump, bytes.subarray(0, bytes.length - 5000))
    expect(await codeOf()).toBe('broken')
    await writeFile(dump, bytes)
    await appendFile(dump, 'more')
    expect(await codeOf()).not.toBe('whole')
  })

  test('another file, an empty one, and one of a newer release', async () => {
    await writeFile(dump, gzipSync('{"a":1}\n'))
    expect(await codeOf()).toBe('not-a-dump')
    await writeFile(dump, '')
    expect(await codeOf()).toBe('not-a-dump')
    await rm(dump)
    await damage(text => text.replace(`"schema":${MIGRATIONS.length}`, `"schema":${MIGRATIONS.length + 1}`))
    expect(await codeOf()).toBe('broken')
    await rm(dump)
    await writeDump(
      dump,
      (async function* () {
        yield { kind: 'head' as const, schema: MIGRATIONS.length + 1, at: 1 }
      })(),
    )
    expect(await codeOf()).toBe('too-new')
  })
})
