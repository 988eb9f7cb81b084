import { type Count, splitCountKey } from '@fireball/core'
import type { Value } from './store/driver.ts'

/** Adds a value to a table of sums. */
export const put = <T>(table: Map<string, T>, key: string, value: T, add: (a: T, b: T) => T): void => {
  const known = table.get(key)
  table.set(key, known === undefined ? value : add(known, value))
}

/** The entries of a table, sorted by key: rows go to the store in the order of their primary key. */
export const sorted = <T>(table: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...table].sort(([a], [b]) => (a < b ? -1 : 1))

/** Rows of `counts`, from counts by joined key whose akey has its space in front. */
export const countRows = (counts: ReadonlyMap<string, Count>): readonly (readonly Value[])[] =>
  sorted(counts).map(([key, count]) => {
    const { akey, subject, signal, context, day } = splitCountKey(key)
    return [
      akey,
      subject,
      signal,
      context,
      day,
      count.success,
      count.successAssisted,
      count.failure,
      count.failureAssisted,
      count.none,
      count.noneAssisted,
      count.sum,
      count.first,
      count.last,
    ]
  })
