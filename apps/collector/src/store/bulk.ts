import type { BulkStatement, ColumnType, Queries, Value } from './driver.ts'

/** Many rows through one kind of statement. */
export interface Bulk extends BulkStatement {
  /** The promise is the one of `Queries.write`: inside a transaction nobody need wait for it. */
  run(queries: Queries, rows: readonly (readonly Value[])[]): Promise<unknown>
  /** As `run`; answers the rows that were inserted or changed. */
  changed<T extends readonly Value[]>(queries: Queries, rows: readonly T[]): Promise<readonly T[]>
}

const placeholders = (rows: number, width: number): string =>
  Array.from(
    { length: rows },
    (_, row) =>
      `(${Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`).join(', ')})`,
  ).join(', ')

/** What the statement of a bulk is made of: `INSERT INTO t (a, b) VALUES`, the columns of the key, `ON CONFLICT …`. */
export interface BulkText {
  readonly head: string
  readonly width: number
  readonly key: readonly string[]
  /** See `BulkStatement`. */
  readonly types?: readonly ColumnType[]
  readonly tail: string
}

/**
 * A statement made of `head`, rows of `width` parameters, and `tail`. Hand the rows over sorted by primary key: in any
 * other order concurrent writers deadlock.
 */
export const createBulk = ({ head, width, key, tail, types }: BulkText): Bulk => {
  const texts = new Map<number, string>()
  const statement: BulkStatement = {
    width,
    key,
    types,
    sql: rows => {
      const known = texts.get(rows)
      if (known !== undefined) return known
      const made = `${head} ${placeholders(rows, width)} ${tail}`
      texts.set(rows, made)
      return made
    },
    from: source => `${head.replace(/\s*VALUES$/, '')} ${source} ${tail}`,
  }
  return {
    ...statement,
    run: (queries, rows) => (rows.length > 0 ? queries.write(statement, rows) : Promise.resolve()),
    changed: async (queries, rows) => {
      if (rows.length === 0) return []
      const places = await queries.write(statement, rows, true)
      return places.length === rows.length
        ? rows
        : places.flatMap(place => {
            const row = rows[place]
            return row === undefined ? [] : [row]
          })
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
