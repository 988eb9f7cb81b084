import { dayOf } from '../day.ts'
import type { EngagementView } from '../lead-api.ts'
import type { Row } from '../person.ts'
import { type EngagementSettings, engagementScore, pointsOf } from '../views/engagement.ts'
import { isMailbox } from './mailbox.ts'

/** From how much more, or less, a week counts as rising or falling; and how low a week is a fall. Ours, but for the fall. */
export const TREND = { rising: 1.25, falling: 0.75, fallen: 0.5 } as const

const WEEK = 7
const USUAL = 4 * WEEK
const MAX_CHAMPIONS = 3

export interface EngagementInput {
  readonly settings: EngagementSettings
  /** The account’s rows by signal. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  /** 90th percentile of raw engagement over the project’s accounts with any; undefined without. */
  readonly p90: number | undefined
  /** A user in words. */
  name(user: string): string
  readonly now: number
}

type Days = readonly (readonly [day: number, points: number])[]

/** Points of the 7 days that end with one. */
const weekOf = (days: Days, last: number): number =>
  days.reduce((sum, [day, points]) => (day > last - WEEK && day <= last ? sum + points : sum), 0)

/** A best week ends on a day with use, so only those are looked at. */
const bestWeek = (days: Days): number => {
  let best = 0
  let from = 0
  for (let to = 0; to < days.length; to++) {
    const last = days[to]?.[0] ?? 0
    while ((days[from]?.[0] ?? last) <= last - WEEK) from++
    // Summed anew, not slid along: subtracting would leave rounding behind.
    best = Math.max(
      best,
      days.slice(from, to + 1).reduce((sum, [, points]) => sum + points, 0),
    )
  }
  return best
}

/** Weeks are compared by what a day of them brought: the week before may have begun in its middle. */
const trendOf = (days: Days, today: number, last7: number, before7: number): EngagementView['trend'] => {
  const known = today - WEEK - (days[0]?.[0] ?? today) + 1
  if (known <= 0) return 'new'
  const usual = (before7 * WEEK) / Math.min(WEEK, known)
  if (last7 > usual * TREND.rising) return 'rising'
  return last7 < usual * TREND.falling ? 'falling' : 'steady'
}

/** What a week brought of the four before the last 7 days. */
const usualWeek = (days: Days, today: number): number | undefined => {
  const known = Math.min(USUAL, today - WEEK - (days[0]?.[0] ?? today) + 1)
  if (known <= 0) return undefined
  const from = today - WEEK - USUAL
  const points = days.reduce((sum, [day, one]) => (day > from && day <= today - WEEK ? sum + one : sum), 0)
  return (points * WEEK) / known
}

/** How much an account is used, and where that goes. An account that was never used has a defined answer, too. */
export const engagementView = ({ settings, rowsOf, p90, name, now }: EngagementInput): EngagementView => {
  const today = dayOf(now)
  const { raw, users, days: byDay } = pointsOf(settings, rowsOf, now)
  const days = [...byDay].sort(([a], [b]) => a - b)
  const last7 = weekOf(days, today)
  const before7 = weekOf(days, today - WEEK)
  const best7 = bestWeek(days)
  const usual7 = usualWeek(days, today)
  const active = [...users].filter(([user, points]) => points > 0 && !isMailbox(user))
  return {
    score: engagementScore(raw, p90),
    raw,
    perActiveUser: active.length === 0 ? 0 : raw / active.length,
    activeUsers: active.length,
    last7,
    before7,
    best7,
    ...(usual7 === undefined ? {} : { usual7 }),
    trend: trendOf(days, today, last7, before7),
    hasFallen: best7 > 0 && last7 <= best7 * TREND.fallen,
    champions: active
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, MAX_CHAMPIONS)
      .map(([user, points]) => ({ user, name: name(user), raw: points })),
  }
}
