import { DAY_MS, dayOf, err, ok, type ProductMetrics, type Result } from '@fireball/core'

/** Whole UTC days, both ends included, as day numbers since 1970. */
export interface DayRange {
  readonly from: number
  readonly to: number
}

/** What figures are asked for. */
export interface MetricsAsk {
  readonly range: DayRange
  /** Whether people without an account count as accounts of one. */
  readonly alone: ProductMetrics['alone']
}

/** Days of a range that says no other, and at most. */
export const RANGE = { days: 90, maxDays: 400 } as const

/** `2026-11-01` */
export const sayDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

const toDay = (said: string): number | undefined => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(said) ? Date.parse(`${said}T00:00:00Z`) : Number.NaN
  const day = Number.isNaN(at) ? undefined : dayOf(at)
  return day !== undefined && sayDay(day) === said ? day : undefined
}

/** The range that a request asks for; without one the last ninety days, today included. The error says what is wrong. */
export const parseRange = (
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: number,
): Result<DayRange, string> => {
  const last = to === undefined ? dayOf(now) : toDay(to)
  if (last === undefined) return err(`“to” is a day such as 2026-11-30; got ${to}.`)
  const first = from === undefined ? last - RANGE.days + 1 : toDay(from)
  if (first === undefined) return err(`“from” is a day such as 2026-11-01; got ${from}.`)
  if (first > last) return err('“from” is after “to”.')
  if (last - first >= RANGE.maxDays) return err(`A range has at most ${RANGE.maxDays} days.`)
  return ok({ from: first, to: last })
}

/** What a request asks for: its range, and people without an account unless it leaves them out. */
export const parseAsk = (
  {
    alone = 'in',
    ...days
  }: {
    readonly alone?: string | undefined
    readonly from?: string | undefined
    readonly to?: string | undefined
  },
  now: number,
): Result<MetricsAsk, string> => {
  if (alone !== 'in' && alone !== 'out') return err(`“alone” is in or out; got ${alone}.`)
  const range = parseRange(days, now)
  return range.ok ? ok({ range: range.value, alone }) : range
}
