import type { Driver, Queries, TransactionOptions } from './driver.ts'
import { connect, type SqliteConnection } from './sqlite-connection.ts'
import { watched } from './watched.ts'

/** Statements on a connection of this thread. */
export const queriesOn = (connection: SqliteConnection): Queries => ({
  all: async (sql, params = []) => connection.all(sql, params),
  run: async (sql, params = []) => connection.run(sql, params),
  write: async (statement, rows, tell = false) => connection.write(statement.sql(1), rows, tell),
  hold: async () => undefined, // one process writes, one transaction at a time
})

/**
 * Opens a store in one SQLite file, made when it is not there. Transactions run one after another on one connection;
 * reads outside them have a connection of their own, so that they see only what is committed.
 */
export const openSqlite = (file: string): Driver => {
  const writer = connect(file, 'writer')
  const reader = connect(file, 'reader')
  const queries = queriesOn(writer)
  let last: Promise<unknown> = Promise.resolve()

  const transaction = <T>(
    work: (queries: Queries) => Promise<T>,
    { mayBeLost = false }: TransactionOptions = {},
  ): Promise<T> => {
    const mine = last.then(async () => {
      writer.begin(mayBeLost)
      try {
        const inside = watched(queries)
        const result = await work(inside.queries)
        await undefined // a failure that nobody waited for is known a turn later
        inside.check()
        writer.commit()
        return result
      } catch (error) {
        writer.rollback()
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
    all: queriesOn(reader).all,
    run: (sql, params) => transaction(inside => inside.run(sql, params)),
    write: (statement, rows, tell) => transaction(inside => inside.write(statement, rows, tell)),
    hold: queries.hold,
    close: async () => {
      await last
      reader.close()
      writer.close()
    },
  }
}
