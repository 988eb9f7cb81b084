import { createBulk } from './bulk.ts'
import type { Driver, Queries, Value } from './driver.ts'
import { type DumpLine, readDump } from './dump-file.ts'
import { migrate } from './migrate.ts'
import { integer, text } from './row.ts'
import { queriesOn } from './sqlite.ts'
import { connect } from './sqlite-connection.ts'

interface Table {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns of the primary key. */
  readonly key: readonly string[]
}

/** Rows that are read at once. */
const PAGE = 500
/** Rows that are written at once. */
const CHUNK = 500

// One row a column: of which table, and its place in the primary key, 0 when it is not in it.
const COLUMNS = {
  sqlite: `SELECT m.name AS "table", c.name AS "column", c.pk AS place FROM sqlite_master m
    JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`,
  postgres: `SELECT c.table_name AS "table", c.column_name AS "column", COALESCE(k.ordinal_position, 0) AS place
    FROM information_schema.columns c
    JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name
      AND b.table_type = 'BASE TABLE'
    LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema
      AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema
      AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
    WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position`,
} as const

const tablesOf = async (
  queries: Pick<Queries, 'all'>,
  engine: Driver['engine'],
): Promise<readonly Table[]> => {
  const tables = new Map<string, { columns: string[]; key: { place: number; column: string }[] }>()
  for (const row of await queries.all(COLUMNS[engine])) {
    const [name, column, place] = [text(row, 'table'), text(row, 'column'), integer(row, 'place')]
    const table = tables.get(name) ?? { columns: [], key: [] }
    table.columns.push(column)
    if (place > 0) table.key.push({ place, column })
    tables.set(name, table)
  }
  return [...tables]
    .filter(([name]) => name !== 'migrations')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { columns, key }]) => ({
      name,
      columns,
      key: key.sort((a, b) => a.place - b.place).map(one => one.column),
    }))
}

/** All rows of all tables, in the order of their keys, as one snapshot shows them. */
const linesOf = async function* (
  queries: Pick<Queries, 'all'>,
  engine: Driver['engine'],
  now: number,
): AsyncGenerator<DumpLine> {
  const [version] = await queries.all('SELECT MAX(id) AS id FROM migrations')
  yield { kind: 'head', schema: version === undefined ? 0 : integer(version, 'id'), at: now }
  for (const { name, columns, key } of await tablesOf(queries, engine)) {
    yield { kind: 'table', name, columns }
    const select = `SELECT ${columns.join(', ')} FROM ${name}`
    const order = `ORDER BY ${key.join(', ')} LIMIT ${PAGE}`
    const after = `WHERE (${key.join(', ')}) > (${key.map((_, i) => `$${i + 1}`).join(', ')})`
    let last: readonly Value[] | undefined
    for (;;) {
      const rows =
        last === undefined
          ? await queries.all(`${select} ${order}`)
          : await queries.all(`${select} ${after} ${order}`, last)
      for (const row of rows) yield { kind: 'row', cells: columns.map(column => row[column] ?? null) }
      const end = rows.at(-1)
      if (end === undefined || rows.length < PAGE) break
      last = key.map(column => end[column] ?? null)
    }
  }
}

/** Hands over everything in a PostgreSQL store as of one instant; collectors go on meanwhile. */
export const dumpPostgres = (
  store: Driver,
  now: number,
  take: (lines: AsyncIterable<DumpLine>) => Promise<void>,
): Promise<void> =>
  store.transaction(queries => take(linesOf(queries, 'postgres', now)), { isSnapshot: true, isPatient: true })

/** The same for a SQLite file, which may be in use. */
export const dumpSqlite = async (
  file: string,
  now: number,
  take: (lines: AsyncIterable<DumpLine>) => Promise<void>,
): Promise<void> => {
  const connection = connect(file, 'reader')
  try {
    // Reads see one state from the first of them on; in WAL mode that keeps nobody waiting.
    connection.run('BEGIN', [])
    await take(linesOf(queriesOn(connection), 'sqlite', now))
  } finally {
    connection.rollback()
    connection.close()
  }
}

/** How many rows stand in the way in a store that a dump is to be loaded into. */
export const rowsIn = async (store: Driver): Promise<number> => {
  let rows = 0
  for (const { name } of await tablesOf(store, store.engine))
    rows += (await store.all(`SELECT 1 AS one FROM ${name} LIMIT 1`)).length
  return rows
}

/**
 * Loads a dump that `checkDump` found whole into a store without any rows: all of it or nothing, and then brings it to the
 * schema of this release. Throws when it cannot. Answers how many rows there are.
 */
export const loadDump = async (
  store: Driver,
  file: string,
  { schema, now }: { readonly schema: number; readonly now: number },
): Promise<number> => {
  await migrate(store, now, schema)
  const loaded = await store.transaction(
    async queries => {
      // A collector that is started meanwhile waits for the end of this.
      await queries.hold('migrate', 'alone')
      const known = new Map((await tablesOf(queries, store.engine)).map(table => [table.name, table]))
      let rows = 0
      let held: (readonly Value[])[] = []
      let write = async (): Promise<void> => undefined
      for await (const line of readDump(file)) {
        if (line.kind === 'table') {
          await write()
          const table = known.get(line.name)
          const strange = line.columns.find(column => !table?.columns.includes(column))
          if (table === undefined || strange !== undefined)
            throw new Error(
              `The backup has ${line.name}${strange === undefined ? '' : `.${strange}`}, this release has not`,
            )
          const bulk = createBulk({
            head: `INSERT INTO ${line.name} (${line.columns.join(', ')}) VALUES`,
            width: line.columns.length,
            key: table.key,
            tail: '',
          })
          write = async () => {
            await bulk.run(queries, held)
            rows += held.length
            held = []
          }
        } else if (line.kind === 'row') {
          held.push(line.cells)
          if (held.length >= CHUNK) await write()
        }
      }
      await write()
      return rows
    },
    { isPatient: true },
  )
  await migrate(store, now)
  return loaded
}
