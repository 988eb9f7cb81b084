import type { Row, Subject } from '@fireball/core'
import type { Row as StoredRow } from './store/driver.ts'
import { integer, text } from './store/row.ts'

/** A row of the table `counts` as views read it; `user` is whose it is after links. */
export const toRow = (row: StoredRow, user: Subject): Row => ({
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
