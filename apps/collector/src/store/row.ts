import type { Row } from './driver.ts'

/** A TEXT cell; `''` when it is null. */
export const text = (row: Row, column: string): string => {
  const value = row[column]
  return value === null || value === undefined ? '' : String(value)
}

/** A BIGINT or INTEGER cell; 0 when it is null. */
export const integer = (row: Row, column: string): number => Number(row[column] ?? 0)

/** A BIGINT or INTEGER cell that may be null. */
export const maybeInteger = (row: Row, column: string): number | null => {
  const value = row[column]
  return value === null || value === undefined ? null : Number(value)
}

/** What a TEXT cell of JSON holds; null when the cell is null. Only our own writes are read so. */
export const json = (row: Row, column: string): unknown => JSON.parse(text(row, column) || 'null')
