import Database from 'better-sqlite3'
import type { Row, Value } from './driver.ts'

/** How a connection is set up. FULL is set by us: the compiled default loses acknowledged rows in a power cut. */
const PRAGMAS = [
  'page_size = 8192', // of a new file
  'journal_mode = WAL',
  'synchronous = FULL',
  'busy_timeout = 5000',
  'temp_store = MEMORY',
  'journal_size_limit = 67108864',
] as const

/** One connection to a SQLite file; everything on it happens at once, in the thread that calls. */
export interface SqliteConnection {
  all(sql: string, params: readonly Value[]): Row[]
  run(sql: string, params: readonly Value[]): number
  /** Row by row through one prepared statement: the fastest way into SQLite. Answers as `Queries.write`. */
  write(sql: string, rows: readonly (readonly Value[])[], tell: boolean): number[]
  /** `mayBeLost`: its commit is not flushed, though never lost without those that follow it. */
  begin(mayBeLost?: boolean): void
  commit(): void
  /** Does nothing where a full disk or an I/O error has rolled back by itself. */
  rollback(): void
  /** Pages in the log, and how many of them the file has already. Gives way to whoever else does it. */
  checkpoint(): { readonly log: number; readonly done: number }
  /** From now on the log is copied into the file by `checkpoint` alone. */
  leaveLog(): void
  close(): void
}

interface Prepared {
  readonly statement: Database.Statement<unknown[], Row>
  readonly bind: (params: readonly Value[]) => readonly Value[]
}

/** Pages that a connection keeps in memory, MB: who writes needs most, and there are several connections. */
export const CACHE_MB = { writer: 64, reader: 16, log: 2 } as const

/** So many commits in a row may go unflushed: what stands behind them in the log tells a torn write from damage. */
export const MOST_UNFLUSHED = 3

/** Opens a SQLite file, made when it is not there. */
export const connect = (file: string, role: keyof typeof CACHE_MB): SqliteConnection => {
  const db = new Database(file)
  for (const pragma of PRAGMAS) db.pragma(pragma)
  db.pragma(`cache_size = -${CACHE_MB[role] * 1024}`)
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
  /** Whether the commits of this connection are not flushed for now. */
  let isLax = false
  // An earlier process may have left as many.
  let unflushed = MOST_UNFLUSHED
  let changesBefore = 0
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck()
  const countChanges = (): number => changes.get() ?? 0
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map(sql => db.prepare(sql))
  return {
    all: (sql, params) => {
      const { statement: made, bind } = statement(sql)
      return made.all(bind(params))
    },
    run: (sql, params) => {
      const { statement: made, bind } = statement(sql)
      return made.run(bind(params)).changes
    },
    write: (sql, rows, tell) => {
      const { statement: made } = statement(sql)
      const changed: number[] = []
      for (let i = 0; i < rows.length; i++) {
        const { changes } = made.run(rows[i])
        if (tell && changes > 0) changed.push(i)
      }
      return changed
    },
    begin: (mayBeLost = false) => {
      const isNextLax = mayBeLost && unflushed < MOST_UNFLUSHED
      if (isNextLax !== isLax) db.pragma(`synchronous = ${isNextLax ? 'NORMAL' : 'FULL'}`)
      isLax = isNextLax
      changesBefore = countChanges()
      begin?.run()
    },
    commit: () => {
      commit?.run()
      // A commit of nothing flushes nothing either.
      if (countChanges() !== changesBefore) unflushed = isLax ? unflushed + 1 : 0
    },
    rollback: () => {
      if (db.inTransaction) rollback?.run()
    },
    checkpoint: () => {
      const [row] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[]
      return { log: row?.log ?? 0, done: row?.checkpointed ?? 0 }
    },
    leaveLog: () => {
      db.pragma('wal_autocheckpoint = 0')
    },
    close: () => {
      db.close()
    },
  }
}
