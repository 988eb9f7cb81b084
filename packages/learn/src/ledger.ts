import { type AbilitySums, ageShare, HALF_LIVES } from '@fireball/core'

/**
 * What a user did so far on one skill, one context or all skills, kept by day, so that the sums of `AbilitySums` are
 * known at every later day without reading the rows again.
 */
export interface Ledger {
  successes: number
  failures: number
  assisted: number
  readonly shown: Set<string>
  /** Ascending, one entry a day; `over` and `info` are whole numbers, as in `AbilitySums` but for the age. */
  readonly days: number[]
  readonly over: number[]
  readonly info: number[]
  totalOver: number
  totalInfo: number
}

/** The part of a row that a ledger reads. */
export interface Outcomes {
  readonly context: string
  readonly day: number
  readonly success: number
  readonly failure: number
  readonly successAssisted: number
}

export const openLedger = (): Ledger => ({
  successes: 0,
  failures: 0,
  assisted: 0,
  shown: new Set(),
  days: [],
  over: [],
  info: [],
  totalOver: 0,
  totalInfo: 0,
})

/** Adds what happened on the latest day so far. `over` and `info` are one day old at age 0, without its share. */
export const enter = (ledger: Ledger, row: Outcomes, over: number, info: number): void => {
  ledger.successes += row.success
  ledger.failures += row.failure
  ledger.assisted += row.successAssisted
  if (row.success > 0 && row.context !== '') ledger.shown.add(row.context)
  if (row.success + row.failure === 0) return
  ledger.totalOver += over
  ledger.totalInfo += info
  const last = ledger.days.length - 1
  if (ledger.days[last] === row.day) {
    ledger.over[last] = (ledger.over[last] ?? 0) + over
    ledger.info[last] = (ledger.info[last] ?? 0) + info
  } else {
    ledger.days.push(row.day)
    ledger.over.push(over)
    ledger.info.push(info)
  }
}

/** What each age leaves, by memory, up to the age at which nothing is left; empty where nothing is ever forgotten. */
const agesOf = (memory: number): readonly number[] => {
  const left: number[] = []
  if (HALF_LIVES[memory] !== Number.POSITIVE_INFINITY)
    for (let share = ageShare(0, memory); share > 0; share = ageShare(left.length, memory)) left.push(share)
  return left
}

/** How a ledger is read on a day that is not before its latest entry. */
export const createReader = (): ((ledger: Ledger, today: number) => AbilitySums) => {
  const shares = HALF_LIVES.map((_, memory) => agesOf(memory))
  return ({ successes, failures, assisted, days, over, info, totalOver, totalInfo }, today) => {
    const sums = { successes, failures, assisted, over: [] as number[], info: [] as number[] }
    shares.forEach((left, memory) => {
      let sumOver = left.length === 0 ? ageShare(0, memory) * totalOver : 0
      let sumInfo = left.length === 0 ? ageShare(0, memory) * totalInfo : 0
      if (left.length > 0)
        for (let i = days.length - 1; i >= 0; i--) {
          const share = left[today - (days[i] ?? 0)]
          if (share === undefined) break
          sumOver += share * (over[i] ?? 0)
          sumInfo += share * (info[i] ?? 0)
        }
      sums.over.push(sumOver)
      sums.info.push(sumInfo)
    })
    return sums
  }
}
