import type { Row } from '../person.ts'
import { type AbilityFit, contextName, EASINESS_STEPS, type SignalEasiness } from './ability-fit.ts'

/** Half-lives in days of the three memories: all time, lately, this month. */
export const HALF_LIVES = [Number.POSITIVE_INFINITY, 3, 30] as const

/** Whole numbers stand for shares of one, so that sums are exact and come out the same in any order. */
const SCALE = { chance: 256, age: 4096 } as const

/**
 * What evidence adds up to for the model at one instant, all whole numbers. `over[m]` says how much better than a
 * typical newcomer it went, and `info[m]` how much that says, in memory m: Σ age · (s − n·q) and Σ age · n·q(1 − q),
 * where q is a newcomer's chance in that context. Unassisted outcomes only.
 */
export interface AbilitySums {
  readonly successes: number
  readonly failures: number
  readonly assisted: number
  readonly over: readonly number[]
  readonly info: readonly number[]
}

/** What rows add up to whenever they are looked at: by day, before age takes its share. */
export interface AbilityDays {
  successes: number
  failures: number
  assisted: number
  /** Contexts with an unassisted success. */
  readonly shown: Set<string>
  /** Latest time of a row with an unassisted success, epoch ms. */
  last: number | null
  readonly days: Map<number, { over: number; info: number }>
}

/** What is left of evidence after so many days, in 4096ths; what is dated ahead counts as of today. */
export const ageShare = (days: number, memory: number): number =>
  Math.round(SCALE.age * 2 ** (-Math.max(0, days) / (HALF_LIVES[memory] ?? 1)))

/** A typical newcomer's chance in 256ths, where the easiness is given in sixteenths. */
export const newcomersChance = (easiness: number): number =>
  Math.round(SCALE.chance / (1 + Math.exp(-easiness / EASINESS_STEPS) / 2))

const easinessIn = (known: SignalEasiness | undefined, context: string): number =>
  known === undefined ? 0 : known.mean + (known.contexts[contextName(context)] ?? 0)

/** How easy a signal is in one context, in sixteenths; the signal's mean where the context is not known. */
export const easinessOf = (fit: AbilityFit, signal: string, context: string): number =>
  easinessIn(fit.signals[signal], context)

type Outcomes = Pick<Row, 'success' | 'failure'>

/** What unassisted outcomes add to `over` and to `info` before their age takes a share. */
export const overOf = ({ success, failure }: Outcomes, chance: number): number =>
  success * SCALE.chance - (success + failure) * chance
export const infoOf = ({ success, failure }: Outcomes, chance: number): number =>
  (success + failure) * chance * (SCALE.chance - chance)

/** Adds up rows, each read once; `isUnfailed`: as if none of them told of a failure. */
export const addUpDays = (fit: AbilityFit, rows: readonly Row[], isUnfailed = false): AbilityDays => {
  const sums: AbilityDays = {
    successes: 0,
    failures: 0,
    assisted: 0,
    shown: new Set(),
    last: null,
    days: new Map(),
  }
  let signal = ''
  let known: SignalEasiness | undefined
  let easiness = Number.NaN
  let chance = 0
  for (const row of rows) {
    sums.assisted += row.successAssisted
    const outcomes = isUnfailed ? { success: row.success, failure: 0 } : row
    if (outcomes.success + outcomes.failure === 0) continue
    sums.successes += outcomes.success
    sums.failures += outcomes.failure
    if (row.success > 0) {
      if (row.context !== '') sums.shown.add(row.context)
      sums.last = Math.max(sums.last ?? row.last, row.last)
    }
    if (row.signal !== signal) {
      signal = row.signal
      known = fit.signals[signal]
    }
    const easy = easinessIn(known, row.context)
    // Mostly the mean: rows may be a million, and exponentials cost.
    if (easy !== easiness) {
      easiness = easy
      chance = newcomersChance(easy)
    }
    const day = sums.days.get(row.day)
    const over = overOf(outcomes, chance)
    const info = infoOf(outcomes, chance)
    if (day === undefined) sums.days.set(row.day, { over, info })
    else {
      day.over += over
      day.info += info
    }
  }
  return sums
}

/** How sums are read on a UTC day; remembers what each age leaves. */
export const createAging = () => {
  const shares = new Map<number, readonly number[]>()
  const sharesAt = (age: number): readonly number[] => {
    let left = shares.get(age)
    if (left === undefined) {
      left = HALF_LIVES.map((_, memory) => ageShare(age, memory))
      shares.set(age, left)
    }
    return left
  }
  return ({ successes, failures, assisted, days }: AbilityDays, today: number): AbilitySums => {
    const over = [0, 0, 0]
    const info = [0, 0, 0]
    for (const [day, sum] of days) {
      const left = sharesAt(today - day)
      for (let memory = 0; memory < over.length; memory++) {
        const share = left[memory] ?? 0
        over[memory] = (over[memory] ?? 0) + share * sum.over
        info[memory] = (info[memory] ?? 0) + share * sum.info
      }
    }
    return { successes, failures, assisted, over, info }
  }
}

/** What nothing adds up to. */
export const NO_SUMS: AbilitySums = {
  successes: 0,
  failures: 0,
  assisted: 0,
  over: [0, 0, 0],
  info: [0, 0, 0],
}

/** `a` + `times` · `b`. */
const withSums = (a: AbilitySums, b: AbilitySums, times: 1 | -1): AbilitySums => ({
  successes: a.successes + times * b.successes,
  failures: a.failures + times * b.failures,
  assisted: a.assisted + times * b.assisted,
  over: HALF_LIVES.map((_, memory) => (a.over[memory] ?? 0) + times * (b.over[memory] ?? 0)),
  info: HALF_LIVES.map((_, memory) => (a.info[memory] ?? 0) + times * (b.info[memory] ?? 0)),
})

/** All of these together. */
export const addSums = (parts: readonly AbilitySums[]): AbilitySums =>
  parts.reduce((sum, part) => withSums(sum, part, 1), NO_SUMS)

/** What is in `whole` and not in `part`. */
export const lessSums = (whole: AbilitySums, part: AbilitySums): AbilitySums => withSums(whole, part, -1)

/** A user's level in a memory, on the logit scale; `prior` is the information that “typical” is worth. */
export const levelOf = ({ over, info }: AbilitySums, memory: number, prior: number): number =>
  (over[memory] ?? 0) / (SCALE.chance * SCALE.age) / (informationOf(info, memory) + prior)

/** How much evidence says in a memory: about a fifth for each outcome of middling difficulty. */
export const informationOf = (info: readonly number[], memory: number): number =>
  (info[memory] ?? 0) / (SCALE.chance * SCALE.chance * SCALE.age)
