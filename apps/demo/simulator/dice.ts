import { hash53 } from '@fireball/core'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Chance that is known beforehand: the same seed rolls the same. */
export interface Dice {
  /** [0, 1) */
  roll(): number
  chance(p: number): boolean
  between(from: number, to: number): number
  /** A whole number, both ends included. */
  whole(from: number, to: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  /** The list in another order. */
  shuffle<T>(list: readonly T[]): readonly T[]
}

/** Dice of their own for every name, so that what happens to one account changes nothing for the next. */
export const createDice = (name: string): Dice => {
  const generator = xoroshiro128plus(Number.parseInt(hash53(name), 36) % 2 ** 31)
  const roll = (): number => uniformFloat64(generator)
  const whole = (from: number, to: number): number => from + Math.floor(roll() * (to - from + 1))
  return {
    roll,
    whole,
    chance: p => roll() < p,
    between: (from, to) => from + roll() * (to - from),
    pick: list => list[whole(0, list.length - 1)] ?? list[0],
    shuffle: list => {
      const order = list.map(one => ({ one, at: roll() }))
      return order.sort((a, b) => a.at - b.at).map(({ one }) => one)
    },
  }
}
