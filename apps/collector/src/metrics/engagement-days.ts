import {
  type CompiledSignal,
  type EngagementSettings,
  engagementShare,
  engagementWindowDays,
  type ProductMetrics,
  TREND,
} from '@fireball/core'
import { createDayBits } from './day-bits.ts'
import { type DayRange, sayDay } from './range.ts'
import type { MergedRow } from './scan.ts'
import { addOne, addUp, SLICE, zeros } from './user-days.ts'
import { WEEK_DAYS, weekOf } from './week.ts'

/** What the users of one part of a population did, as engagement weighs it; sums of parts are the whole. */
export interface EngagementFigures {
  /** Capped counts: by weighed signal, then by day from the first on that matters to the range. */
  readonly counts: readonly (readonly number[])[]
  /** By day of the range: users with any points in the window that ends with it. */
  readonly active: readonly number[]
  /** By week that the range touches: users with any points in it. */
  readonly weekly: readonly number[]
  /** Distinct users of the last seven whole days, and of the seven before. */
  readonly last7: number
  readonly before7: number
  /** First day with any points, as far back as evidence reaches; infinite without. */
  readonly since: number
}

/** How engagement is weighed over a range. */
export interface EngagementInput {
  readonly settings: EngagementSettings
  readonly signals: readonly CompiledSignal[]
  readonly range: DayRange
  /** The last day that is over. */
  readonly wholeThrough: number
}

/** No id holds it. */
const BETWEEN = '\u0000'

/** Signals that have a weight, in the order in which their points are added up. */
const weighedBy = ({ settings, signals }: EngagementInput) =>
  Object.keys(settings.weights)
    .sort()
    .flatMap(key => {
      const weight = settings.weights[key] ?? 0
      const hash = signals.find(one => one.key === key)?.hash
      return weight > 0 && hash !== undefined ? [{ hash, weight }] : []
    })

/** The day from which on points matter: for the window of the first day, and for the weeks that trends compare. */
const startOf = ({ settings, range }: EngagementInput): number =>
  range.from - Math.max(engagementWindowDays(settings) - 1, 2 * WEEK_DAYS)

/** The last whole day of the range: with it the seven days end that a trend is told by. */
const trendDay = ({ range, wholeThrough }: EngagementInput): number => Math.min(range.to, wholeThrough)

/**
 * Counts what users did, at most so often a day as the cap says. Rows come in the order of their keys, so a day of one
 * signal is complete when the next begins; only what links moved to another key is held until then.
 */
export const createEngagementDays = (input: EngagementInput) => {
  const { settings, range } = input
  const { dailyCap = 20 } = settings
  const start = startOf(input)
  const weighed = weighedBy(input)
  const places = new Map(weighed.map(({ hash }, place) => [hash, place]))
  const counts = weighed.map(() => zeros(range.to - start + 1))
  const bits = createDayBits(start, range.to)
  const moved = new Map<string, number>()
  let since = Number.POSITIVE_INFINITY
  let group = ''
  const open = new Map<number, number>()

  const keyOf = ({ account, user, signal }: MergedRow): string => [signal, account, user].join(BETWEEN)
  const count = (signal: string, day: number, n: number): void => {
    const days = counts[places.get(signal) ?? -1]
    if (days !== undefined) days[day - start] = (days[day - start] ?? 0) + Math.min(n, dailyCap)
  }
  /** A signal of one user is complete: what was moved there is added before the cap. */
  const close = (): void => {
    const signal = group.slice(0, group.indexOf(BETWEEN))
    for (const [day, n] of open) {
      const key = `${group}${BETWEEN}${day}`
      count(signal, day, n + (moved.get(key) ?? 0))
      moved.delete(key)
    }
    open.clear()
  }

  return {
    size: (): number => bits.size() + moved.size,
    /** First reading: who was there, and what was moved. */
    note: (row: MergedRow): void => {
      const { user, signal, day, readings, isMoved } = row
      if (!places.has(signal) || readings === 0 || day > range.to) return
      since = Math.min(since, day)
      if (day < start) return
      bits.add(user, day)
      if (!isMoved) return
      const key = `${keyOf(row)}${BETWEEN}${day}`
      moved.set(key, (moved.get(key) ?? 0) + readings)
    },
    /** Second reading, in the same order. */
    add: (row: MergedRow): void => {
      const { signal, day, readings, isMoved } = row
      if (isMoved || !places.has(signal) || readings === 0 || day < start || day > range.to) return
      const key = keyOf(row)
      if (key !== group) close()
      group = key
      open.set(day, (open.get(day) ?? 0) + readings)
    },
    figures: async (rest: () => Promise<void>): Promise<EngagementFigures> => {
      close()
      for (const [key, n] of moved)
        count(key.slice(0, key.indexOf(BETWEEN)), Number(key.slice(key.lastIndexOf(BETWEEN) + 1)), n)
      moved.clear()
      const windowDays = engagementWindowDays(settings)
      const active = zeros(range.to - range.from + 1)
      const weekly = zeros((weekOf(range.to) - weekOf(range.from)) / WEEK_DAYS + 1)
      const last = trendDay(input)
      let [last7, before7] = [0, 0]
      for (let place = 0; place < bits.size(); place++) {
        if (place % SLICE === SLICE - 1) await rest()
        let seen = Number.NEGATIVE_INFINITY
        for (let day = start; day <= range.to; day++) {
          if (bits.isOn(place, day)) seen = day
          if (day >= range.from && day - seen < windowDays) addOne(active, day - range.from)
        }
        for (const nth of weekly.keys()) {
          const monday = weekOf(range.from) + nth * WEEK_DAYS
          if (bits.isSeenBetween(place, monday, Math.min(range.to, monday + WEEK_DAYS - 1)))
            addOne(weekly, nth)
        }
        if (bits.isSeenBetween(place, last - WEEK_DAYS + 1, last)) last7++
        if (bits.isSeenBetween(place, last - 2 * WEEK_DAYS + 1, last - WEEK_DAYS)) before7++
      }
      return { counts, active, weekly, last7, before7, since }
    },
  }
}

