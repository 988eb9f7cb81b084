import { dayOf } from '../day.ts'
import type { Subject } from '../identity.ts'
import type { Row } from '../person.ts'
import { readings } from './tally.ts'

/** How use is weighed. `engagementSettings` gives a program’s. */
export interface EngagementSettings {
  /** Signal key → weight 0–10. */
  readonly weights: Readonly<Record<string, number>>
  /** Days over which actions count; default 30, or as far as the half-life asks. */
  readonly windowDays?: number | undefined
  /** Default linear. */
  readonly decay?: 'linear' | 'exponential' | 'none' | undefined
  /** Age at which an action counts half: of a linear decay, half of its lifespan. */
  readonly halfLifeDays?: number | undefined
  /** At most so many of one signal count per user and day; default 20. */
  readonly dailyCap?: number | undefined
}

/** Engagement weights of a program; without any, each of its own signals weighs 1. */
export const engagementSettings = ({
  engagement,
  signals,
}: {
  readonly engagement?: EngagementSettings | undefined
  readonly signals: readonly { readonly key: string }[]
}): EngagementSettings => engagement ?? { weights: Object.fromEntries(signals.map(({ key }) => [key, 1])) }

/** Half-lives after which hardly anything is left of an exponential decay: 3 %. */
const HALF_LIVES_KEPT = 5

/** Days, today included, after which an action counts nothing. */
export const engagementWindowDays = ({ windowDays, decay, halfLifeDays }: EngagementSettings): number =>
  windowDays ??
  (halfLifeDays === undefined || decay === 'none'
    ? 30
    : Math.ceil(halfLifeDays * (decay === 'exponential' ? HALF_LIVES_KEPT : 2)))

/** What is left of an action’s weight at an age in whole days, 0–1; nothing from the window’s end on, nor before it was done. */
export const engagementShare = (settings: EngagementSettings, age: number): number => {
  const { decay = 'linear', halfLifeDays } = settings
  const windowDays = engagementWindowDays(settings)
  if (age < 0 || age >= windowDays) return 0
  switch (decay) {
    case 'none':
      return 1
    case 'exponential':
      return 0.5 ** (age / (halfLifeDays ?? windowDays / 2))
    case 'linear':
      return Math.max(0, 1 - age / (halfLifeDays === undefined ? windowDays : 2 * halfLifeDays))
  }
}

/** Weighted actions of an account: in the window and aged, in all and by user, and day by day, not aged. */
export interface Points {
  readonly raw: number
  readonly users: ReadonlyMap<Subject, number>
  /** UTC day → points of that day, as far back as evidence reaches; nothing dated ahead. */
  readonly days: ReadonlyMap<number, number>
}

/** More people than one account will ever have: a day and a place among them make one number. */
const MAX_USERS = 2 ** 26
const NO_COUNT = { day: 0, user: '', count: 0 } as const

/** How often each user did something on each day, day by day: one table, for many signals have few rows. */
const countsByDay = (
  rows: readonly Row[],
  today: number,
): readonly { readonly day: number; readonly user: Subject; readonly count: number }[] => {
  const places = new Map<Subject, number>()
  const users: Subject[] = []
  const counts = new Map<number, number>()
  let user: Subject | undefined
  let place = 0
  for (const row of rows) {
    if (row.day > today) continue
    // They come user by user, for the most part.
    if (row.user !== user) {
      user = row.user
      place = places.get(user) ?? places.set(user, users.length).size - 1
      if (place === users.length) users.push(user)
    }
    const key = row.day * MAX_USERS + place
    counts.set(key, (counts.get(key) ?? 0) + readings(row))
  }
  return Array.from(Float64Array.from(counts.keys()).sort(), key => {
    const day = Math.floor(key / MAX_USERS)
    return { day, user: users[key - day * MAX_USERS] ?? '', count: counts.get(key) ?? 0 }
  })
}

/**
 * Σ weight · min(count, cap) · what age leaves of it. Whole numbers are added up first, then days in their order, so that
 * the order of the rows changes nothing, not even the last bit.
 */
export const pointsOf = (
  settings: EngagementSettings,
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  now: number,
): Points => {
  const { weights, dailyCap = 20 } = settings
  const today = dayOf(now)
  const users = new Map<Subject, number>()
  const days = new Map<number, number>()
  const shares = new Map<number, number>()
  const shareOf = (age: number): number => {
    const share = shares.get(age) ?? engagementShare(settings, age)
    shares.set(age, share)
    return share
  }
  let raw = 0
  for (const signal of Object.keys(weights).sort()) {
    const weight = weights[signal] ?? 0
    if (weight <= 0) continue
    const counts = countsByDay(rowsOf[signal] ?? [], today)
    let sum = 0
    for (let i = 0; i < counts.length; i++) {
      const { day, user, count } = counts[i] ?? NO_COUNT
      const aged = weight * shareOf(today - day)
      const capped = Math.min(count, dailyCap)
      sum += capped
      if (aged > 0) users.set(user, (users.get(user) ?? 0) + aged * capped)
      if (counts[i + 1]?.day === day) continue
      raw += aged * sum
      days.set(day, (days.get(day) ?? 0) + weight * sum)
      sum = 0
    }
  }
  return { raw, users, days }
}

/** Weighted actions over time, before normalising. */
export const rawEngagement = (
  settings: EngagementSettings,
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  now: number,
): number => pointsOf(settings, rowsOf, now).raw

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
