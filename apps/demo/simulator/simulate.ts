import { hash53 } from '@fireball/core'
import { simulateAccount } from './account.ts'
import { interleave, type Message } from './diary.ts'
import { createDice } from './dice.ts'
import { allotKinds, isPersona, type Kind } from './kinds.ts'
import { shopName } from './names.ts'
import type { TrueAccount } from './truth.ts'

export interface SimulationInput {
  readonly accounts: number
  /** How far back it reaches; under 18 days no trial is over. */
  readonly days: number
  readonly seed: number
  /** Epoch ms; nothing happens later. */
  readonly now: number
  /** In any order instead of that of time. */
  readonly isShuffled?: boolean
}

/** What to send, and what is true. */
export interface Simulation {
  readonly messages: readonly Message[]
  readonly accounts: readonly TrueAccount[]
}

/** Shortest history in which a trial can be over. */
const OVER_FROM_DAYS = 18
const LONG_FROM_DAYS = 60

/** Trials that are over of each kind: half, or two of three in a long history. Guards' cases are open. */
const overOnes = (kinds: readonly Kind[], days: number): readonly boolean[] => {
  const seen = new Map<Kind, number>()
  return kinds.map(kind => {
    const n = (seen.get(kind) ?? 0) + 1
    seen.set(kind, n)
    const isOver = days < LONG_FROM_DAYS ? n % 2 === 0 : n % 3 !== 1
    return days >= OVER_FROM_DAYS && !isPersona(kind) && isOver
  })
}

/**
 * A population whose truth is known: accounts of every type of lead and every guard's case, with their people, over
 * days. Pure: the same input gives the same messages, to the last byte.
 */
export const simulate = ({ accounts, days, seed, now, isShuffled }: SimulationInput): Simulation => {
  const run = hash53(`${seed}/${accounts}/${days}`).slice(0, 5)
  const dice = createDice(`${run}/population`)
  const kinds = allotKinds(accounts)
  const over = overOnes(kinds, days)
  const idOf = (number: number): string => `shop-${run}-${`${number}`.padStart(4, '0')}`
  const served = kinds.flatMap((kind, number) => (kind === 'multi-account' ? [number] : []))
  const told = kinds.map((kind, number) => {
    const pair = Math.floor(served.indexOf(number) / 2)
    const other = served[served.indexOf(number) ^ 1]
    return simulateAccount({
      run,
      number,
      id: idOf(number),
      name: shopName(dice),
      kind,
      isOver: over[number] ?? false,
      days,
      now,
      consultant:
        kind === 'multi-account' && other !== undefined
          ? { id: `consultant-${run}-${pair + 1}`, other: idOf(other) }
          : undefined,
    })
  })
  const parts = told.map(one => one.messages)
  return {
    accounts: told.map(one => one.account),
    messages: isShuffled === true ? interleave(parts, dice) : interleave(parts),
  }
}
