import type { BulkStatement, ColumnType, Value } from './driver.ts'

/** Never in a text of a plain statement, and sorts before everything that is. */
const BETWEEN = '\u0001'

/** The key of a row as one text. */
const keyOf = (row: readonly Value[], width: number): string => row.slice(0, width).join(BETWEEN)

const sourceOf = (types: readonly ColumnType[]): string =>
  `SELECT * FROM unnest(${types
    .map((type, i) =>
      type === 'text' ? `string_to_array($${i + 1}, chr(1))` : `CAST($${i + 1} AS ${type}[])`,
    )
    .join(', ')})`

/**
 * As `sourceOf`; behind `RETURNING`, one row comes back: how many were inserted or changed and, when not all were, which.
 * A row for each would cost more than to make them.
 */
const told = ({ key }: BulkStatement, sql: string, count: string): string =>
  `WITH done AS (${sql} RETURNING ${key.join(', ')})
  SELECT COUNT(*) AS n, CASE WHEN COUNT(*) < ${count} THEN
    string_agg(${key.map(column => `CAST(${column} AS text)`).join(' || chr(1) || ')}, chr(2)) END AS keys FROM done`

/** Texts of such statements, made once. */
export interface ColumnWriter {
  /** The statement that takes one parameter a column, and tells what it did if it is asked to. */
  readonly sql: (statement: BulkStatement, types: readonly ColumnType[], tell: boolean) => string
  /** Its parameters: the columns of the rows, and, if it tells, how many rows there are. */
  readonly params: (
    types: readonly ColumnType[],
    rows: readonly (readonly Value[])[],
    tell: boolean,
  ) => readonly Value[]
  /** The places of the rows that the answer speaks of. */
  readonly places: (
    statement: BulkStatement,
    rows: readonly (readonly Value[])[],
    answer: { readonly n: number; readonly keys: string | null },
  ) => readonly number[]
}

/**
 * Writes rows column by column: thirteen parameters whatever the number of rows. A parameter a value costs the sender
 * twice as much, and a statement of its own for each number of rows.
 */
export const createColumnWriter = (): ColumnWriter => {
  const texts = new Map<BulkStatement, { readonly plain: string; readonly telling: string }>()
  return {
    sql: (statement, types, tell) => {
      let known = texts.get(statement)
      if (known === undefined) {
        const plain = statement.from(sourceOf(types))
        known = { plain, telling: told(statement, plain, `CAST($${types.length + 1} AS bigint)`) }
        texts.set(statement, known)
      }
      return tell ? known.telling : known.plain
    },
    params: (types, rows, tell) => [
      ...types.map((type, column) => {
        let joined = ''
        const between = type === 'text' ? BETWEEN : ','
        for (let i = 0; i < rows.length; i++)
          joined += i === 0 ? rows[i]?.[column] : between + rows[i]?.[column]
        return type === 'text' ? joined : `{${joined}}`
      }),
      ...(tell ? [rows.length] : []),
    ],
    places: ({ key }, rows, { n, keys }) => {
      if (n === rows.length) return rows.map((_, i) => i)
      if (keys === null) return []
      const changed = new Set(keys.split('\u0002'))
      return rows.flatMap((row, i) => (changed.has(keyOf(row, key.length)) ? [i] : []))
    },
  }
}
