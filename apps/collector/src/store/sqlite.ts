import Database from 'better-sqlite3'
import type { Driver, Queries, Row, Value } from './driver.ts'

/** How a connection is set up. FULL is set by us: the compiled default loses acknowledged rows in a power cut. */
const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'busy_timeout = 5000',
  'cache_size = -65536',
  'temp_store = MEMORY',
  'journal_size_limit = 67108864',
] as const

interface Prepared {
  readonly statement: Database.Statement<unknown[], Row>
  readonly bind: (params: readonly Value[]) => readonly Value[]
}

const connect = (file: string): { readonly db: Database.Database; readonly queries: Queries } => {
  const db = new Database(file)
  for (const pragma of PRAGMAS) db.pragma(pragma)
  const prepared = new Map<string, Prepared>()
  // better-sqlite3 binds `?1` by name only, and lists by place: each `$n` becomes a `?` of its own.
  const statement = (sql: string): Prepared => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const places = [...sql.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n) - 1)
    const isInOrder = places.every((place, i) => place === i)
    const made: Prepared = {
      statement: db.prepare<unknown[], Row>(sql.replace(/\$\d+/g, '?')),
      bind: isInOrder ? params => params : params => places.map(place => params[place] ?? null),
    }
    prepared.set(sql, made)
    return made
  }
  const none: readonly Value[] = []
  return {
    db,
    queries: {
      all: async (sql, params = none) => {
        const made = statement(sql)
        return made.statement.all(made.bind(params))
      },
      run: async (sql, params = none) => {
        const made = statement(sql)
        return made.statement.run(made.bind(params)).changes
      },
    },
  }
}

/**
 * Opens a store in one SQLite file, made when it is not there. Transactions run one after another on one connection;
 * reads outside them have a connection of their own, so that they see only what is committed.
 */
export const openSqlite = (file: string): Driver => {
  const writer = connect(file)
  const reader = connect(file)
  let last: Promise<unknown> = Promise.resolve()

  const transaction = <T>(work: (queries: Queries) => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      writer.db.exec('BEGIN IMMEDIATE')
      try {
        const result = await work(writer.queries)
        writer.db.exec('COMMIT')
        return result
      } catch (error) {
        // A full disk or an I/O error has rolled back by itself.
        if (writer.db.inTransaction) writer.db.exec('ROLLBACK')
        throw error
      }
    })
    // Who comes next does not care how this one ended.
    last = mine.catch(() => undefined)
    return mine
  }

  return {
    engine: 'sqlite',
    transaction,
    all: reader.queries.all,
    run: (sql, params) => transaction(queries => queries.run(sql, params)),
    close: async () => {
      await last
      reader.db.close()
      writer.db.close()
    },
  }
}
