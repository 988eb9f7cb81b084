import type { Queries, Row, Value } from './driver.ts'

/** Few sizes, so that few statements are prepared. */
const SIZES = [64, 16, 4, 1] as const

/** Many rows through one kind of statement, in chunks of fixed sizes. */
export interface Bulk {
  run(queries: Queries, rows: readonly (readonly Value[])[]): Promise<void>
  /** As `run`, with what RETURNING gives. */
  all(queries: Queries, rows: readonly (readonly Value[])[]): Promise<readonly Row[]>
}

const placeholders = (rows: number, width: number): string =>
  Array.from(
    { length: rows },
    (_, row) =>
      `(${Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`).join(', ')})`,
  ).join(', ')

/**
 * A statement made of `head`, rows of `width` parameters, and `tail`: `INSERT INTO t (a, b) VALUES` … `ON CONFLICT …`.
 * Hand the rows over sorted by primary key: in any other order concurrent writers deadlock.
 */
export const createBulk = (head: string, width: number, tail: string): Bulk => {
  const texts = SIZES.map(size => ({ size, sql: `${head} ${placeholders(size, width)} ${tail}` }))
  const each = async (
    rows: readonly (readonly Value[])[],
    perform: (sql: string, params: readonly Value[]) => Promise<void>,
  ): Promise<void> => {
    let from = 0
    for (const { size, sql } of texts)
      for (; rows.length - from >= size; from += size)
        await perform(sql, rows.slice(from, from + size).flat())
  }
  return {
    run: (queries, rows) =>
      each(rows, async (sql, params) => {
        await queries.run(sql, params)
      }),
    all: async (queries, rows) => {
      const found: Row[] = []
      await each(rows, async (sql, params) => {
        for (const row of await queries.all(sql, params)) found.push(row)
      })
      return found
    },
  }
}

/** Chunks of keys for `IN (…)`: each is padded by repeating its last key up to a fixed size. */
export const inChunks = (keys: readonly string[], size = 50): readonly (readonly string[])[] => {
  const chunks: (readonly string[])[] = []
  for (let from = 0; from < keys.length; from += size) {
    const chunk = keys.slice(from, from + size)
    const last = chunk.at(-1) ?? ''
    chunks.push([...chunk, ...Array.from({ length: size - chunk.length }, () => last)])
  }
  return chunks
}

/** `$1, $2, …` for such a chunk. */
export const placesOf = (size = 50, from = 1): string =>
  Array.from({ length: size }, (_, i) => `$${i + from}`).join(', ')
