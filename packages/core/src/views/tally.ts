import { dayOf } from '../day.ts'
import { hash53 } from '../hash.ts'
import type { JsonObject } from '../json.ts'
import type { Row } from '../person.ts'
import type { CompiledSignal } from '../signal.ts'

/** What a signal adds up to for one subject, as conditions read it under `events.<signal>`. */
export interface Tally {
  /** All readings, and those of today, of the last 7 and the last 30 UTC days (today included). */
  count: number
  d1: number
  d7: number
  d30: number
  success: number
  failure: number
  /** Sum of the signal's declared number. */
  sum: number
  /** Distinct known contexts, and distinct days. */
  contexts: number
  days: number
  /** First and last time, epoch ms; null when it never happened. */
  first: number | null
  last: number | null
}

/** All readings of a row, whatever their outcome. */
export const readings = (row: Row): number =>
  row.success + row.successAssisted + row.failure + row.failureAssisted + row.none + row.noneAssisted

/** The rows whose context is this feature, skill or prompt. */
export const about = (rows: readonly Row[] | undefined, key: string): readonly Row[] => {
  if (rows === undefined || rows.length === 0) return []
  const context = hash53(key)
  return rows.filter(row => row.context === context)
}

/** When something was last heard about it; null when never. */
export const lastAbout = (rows: readonly Row[] | undefined, key: string): number | null =>
  about(rows, key).reduce<number | null>((last, row) => Math.max(last ?? row.last, row.last), null)

/** One signal's rows added up at an instant. */
export const tally = (rows: readonly Row[], now: number): Tally => {
  const today = dayOf(now)
  const total: Tally = {
    count: 0,
    d1: 0,
    d7: 0,
    d30: 0,
    success: 0,
    failure: 0,
    sum: 0,
    contexts: 0,
    days: 0,
    first: null,
    last: null,
  }
  const contexts = new Set<string>()
  const days = new Set<number>()
  for (const row of rows) {
    const count = readings(row)
    const age = today - row.day
    total.count += count
    if (age < 1) total.d1 += count
    if (age < 7) total.d7 += count
    if (age < 30) total.d30 += count
    total.success += row.success + row.successAssisted
    total.failure += row.failure + row.failureAssisted
    total.sum += row.sum
    if (row.context !== '') contexts.add(row.context)
    days.add(row.day)
    total.first = Math.min(total.first ?? row.first, row.first)
    total.last = Math.max(total.last ?? row.last, row.last)
  }
  return { ...total, contexts: contexts.size, days: days.size }
}

/** Rows by signal key; rows of a definition that the program no longer has are left out. */
export const rowsBySignal = (
  rows: readonly Row[],
  signals: readonly CompiledSignal[],
): Readonly<Record<string, readonly Row[]>> => {
  const byHash = new Map<string, Row[]>()
  for (const row of rows) {
    const known = byHash.get(row.signal)
    if (known === undefined) byHash.set(row.signal, [row])
    else known.push(row)
  }
  const rowsOf: Record<string, readonly Row[]> = {}
  for (const { key, hash } of signals) rowsOf[key] = byHash.get(hash) ?? []
  return rowsOf
}

/** The rows of some signals; of one, the very list: it may be a million long. */
export const rowsOfAll = (
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  [first, ...more]: readonly string[],
): readonly Row[] => {
  const rows = rowsOf[first ?? ''] ?? []
  return more.length === 0 ? rows : rows.concat(...more.map(key => rowsOf[key] ?? []))
}

/** Every signal's tally as conditions read it, by key; added up when it is read: most programs read few of them. */
export const talliesDoc = (rowsOf: Readonly<Record<string, readonly Row[]>>, now: number): JsonObject => {
  const doc: JsonObject = {}
  for (const [key, rows] of Object.entries(rowsOf)) {
    let known: JsonObject | undefined
    Object.defineProperty(doc, key, {
      enumerable: true,
      get: () => {
        known ??= { ...tally(rows, now) }
        return known
      },
    })
  }
  return doc
}
