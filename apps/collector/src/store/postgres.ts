import { createHash } from 'node:crypto'
import pg from 'pg'
import type { BulkStatement, Driver, Queries, Row, TransactionOptions, Value } from './driver.ts'
import { watched } from './watched.ts'

/** Rows of one statement; few sizes, so that few statements are prepared. */
const SIZES = [256, 64, 16, 4, 1] as const
const MAX_CONNECTIONS = 8

/** Another transaction was in the way: doing it once more may go well. Source: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const TRY_AGAIN: readonly unknown[] = ['40P01', '40001']
const MAX_ATTEMPTS = 12

const BIGINT = 20
const NUMERIC = 1700

const types: pg.CustomTypesConfig = {
  // Our integers are far below 2^53, sums of them as well.
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format),
}

/** Texts are compared as SQLite and JavaScript do, whatever the locale of the database. */
const inOneOrder = (sql: string): string =>
  /^\s*(CREATE TABLE|ALTER TABLE)/.test(sql) ? sql.replaceAll(/\bTEXT\b/g, 'TEXT COLLATE "C"') : sql

const nameOf = (sql: string): string => createHash('sha1').update(sql).digest('base64url')

type Ask = (sql: string, params: readonly Value[]) => Promise<pg.QueryResult<Row>>

/** One after the other on one connection, however they are asked. */
const inLine = (client: pg.PoolClient): Pick<pg.ClientBase, 'query'> => {
  let last: Promise<unknown> = Promise.resolve()
  const query = (config: pg.QueryConfig): Promise<pg.QueryResult> => {
    const mine = last.then(() => client.query(config))
    last = mine.catch(() => undefined)
    return mine
  }
  return { query: query as pg.ClientBase['query'] }
}

const createQueries = (names: Map<string, string>, client: Pick<pg.ClientBase, 'query'>): Queries => {
  const ask: Ask = (sql, params) => {
    let name = names.get(sql)
    if (name === undefined) {
      name = nameOf(sql)
      names.set(sql, name)
    }
    return client.query<Row>({ name, text: inOneOrder(sql), values: [...params] })
  }
  const chunks = async (
    rows: readonly (readonly Value[])[],
    perform: (size: number, from: number, params: readonly Value[]) => Promise<void>,
  ): Promise<void> => {
    let from = 0
    const asked: Promise<void>[] = []
    for (const size of SIZES)
      for (; rows.length - from >= size; from += size)
        asked.push(perform(size, from, rows.slice(from, from + size).flat()))
    await Promise.all(asked)
  }
  return {
    all: async (sql, params = []) => (await ask(sql, params)).rows,
    run: async (sql, params = []) => (await ask(sql, params)).rowCount ?? 0,
    write: async (statement, rows, tell = false) => {
      const changed: number[] = []
      await chunks(rows, async (size, from, params) => {
        const sql = statement.sql(size)
        const answer = await ask(tell ? `${sql} RETURNING ${statement.key.join(', ')}` : sql, params)
        if (tell) changed.push(...placesOf(statement, rows, from, size, answer.rows))
      })
      return changed.sort((a, b) => a - b)
    },
    hold: async (name, how) => {
      const lock = how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
      await ask(`SELECT ${lock}(hashtext($1))`, [name])
    },
  }
}

/** Which rows of a chunk the answer names; all or none is the usual case. */
const placesOf = (
  { key }: BulkStatement,
  rows: readonly (readonly Value[])[],
  from: number,
  size: number,
  answered: readonly Row[],
): readonly number[] => {
  if (answered.length === size) return Array.from({ length: size }, (_, i) => from + i)
  if (answered.length === 0) return []
  const keys = new Set(answered.map(row => key.map(column => row[column]).join('\t')))
  return Array.from({ length: size }, (_, i) => from + i).filter(place =>
    keys.has(
      rows[place]
        ?.slice(0, key.length)
        .map(value => String(value))
        .join('\t') ?? '',
    ),
  )
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

/** Full jitter, so that two in each other’s way do not meet again. */
const wait = (attempt: number): Promise<void> =>
  new Promise(settle => setTimeout(settle, Math.random() * Math.min(500, 5 * 2 ** attempt)))

/**
 * Opens a store in a PostgreSQL database. The transactions of one process run one after another, those of several beside
 * each other. `onError`: a connection at rest broke; it is replaced by itself.
 */
export const openPostgres = (connectionString: string, onError: (error: unknown) => void): Driver => {
  const pool = new pg.Pool({ connectionString, types, max: MAX_CONNECTIONS })
  pool.on('error', onError)
  const names = new Map<string, string>()
  let last: Promise<unknown> = Promise.resolve()

  const once = async <T>(
    work: (queries: Queries) => Promise<T>,
    { isSnapshot = false }: TransactionOptions,
  ): Promise<T> => {
    const connection = await pool.connect()
    const client = inLine(connection)
    let broken: Error | undefined
    const onBreak = (error: Error) => {
      broken = error
    }
    connection.on('error', onBreak)
    try {
      await client.query({ text: isSnapshot ? 'BEGIN ISOLATION LEVEL REPEATABLE READ' : 'BEGIN' })
      const inside = watched(createQueries(names, client))
      const result = await work(inside.queries)
      // Behind everything that was asked; of a transaction in which something failed it makes a ROLLBACK.
      await client.query({ text: 'COMMIT' })
      inside.check()
      return result
    } catch (error) {
      await client.query({ text: 'ROLLBACK' }).catch(() => {
        broken ??= new Error('The connection is gone')
      })
      throw error
    } finally {
      connection.off('error', onBreak)
      connection.release(broken)
    }
  }

  const transaction = <T>(
    work: (queries: Queries) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> => {
    const mine = last.then(async () => {
      for (let attempt = 0; ; attempt++)
        try {
          return await once(work, options)
        } catch (error) {
          if (!TRY_AGAIN.includes(codeOf(error)) || attempt >= MAX_ATTEMPTS) throw error
          await wait(attempt)
        }
    })
    last = mine.catch(() => undefined)
    return mine
  }

  const outside = createQueries(names, {
    query: pool.query.bind(pool),
  })
  return {
    engine: 'postgres',
    transaction,
    all: outside.all,
    run: (sql, params) => transaction(inside => inside.run(sql, params)),
    write: (statement, rows, tell) => transaction(inside => inside.write(statement, rows, tell)),
    hold: outside.hold,
    close: async () => {
      await last
      await pool.end()
    },
  }
}
