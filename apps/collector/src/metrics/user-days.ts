import type { Subject } from '@fireball/core'
import { createDayBits } from './day-bits.ts'
import type { DayRange } from './range.ts'
import { WEEK_DAYS, weekOf } from './week.ts'

/** Days of the windows that end on a day. */
export const WINDOWS = { week: 7, month: 30 } as const

/** What the users of one part of a population add up to; sums of parts are the whole. */
export interface UserFigures {
  readonly users: number
  /** By day of the range: distinct users of that day, of 7 and of 30 days up to it. */
  readonly dau: readonly number[]
  readonly wau: readonly number[]
  readonly mau: readonly number[]
  /** By week of first use, as its first day: users, and of them those seen in each week since. */
  readonly cohorts: ReadonlyMap<number, readonly number[]>
}

/** Users after whose counting requests go first. */
export const SLICE = 2000

/** So many zeros to count on. */
export const zeros = (length: number): number[] => new Array<number>(length).fill(0)

/** One more in one place. */
export const addOne = (counts: number[], at: number): void => {
  counts[at] = (counts[at] ?? 0) + 1
}

/** Notes on which days each user was seen, and when first. */
export const createUserDays = ({ from, to }: DayRange) => {
  const start = from - WINDOWS.month + 1
  const bits = createDayBits(start, to)
  const firsts: number[] = []
  const weeks = (weekOf(to) - weekOf(from)) / WEEK_DAYS + 1

  return {
    size: bits.size,
    add: (user: Subject, day: number): void => {
      if (day > to) return
      const place = bits.add(user, day)
      firsts[place] = Math.min(firsts[place] ?? day, day)
    },
    figures: async (rest: () => Promise<void>): Promise<UserFigures> => {
      const dau = zeros(to - from + 1)
      const wau = zeros(to - from + 1)
      const mau = zeros(to - from + 1)
      const cohorts = new Map<number, number[]>()
      for (const [place, first] of firsts.entries()) {
        if (place % SLICE === SLICE - 1) await rest()
        let last = Number.NEGATIVE_INFINITY
        for (let day = start; day <= to; day++) {
          if (bits.isOn(place, day)) last = day
          if (day < from) continue
          if (last === day) addOne(dau, day - from)
          if (day - last < WINDOWS.week) addOne(wau, day - from)
          if (day - last < WINDOWS.month) addOne(mau, day - from)
        }
        if (first < from) continue
        const week = weekOf(first)
        const seen = cohorts.get(week) ?? zeros(weeks - (week - weekOf(from)) / WEEK_DAYS)
        cohorts.set(week, seen)
        for (const nth of seen.keys()) {
          const monday = week + nth * WEEK_DAYS
          const sunday = Math.min(to, monday + WEEK_DAYS - 1)
          if (bits.isSeenBetween(place, Math.max(from, monday), sunday)) addOne(seen, nth)
        }
      }
      return { users: bits.size(), dau, wau, mau, cohorts }
    },
  }
}

/** Place by place; the longer one says how many. */
export const addUp = (a: readonly number[], b: readonly number[]): readonly number[] =>
  (a.length > b.length ? a : b).map((_, i) => (a[i] ?? 0) + (b[i] ?? 0))

/** Figures of two parts without a user in common, as one. */
export const addUserFigures = (a: UserFigures, b: UserFigures): UserFigures => ({
  users: a.users + b.users,
  dau: addUp(a.dau, b.dau),
  wau: addUp(a.wau, b.wau),
  mau: addUp(a.mau, b.mau),
  cohorts: new Map(
    [...new Set([...a.cohorts.keys(), ...b.cohorts.keys()])].map(week => [
      week,
      addUp(a.cohorts.get(week) ?? [], b.cohorts.get(week) ?? []),
    ]),
  ),
})
