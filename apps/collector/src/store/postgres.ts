import { createHash } from 'node:crypto'
import pg from 'pg'
import type { BulkStatement, Driver, Queries, Row, TransactionOptions, Value } from './driver.ts'
import { type ColumnWriter, createColumnWriter } from './postgres-bulk.ts'
import { watched } from './watched.ts'

/** Rows of one statement; few sizes, so that few statements are prepared. */
const SIZES = [256, 64, 16, 4, 1] as const
/** Fewer rows than these are written by their values: a text in which nothing stands between would be none at all. */
const MIN_COLUMNS = 8
const MAX_CONNECTIONS = 8

/** How long is waited for a database that does not answer, ms. */
export interface PostgresLimits {
  /** For a connection, be it a new one or one that others have. */
  readonly connectMs: number
  /** For the answer to one statement. */
  readonly statementMs: number
}

const LIMITS: PostgresLimits = { connectMs: 10_000, statementMs: 60_000 }

/** Another transaction was in the way: doing it once more may go well. Source: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const TRY_AGAIN: readonly unknown[] = ['40P01', '40001']
const MAX_ATTEMPTS = 12

const CITUS = `SELECT 1 FROM pg_extension WHERE extname = 'citus'`

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

/** What all connections of one database share. */
interface Shared {
  /** Of each text. */
  readonly names: Map<string, string>
  readonly columns: ColumnWriter
  /** Whether a coordinator of Citus answers: it sends rows of VALUES straight to their nodes, and collects those of a SELECT first. */
  readonly isSharded: boolean
}

const createQueries = (
  { names, columns, isSharded }: Shared,
  client: Pick<pg.ClientBase, 'query'>,
  limit: { readonly query_timeout?: number } = {},
): Queries => {
  const ask: Ask = (sql, params) => {
    let name = names.get(sql)
    if (name === undefined) {
      name = nameOf(sql)
      names.set(sql, name)
    }
    return client.query<Row>({ name, text: inOneOrder(sql), values: [...params], ...limit })
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
      const { types } = statement
      if (types !== undefined && rows.length >= MIN_COLUMNS && !isSharded) {
        const sql = columns.sql(statement, types, tell)
        const answer = await ask(sql, columns.params(types, rows, tell))
        const [row] = answer.rows
        if (!tell || row === undefined) return []
        return columns.places(statement, rows, {
          n: Number(row.n),
          keys: row.keys === null ? null : String(row.keys),
        })
      }
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

const NOT_FLUSHED = '; SET LOCAL synchronous_commit TO off'

const TOO_SLOW = 'ETIMEDOUT'

const tooSlow = (ms: number): Error =>
  Object.assign(new Error(`The database did not answer within ${ms} ms`), { code: TOO_SLOW })

/** Source: `query_timeout` in pg/lib/client.js */
const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout'

/** Full jitter, so that two in each other’s way do not meet again. */
const wait = (attempt: number): Promise<void> =>
  new Promise(settle => setTimeout(settle, Math.random() * Math.min(500, 5 * 2 ** attempt)))

/**
 * Opens a store in a PostgreSQL database. The transactions of one process run one after another, those of several beside
 * each other. `onError`: a connection at rest broke; it is replaced by itself.
 */
export const openPostgres = (
  connectionString: string,
  onError: (error: unknown) => void,
  { connectMs, statementMs }: PostgresLimits = LIMITS,
): Driver => {
  const pool = new pg.Pool({
    connectionString,
    types,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
  })
  pool.on('error', onError)
  const limit = { query_timeout: statementMs } as const
  const names = new Map<string, string>()
  const columns = createColumnWriter()
  let sharded: boolean | undefined
  /** Known before anything is asked: what is asked takes effect in the order in which it is. */
  const toShared = async (client: Pick<pg.ClientBase, 'query'>): Promise<Shared> => {
    sharded ??= (await client.query({ text: CITUS, ...limit })).rows.length > 0
    return { names, columns, isSharded: sharded }
  }
  let last: Promise<unknown> = Promise.resolve()

  const once = async <T>(
    work: (queries: Queries) => Promise<T>,
    { isSnapshot = false, isPatient = false, mayBeLost = false, withinMs }: TransactionOptions,
  ): Promise<T> => {
    const connection = await pool.connect()
    const client = inLine(connection)
    let broken: Error | undefined
    // Whether it was committed nobody knows then; who sends again is told by its ids.
    const end =
      withinMs === undefined
        ? undefined
        : setTimeout(() => {
            broken ??= tooSlow(withinMs)
            connection.end().catch(() => undefined) // what waits on it fails by that
          }, withinMs)
    const onBreak = (error: Error) => {
      broken ??= error
    }
    connection.on('error', onBreak)
    try {
      await client.query({
        text: `${isSnapshot ? 'BEGIN ISOLATION LEVEL REPEATABLE READ' : 'BEGIN'}${mayBeLost ? NOT_FLUSHED : ''}`,
        ...limit,
      })
      const inside = watched(createQueries(await toShared(client), client, isPatient ? {} : limit))
      const result = await work(inside.queries)
      // Behind everything that was asked; of a transaction in which something failed it makes a ROLLBACK.
      await client.query({ text: 'COMMIT', ...limit })
      inside.check()
      return result
    } catch (error) {
      // Behind a statement that is not answered nothing is.
      if (isUnanswered(error)) broken ??= tooSlow(statementMs)
      else
        await client.query({ text: 'ROLLBACK', ...limit }).catch(() => {
          broken ??= new Error('The connection is gone')
        })
      throw broken !== undefined && codeOf(broken) === TOO_SLOW ? broken : error
    } finally {
      clearTimeout(end)
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

  const outside = createQueries({ names, columns, isSharded: true }, { query: pool.query.bind(pool) }, limit)
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
