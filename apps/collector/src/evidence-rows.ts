import { addCount, type Count, countOf, dayOf, type FireballEvent, type Reading } from '@fireball/core'
import type { Value } from './store/driver.ts'

/** Adds a value to a table of sums. */
export const put = <T>(table: Map<string, T>, key: string, value: T, add: (a: T, b: T) => T): void => {
  const known = table.get(key)
  table.set(key, known === undefined ? value : add(known, value))
}

/** The entries of a table, sorted by key: rows go to the store in the order of their primary key. */
export const sorted = <T>(table: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...table].sort(([a], [b]) => (a < b ? -1 : 1))

/** One row of `counts` while it is added up. */
interface CountRow {
  readonly subject: string
  readonly signal: string
  readonly context: string
  readonly day: number
  count: Count
}

/** Rows of `counts`: by the key of the store, and within one by the rest of their key. */
export type CountTable = Map<string, Map<string, CountRow>>

/** Adds what one event counts under a key of the store. */
export const addReadings = (
  table: CountTable,
  akey: string,
  subject: string,
  event: FireballEvent,
  readings: readonly Reading[],
): void => {
  if (readings.length === 0) return
  let rows = table.get(akey)
  if (rows === undefined) {
    rows = new Map()
    table.set(akey, rows)
  }
  const day = dayOf(event.at)
  for (const reading of readings) {
    const { signal, context } = reading
    const count = countOf(event, reading)
    const key = `${subject}\t${signal}\t${context}\t${day}`
    const known = rows.get(key)
    if (known === undefined) rows.set(key, { subject, signal, context, day, count })
    else known.count = addCount(known.count, count)
  }
}

const toRow = (akey: string, { subject, signal, context, day, count }: CountRow): readonly Value[] => [
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

/** Rows of `counts`, sorted: many short sorts cost less than a long one. */
export const countRows = (table: CountTable): readonly (readonly Value[])[] =>
  sorted(table).flatMap(([akey, rows]) => sorted(rows).map(([, row]) => toRow(akey, row)))
