import { DAY_MS, dayOf } from '../day.ts'
import type { Row } from '../person.ts'
import { quantile } from './engagement.ts'
import { readings } from './tally.ts'

/** How the usage that a limit counts came about. `unknown`: under 7 days of history; treated as a spike. */
export type UsageShape = 'growth' | 'spike' | 'unknown'

/** Starting values: see the domain's rule for a spike; ours, editable by whoever has better data. */
export const SPIKE = { share: 0.5, days: 2, factor: 3, baselineDays: 28, minHistoryDays: 7 } as const

/**
 * A spike: at least half of the counted usage of the last 28 days fell on at most 2 days, each at least 3 times the
 * median day of the 28 days before it. Days without usage count as 0 from the first known day on.
 */
export const usageShape = (rows: readonly Row[], now: number): UsageShape => {
  const today = dayOf(now)
  const byDay = new Map<number, number>()
  for (const row of rows) byDay.set(row.day, (byDay.get(row.day) ?? 0) + (row.sum || readings(row)))
  const first = Math.min(...byDay.keys())
  if (byDay.size === 0 || today - first < SPIKE.minHistoryDays) return 'unknown'
  const on = (day: number): number => byDay.get(day) ?? 0
  const window = [...byDay].filter(([day]) => day > today - SPIKE.baselineDays && day <= today)
  const total = window.reduce((sum, [, usage]) => sum + usage, 0)
  const baseline = (day: number): number => {
    const from = Math.max(first, day - SPIKE.baselineDays)
    return (
      quantile(
        Array.from({ length: day - from }, (_, i) => on(from + i)),
        0.5,
      ) ?? 0
    )
  }
  const peaks = window
    .filter(([day, usage]) => usage > 0 && usage >= SPIKE.factor * baseline(day))
    .map(([, usage]) => usage)
    .sort((a, b) => b - a)
    .slice(0, SPIKE.days)
  return total > 0 && peaks.reduce((sum, usage) => sum + usage, 0) >= SPIKE.share * total ? 'spike' : 'growth'
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