/** Figures of two parts without a user in common, as one. */
export const addEngagementFigures = (a: EngagementFigures, b: EngagementFigures): EngagementFigures => ({
  counts: a.counts.map((days, place) => addUp(days, b.counts[place] ?? [])),
  active: addUp(a.active, b.active),
  weekly: addUp(a.weekly, b.weekly),
  last7: a.last7 + b.last7,
  before7: a.before7 + b.before7,
  since: Math.min(a.since, b.since),
})

type Engagement = ProductMetrics['engagement']
type Trend = Engagement['trend']['total']

/** As of accounts: a quarter more is rising, a quarter less falling; without a whole week before it is new. */
const trendOf = (now: number, before: number, isNew: boolean): Trend => {
  if (isNew) return 'new'
  if (now > before * TREND.rising) return 'rising'
  return now < before * TREND.falling ? 'falling' : 'steady'
}

const share = (sum: number, of: number): number => (of === 0 ? 0 : sum / of)

/** Engagement of the whole product over a range, from what was counted. */
export const engagementOf = (input: EngagementInput, figures: EngagementFigures): Engagement => {
  const { settings, range, wholeThrough } = input
  const { counts, active, weekly, last7, before7, since } = figures
  const start = startOf(input)
  const windowDays = engagementWindowDays(settings)
  const weighed = weighedBy(input)
  const pointsOn = (day: number): number =>
    weighed.reduce((sum, { weight }, place) => sum + weight * (counts[place]?.[day - start] ?? 0), 0)
  const points = Array.from({ length: range.to - start + 1 }, (_, i) => pointsOn(start + i))
  const pointsFrom = (first: number, last: number): number =>
    points.slice(Math.max(0, first - start), Math.max(0, last - start + 1)).reduce((sum, one) => sum + one, 0)
  const totalOn = (day: number): number => {
    let total = 0
    for (let age = windowDays - 1; age >= 0; age--)
      total += engagementShare(settings, age) * (points[day - age - start] ?? 0)
    return total
  }
  const last = trendDay(input)
  const [now, before] = [
    pointsFrom(last - WEEK_DAYS + 1, last),
    pointsFrom(last - 2 * WEEK_DAYS + 1, last - WEEK_DAYS),
  ]
  const isNew = since > last - 2 * WEEK_DAYS + 1
  return {
    windowDays,
    days: active.map((users, i) => {
      const total = totalOn(range.from + i)
      return { day: sayDay(range.from + i), total, users, average: share(total, users) }
    }),
    weeks: weekly.map((users, nth) => {
      const monday = weekOf(range.from) + nth * WEEK_DAYS
      const sunday = monday + WEEK_DAYS - 1
      const sum = pointsFrom(monday, Math.min(sunday, range.to))
      const isWhole = sunday <= Math.min(range.to, wholeThrough)
      return {
        week: sayDay(monday),
        points: sum,
        users,
        average: share(sum, users),
        trend: isWhole
          ? trendOf(sum, pointsFrom(monday - WEEK_DAYS, monday - 1), since > monday - WEEK_DAYS)
          : null,
      }
    }),
    trend: {
      through: sayDay(last),
      last7: now,
      before7: before,
      total: trendOf(now, before, isNew),
      average: trendOf(share(now, last7), share(before, before7), isNew),
    },
  }
}
