/** What a column holds: TEXT, BIGINT or INTEGER. JSON is TEXT, a boolean is 0 or 1, an instant is epoch ms. */
export type Value = string | number | null

/** One row of an answer, by column name. `row.ts` reads its cells. */
export type Row = Readonly<Record<string, Value>>

/**
 * Runs statements. SQL names its parameters `$1`, `$2`, …; each distinct text is prepared once, so texts must be
 * constants (or from a small fixed set), never built from data.
 */
export interface Queries {
  /** The rows of a SELECT, or of a RETURNING. */
  all(sql: string, params?: readonly Value[]): Promise<readonly Row[]>
  /** Runs a statement without rows; tells how many rows it changed. */
  run(sql: string, params?: readonly Value[]): Promise<number>
}

/**
 * The port to a database. Outside a transaction, `all` sees what is committed, and `run` commits at once.
 * One set of SQL strings serves every engine.
 */
export interface Driver extends Queries {
  readonly engine: 'sqlite' | 'postgres'
  /**
   * Runs `work` in one transaction: committed durably when its promise settles well, undone when it rejects.
   * Inside, use only the `Queries` handed in; never start another transaction.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  close(): Promise<void>
}
