import { dayOf, type FireballEvent, type Outcome, type Reading } from '@fireball/core'
import type { Value } from './store/driver.ts'

/** Adds a value to a table of sums. */
export const put = <T>(table: Map<string, T>, key: string, value: T, add: (a: T, b: T) => T): void => {
  const known = table.get(key)
  table.set(key, known === undefined ? value : add(known, value))
}

/** The entries of a table, sorted by key: rows go to the store in the order of their primary key. */
export const sorted = <T>(table: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...table].sort(([a], [b]) => (a < b ? -1 : 1))

/** Columns of a row of `counts` behind its key, in their order. */
interface CountRow {
  readonly subject: string
  readonly signal: string
  readonly context: string
  readonly day: number
  success: number
  successAssisted: number
  failure: number
  failureAssisted: number
  none: number
  noneAssisted: number
  sum: number
  first: number
  last: number
}

/** Rows of `counts` while they are added up: by the key of the store, and within one by the rest of their key. */
export type CountTable = Map<string, Map<string, CountRow>>

/** As `countOf` and `addCount` of the core, in place: a new object an event costs more than adding to one. */
const add = (row: CountRow, outcome: Outcome, isAssisted: boolean, amount: number, at: number): void => {
  if (outcome === 'success') {
    if (isAssisted) row.successAssisted++
    else row.success++
  } else if (outcome === 'failure') {
    if (isAssisted) row.failureAssisted++
    else row.failure++
  } else if (isAssisted) row.noneAssisted++
  else row.none++
  row.sum += amount
  if (at < row.first) row.first = at
  if (at > row.last) row.last = at
}

/** Adds what one event counts under a key of the store. */
export const addReadings = (
  table: CountTable,
  akey: string,
  subject: string,
  { at, assisted }: FireballEvent,
  readings: readonly Reading[],
): void => {
  if (readings.length === 0) return
  let rows = table.get(akey)
  if (rows === undefined) {
    rows = new Map()
    table.set(akey, rows)
  }
  const day = dayOf(at)
  for (const { signal, context, outcome, amount } of readings) {
    const key = `${subject}\t${signal}\t${context}\t${day}`
    let row = rows.get(key)
    if (row === undefined) {
      row = {
        subject,
        signal,
        context,
        day,
        success: 0,
        successAssisted: 0,
        failure: 0,
        failureAssisted: 0,
        none: 0,
        noneAssisted: 0,
        sum: 0,
        first: at,
        last: at,
      }
      rows.set(key, row)
    }
    add(row, outcome, assisted, amount, at)
  }
}

const toRow = (akey: string, row: CountRow): readonly Value[] => [
  akey,
  row.subject,
  row.signal,
  row.context,
  row.day,
  row.success,
  row.successAssisted,
  row.failure,
  row.failureAssisted,
  row.none,
  row.noneAssisted,
  row.sum,
  row.first,
  row.last,
]

/** Rows of `counts`, sorted: many short sorts cost less than a long one. */
export const countRows = (table: CountTable): readonly (readonly Value[])[] => {
  const all: (readonly Value[])[] = []
  for (const [akey, rows] of sorted(table)) for (const [, row] of sorted(rows)) all.push(toRow(akey, row))
  return all
}
