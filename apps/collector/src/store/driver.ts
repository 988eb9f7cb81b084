/** What a column holds: TEXT, BIGINT or INTEGER. JSON is TEXT, a boolean is 0 or 1, an instant is epoch ms. */
export type Value = string | number | null

/** One row of an answer, by column name. `row.ts` reads its cells. */
export type Row = Readonly<Record<string, Value>>

/** What a column is made of. */
export type ColumnType = 'text' | 'bigint' | 'integer'

/** A statement that writes rows of one kind: made by `createBulk`. */
export interface BulkStatement {
  /** Columns of a row, the ones of the primary key first. */
  readonly width: number
  /** Columns of the primary key. */
  readonly key: readonly string[]
  /** Of its columns, where none ever is null and no text holds a control character: such rows can travel as one text. */
  readonly types: readonly ColumnType[] | undefined
  /** The text that writes so many rows at once. The same number gives the same text. */
  readonly sql: (rows: number) => string
  /** The text that writes the rows of a SELECT. */
  readonly from: (source: string) => string
}

/**
 * Runs statements. SQL names its parameters `$1`, `$2`, …; each distinct text is prepared once, so texts must be
 * constants (or from a small fixed set), never built from data. Calls need not wait for one another: they take effect
 * in the order in which they are made.
 */
export interface Queries {
  /** The rows of a SELECT, or of a RETURNING. */
  all(sql: string, params?: readonly Value[]): Promise<readonly Row[]>
  /** Runs a statement without rows; tells how many rows it changed. */
  run(sql: string, params?: readonly Value[]): Promise<number>
  /**
   * Writes rows that are sorted by primary key, none of which shares its key with another, in the way that is fastest
   * on this engine. `tell`: answers the places of those that were inserted or changed; else the answer is empty.
   */
  write(
    statement: BulkStatement,
    rows: readonly (readonly Value[])[],
    tell?: boolean,
  ): Promise<readonly number[]>
  /**
   * Waits for every transaction that holds the name alone, or for every one that holds it if `how` is `alone`; holds it
   * until this one ends. Where one process writes, nobody has to wait.
   */
  hold(name: string, how: 'shared' | 'alone'): Promise<void>
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** All its reads see the store as it was at the first of them; for what reads a lot and writes what it sums up to. */
  readonly isSnapshot?: boolean
  /**
   * A power cut may undo it, though never without what was committed after it: nothing is flushed for it. For leases and
   * marks of work done, which are made anew when they are missing.
   */
  readonly mayBeLost?: boolean
  /** Where the database is reached over a network: when it takes longer, ms, the transaction fails. */
  readonly withinMs?: number
  /** One statement may take as long as it takes: for what changes the schema. */
  readonly isPatient?: boolean
}

/**
 * The port to a database. Outside a transaction, `all` sees what is committed, and `run` commits at once.
 * One set of SQL strings serves every engine.
 */
export interface Driver extends Queries {
  readonly engine: 'sqlite' | 'postgres'
  /**
   * Runs `work` in one transaction: committed durably when its promise settles well, undone when it rejects.
   * What was asked inside and not waited for belongs to it too: when it fails, all is undone.
   * Inside, use only the `Queries` handed in; never start another transaction. Where the engine gives way to another
   * transaction, `work` runs again from its start: it must keep nothing of a run that failed.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>, options?: TransactionOptions): Promise<T>
  close(): Promise<void>
}
