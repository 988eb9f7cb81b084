import { dayOf } from '../day.ts'
import type { Row } from '../person.ts'

/**
 * Rows as they were known to stand at an instant: nothing that began later. What a day adds up to cannot be taken apart,
 * so a row that had begun counts whole; its last time is not later than the instant.
 */
export const rowsAsOf = (rows: readonly Row[], at: number): readonly Row[] => {
  const day = dayOf(at)
  const isWhole = (row: Row): boolean => row.day <= day && row.last <= at
  if (rows.every(isWhole)) return rows
  return rows
    .filter(row => row.day <= day && row.first <= at)
    .map(row => (row.last <= at ? row : { ...row, last: at }))
}
