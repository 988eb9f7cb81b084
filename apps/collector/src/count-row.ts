import type { Akey, Row, Subject } from '@fireball/core'
import type { Row as StoredRow } from './store/driver.ts'
import { integer, text } from './store/row.ts'

/** One count with its key: a row as views read it, and under which core akey it lies. */
export interface LoadedRow extends Row {
  readonly akey: Akey
}

/**
 * A row of the table `counts` as views read it; `user` is whose it is after links. Made in one piece: V8 gives each object
 * that is spread out of another a shape of its own, and what reads rows of many shapes takes ten times as long.
 */
export const toRow = (row: StoredRow, user: Subject, akey: Akey): LoadedRow => ({
  akey,
  user,
  signal: text(row, 'signal'),
  context: text(row, 'context'),
  day: integer(row, 'day'),
  success: integer(row, 'success'),
  successAssisted: integer(row, 'success_assisted'),
  failure: integer(row, 'failure'),
  failureAssisted: integer(row, 'failure_assisted'),
  none: integer(row, 'other'),
  noneAssisted: integer(row, 'other_assisted'),
  sum: integer(row, 'amount'),
  first: integer(row, 'first_at'),
  last: integer(row, 'last_at'),
})
