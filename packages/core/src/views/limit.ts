import { DAY_MS, dayOf } from '../day.ts'
import type { Row } from '../person.ts'
import { quantile } from './engagement.ts'
import { readings } from './tally.ts'

/** How the usage that a limit counts came about. `unknown`: under 7 days of history; treated as a spike. */
export type UsageShape = 'growth' | 'spike' | 'unknown'

/** Starting values: see the domain's rule for a spike; ours, editable by whoever has better data. */
export const SPIKE = {
  share: 0.5,
  days: 2,
  factor: 3,
  baselineDays: 28,
  minHistoryDays: 7,
  /** Robust standard deviations over the rest, on the log scale. */
  deviations: 3,
} as const

const median = (values: readonly number[]): number => quantile(values, 0.5) ?? 0

/**
 * Whether a day is out of line with the other days of use: at least 3 times their median, and 3 robust standard
 * deviations over it on the log scale (median absolute deviation, no less than what counting alone scatters).
 * Source: Iglewicz & Hoaglin, How to Detect and Handle Outliers (1993): (x − median) / (1.4826 · MAD)
 */
const standsOut = (usage: number, others: readonly number[]): boolean => {
  const logs = others.map(Math.log)
  const center = median(logs)
  const scale = Math.max(
    1.4826 * median(logs.map(value => Math.abs(value - center))),
    Math.exp(-center / 2), // of a Poisson count n the logarithm scatters by 1/√n
  )
  return usage >= SPIKE.factor * median(others) && Math.log(usage) - center >= SPIKE.deviations * scale
}

/**
 * A spike: at least half of the counted usage of the last 28 days fell on at most 2 days, each at least 3 times the
 * median day of the 28 days before it, and out of line with the other days of use: with those of the same weekday where
 * there are two or more of them, so that a weekly import is a rhythm, else with all. Without other days of use nothing
 * speaks against a spike. Days without usage count as 0 from the first known day on.
 */
export const usageShape = (rows: readonly Row[], now: number): UsageShape => {
  const today = dayOf(now)
  const byDay = new Map<number, number>()
  for (const row of rows)
    if (row.day <= today) byDay.set(row.day, (byDay.get(row.day) ?? 0) + (row.sum || readings(row)))
  let first = today
  for (const day of byDay.keys()) first = Math.min(first, day)
  if (byDay.size === 0 || today - first < SPIKE.minHistoryDays) return 'unknown'
  const baseline = (day: number): number => {
    const from = Math.max(first, day - SPIKE.baselineDays)
    return median(Array.from({ length: day - from }, (_, i) => byDay.get(from + i) ?? 0))
  }
  const used = [...byDay].filter(([day, usage]) => usage > 0 && day > today - 2 * SPIKE.baselineDays)
  const window = used.filter(([day]) => day > today - SPIKE.baselineDays)
  const peaks = window
    .filter(([day, usage]) => usage >= SPIKE.factor * baseline(day))
    .sort(([dayA, a], [dayB, b]) => b - a || dayA - dayB)
    .slice(0, SPIKE.days)
  const others = used.filter(one => !peaks.includes(one))
  const isOut = ([day, usage]: readonly [number, number]): boolean => {
    const sameWeekday = others.filter(([other]) => (day - other) % 7 === 0)
    const rest = (sameWeekday.length < 2 ? others : sameWeekday).map(([, other]) => other)
    return rest.length === 0 || standsOut(usage, rest)
  }
  const sum = (days: readonly (readonly [number, number])[]): number =>
    days.reduce((total, [, usage]) => total + usage, 0)
  const total = sum(window)
  return total > 0 && sum(peaks.filter(isOut)) >= SPIKE.share * total ? 'spike' : 'growth'
}

/**
 * Whether the limit is full now and has been for `days`: since the first report of a full one after the last report of
 * one that was not.
 */
export const limitHolds = (
  fullRows: readonly Row[],
  belowRows: readonly Row[],
  pct: number,
  now: number,
  days = 7,
): boolean => {
  const below = Math.max(-Infinity, ...belowRows.map(row => row.last))
  const since = Math.min(
    ...fullRows.filter(row => row.last > below).map(row => (row.first > below ? row.first : row.last)),
  )
  return pct >= 1 && now - since >= days * DAY_MS
}
