import { dayOf } from '../day.ts'
import type { Row } from '../person.ts'
import { readings } from './tally.ts'

export interface EngagementSettings {
  /** Signal key → weight 0–10. */
  readonly weights: Readonly<Record<string, number>>
  /** Default 30. An action loses its weight linearly over the window. */
  readonly windowDays?: number | undefined
  /** At most so many of one signal count per user and day; default 20. */
  readonly dailyCap?: number | undefined
}

/** Weighted actions over time, before normalising: Σ weight · min(count, cap) · (1 − age / window), ages in whole days. */
export const rawEngagement = (
  settings: EngagementSettings,
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  now: number,
): number => {
  const { weights, windowDays = 30, dailyCap = 20 } = settings
  const today = dayOf(now)
  let raw = 0
  for (const [signal, weight] of Object.entries(weights)) {
    const perUserDay = new Map<string, { day: number; count: number }>()
    for (const row of rowsOf[signal] ?? []) {
      const key = `${row.user}\t${row.day}`
      const known = perUserDay.get(key)?.count ?? 0
      perUserDay.set(key, { day: row.day, count: known + readings(row) })
    }
    for (const { day, count } of perUserDay.values()) {
      const age = today - day
      if (age >= 0 && age < windowDays) raw += weight * Math.min(count, dailyCap) * (1 - age / windowDays)
    }
  }
  return raw
}

/** The p-quantile by linear interpolation between order statistics (type 7); undefined of nothing. */
export const quantile = (values: readonly number[], p: number): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const low = sorted[Math.floor(position)]
  const high = sorted[Math.ceil(position)]
  return low === undefined || high === undefined
    ? undefined
    : low + (high - low) * (position - Math.floor(position))
}

/** `min(100, 100 · raw / p90)`; nothing is 0, any use at least 1. `p90` is over accounts with raw > 0. */
export const engagementScore = (raw: number, p90: number | undefined): number =>
  raw <= 0 ? 0 : Math.max(1, Math.min(100, (100 * raw) / (p90 === undefined || p90 <= 0 ? raw : p90)))
