import { auc, calibrationError, type Scored } from '@fireball/learn'
import type { Told } from './tell.ts'

/** A figure with its bootstrap 95 % interval. */
export interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
}

export type Statistic = (scored: Scored) => number
export const AUC: Statistic = auc
export const ECE: Statistic = calibrationError

const ROUNDS = 200
const SEED = 20_261

/** Numbers in [0, 1), always the same ones. Source: mulberry32 by Tommy Ettinger, public domain. */
export const createDice = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What one fold says: probabilities, outcomes, and whose they are. */
export interface Fold {
  readonly p: readonly number[]
  readonly isHit: readonly boolean[]
  readonly user: readonly number[]
}

/** A fold of what was told, by some of its probabilities, in ascending order of them. */
export const foldOf = (told: readonly Told[], p: (one: Told) => number | undefined): Fold => {
  const kept = told.flatMap(one => {
    const given = p(one)
    return given === undefined ? [] : [{ given, isHit: one.isRight, user: one.user }]
  })
  kept.sort((a, b) => a.given - b.given)
  return { p: kept.map(one => one.given), isHit: kept.map(one => one.isHit), user: kept.map(one => one.user) }
}

/**
 * The mean of a statistic over folds, with its interval: users are drawn again with replacement inside each fold, 200
 * times, always by the same dice. What drawing again adds to a statistic (it makes a calibration error larger) is
 * taken off the interval, so that its middle is the figure.
 */
export const figureOf = (folds: readonly Fold[], statistic: Statistic): Figure => {
  const dice = createDice(SEED)
  const over = (weights: (fold: Fold) => Float64Array | undefined): number =>
    folds.reduce((sum, fold) => sum + statistic({ ...fold, weights: weights(fold) }), 0) / folds.length
  const drawn = Array.from({ length: ROUNDS }, () =>
    over(fold => {
      const users = [...new Set(fold.user)]
      const times = new Map<number, number>()
      for (const _ of users) {
        const user = users[Math.floor(dice() * users.length)] ?? 0
        times.set(user, (times.get(user) ?? 0) + 1)
      }
      return Float64Array.from(fold.user, user => times.get(user) ?? 0)
    }),
  )
    .filter(value => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const at = (share: number): number => drawn[Math.round(share * (drawn.length - 1))] ?? Number.NaN
  const value = over(() => undefined)
  const off = at(0.5) - value
  return { value, low: at(0.025) - off, high: at(0.975) - off }
}
