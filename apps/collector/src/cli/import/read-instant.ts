import { DAY_MS } from '@fireball/core'
import type { InstantRule } from './mapping.ts'
import { type LogRow, readNumber, readText } from './read-value.ts'

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/

/** ISO 8601 alone: what `Date.parse` makes of other forms differs by machine, and without a zone by where it runs. */
const parseDate = (text: string): number => {
  const [, day, time = '00:00', zone = 'Z'] = DATE.exec(text) ?? []
  if (day === undefined) return NaN
  const at = Date.parse(`${day}T${time}${zone}`)
  // Some parsers roll 31 February over into March.
  return zone === 'Z' && !Number.isNaN(at) && !new Date(at).toISOString().startsWith(day) ? NaN : at
}

const UNIT_MS = { ms: 1, s: 1000, days: DAY_MS } as const

/** When the row says it happened: epoch ms, or why it does not say. */
export const readInstant = (row: LogRow, rule: InstantRule): number | 'undated' | 'bad-date' => {
  const { column, unit, from } =
    typeof rule === 'string' ? { column: rule } : { unit: undefined, from: undefined, ...rule }
  const text = readText(row, column)
  if (text === undefined) return 'undated'
  const number = readNumber(row, column)
  const at =
    unit !== undefined
      ? number === undefined
        ? NaN
        : number * UNIT_MS[unit] + (from === undefined ? 0 : parseDate(from))
      : parseDate(text)
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? Math.floor(at) : 'bad-date'
}
