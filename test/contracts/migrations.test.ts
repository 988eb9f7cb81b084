import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Driver, Row } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { MIGRATIONS } from '../../apps/collector/src/store/schema.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'
import { root } from '../../scripts/run.ts'

const FOLDER = join(root, 'test/fixtures/schema')

let server: PostgresServer | undefined
const folders: string[] = []
afterAll(async () => {
  await server?.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

const postgres = findPostgres()
const ENGINES = [
  {
    name: 'sqlite',
    open: async (): Promise<Driver> => {
      const folder = await mkdtemp(join(tmpdir(), 'fireball-migrations-'))
      folders.push(folder)
      return openSqlite(join(folder, 'old.db'))
    },
    columns: `SELECT m.name AS "table", c.name AS "column", c.type AS type, c."notnull" AS required
      FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, 2`,
    indexes: `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1`,
  },
  ...('missing' in postgres
    ? []
    : [
        {
          name: 'postgres',
          open: async (): Promise<Driver> => {
            server ??= await startPostgres()
            return openPostgres(await server.createDatabase(), () => undefined)
          },
          columns: `SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable AS required
            FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
          indexes: `SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
        },
      ]),
]

const statementsOf = (version: number): readonly string[] =>
  readFileSync(join(FOLDER, `${version}.sql`), 'utf8')
    .split(';\n')
    .filter(one => one.trim() !== '')

const tablesIn = (statements: readonly string[]): readonly string[] =>
  statements.flatMap(sql => /^INSERT INTO (\w+)/.exec(sql)?.[1] ?? []).filter(one => one !== 'migrations')

const VERSIONS = MIGRATIONS.map((_, i) => i + 1)

test('every schema version has a fixture of its own', () => {
  // `npx tsx --conditions=source scripts/schema-fixture.ts` writes the one that is missing.
  expect(
    readdirSync(FOLDER)
      .map(file => Number(file.replace('.sql', '')))
      .sort((a, b) => a - b),
  ).toEqual(VERSIONS)
})

const isKept = (before: Row, after: Row | undefined, table: string): void => {
  for (const [column, value] of Object.entries(before)) {
    // Rows of accounts are asked to be computed anew.
    if (table === 'accounts' && column === 'version') continue
    expect([table, column, after?.[column]]).toEqual([table, column, value])
  }
}

describe.each(ENGINES)('migrating on $name', ({ name, open, columns, indexes }) => {
  test('from every version a store becomes what a new one is, and keeps its rows', async () => {
    const fresh = await open()
    await migrate(fresh, 1)
    const shape = { columns: await fresh.all(columns), indexes: await fresh.all(indexes) }
    await fresh.close()
    for (const version of VERSIONS) {
      const store = await open()
      const statements = statementsOf(version)
      for (const sql of statements)
        await store.run(name === 'sqlite' ? sql : sql.replace(/ WITHOUT ROWID$/, ''))
      const tables = tablesIn(statements)
      const before = await Promise.all(tables.map(table => store.all(`SELECT * FROM ${table}`)))
      await migrate(store, 2)
      for (const [i, table] of tables.entries())
        isKept(before[i]?.[0] ?? {}, (await store.all(`SELECT * FROM ${table} WHERE 1 = 1`))[0], table)
      expect({ columns: await store.all(columns), indexes: await store.all(indexes) }).toEqual(shape)
      expect(await store.all('SELECT id FROM migrations ORDER BY id')).toEqual(VERSIONS.map(id => ({ id })))
      await store.close()
    }
  }, 60_000)
})
