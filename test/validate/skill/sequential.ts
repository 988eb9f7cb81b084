import type { AbilityFit } from '@fireball/core'
import { auc, fitAbility } from '@fireball/learn'
import type { Answer } from './answers.ts'
import { type Coverage, measureCoverage } from './coverage.ts'
import { byUser, programFor, usersOf } from './evidence.ts'
import { tellByLedger } from './tell.ts'

type Users = readonly (readonly Answer[])[]

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

/**
 * Steps fall with what is known: first / (1 + falls · seen). Of sixteen pairs the best on the very users on which it is
 * compared, so the comparison favours it.
 */
const ELO = { first: 0.5, falls: 0.05 }

/**
 * A two-level Elo rating, the usual sequential estimate: every answer moves a user's general level, the level in the
 * skill, and the item's. Source: Pelánek, Papoušek, Řihák, Stanislav & Nižnan 2017, doi:10.1007/s11257-016-9185-7
 */
const tellByElo = (train: Users, test: Users): readonly number[] => {
  const easiness = new Map<string, { level: number; seen: number }>()
  const walk = (answers: readonly Answer[], learnsItems: boolean): readonly number[] => {
    const levels = new Map<string, { level: number; seen: number }>()
    return answers.map(({ item, skills, isRight }) => {
      const of = (map: typeof levels, key: string) => {
        const known = map.get(key) ?? { level: 0, seen: 0 }
        map.set(key, known)
        return known
      }
      const skill = skills.join('~')
      const moved = [of(levels, ''), of(levels, `s${skill}`)]
      const items = [of(easiness, `s${skill}`), of(easiness, `i${skill}\t${item}`)]
      const p = sigmoid([...moved, ...items].reduce((sum, { level }) => sum + level, 0))
      for (const one of learnsItems ? [...moved, ...items] : moved) {
        one.level += (ELO.first / (1 + ELO.falls * one.seen)) * (Number(isRight) - p)
        one.seen++
      }
      return p
    })
  }
  for (const answers of train) walk(answers, true)
  return test.flatMap(answers => walk(answers, false))
}

/** Areas under the curve on a fifth of the training users, by what was learned from the others. */
export interface Sequential {
  readonly users: number
  readonly answers: number
  /** Counters of which each holds one answer: the order is known exactly. */
  readonly exactOrder: number
  /** Counters by day, twenty answers to a day. */
  readonly byDay: number
  readonly elo: number
  /** Of the 90 % intervals, order known exactly. */
  readonly coverage: Coverage
}

/** What order is worth: the same model on finer and on coarser counters, and a sequential estimate; and how often an
 * interval holds. Train users only. */
export const compareSequential = async (answers: readonly Answer[]): Promise<Sequential> => {
  const users = byUser(answers)
  const test = users.filter((_, i) => i % 5 === 4)
  const train = users.filter((_, i) => i % 5 !== 4)
  const isHit = test.flatMap(one => one.map(({ isRight }) => isRight))
  const program = programFor(answers.flatMap(({ skills }) => skills))
  const fitBy = (perDay: number) => fitAbility({ ...program, users: usersOf(train, program, perDay) })
  const areaOf = async (fit: AbilityFit, perDay: number): Promise<number> =>
    auc({ p: await tellByLedger(test, program, fit, perDay), isHit })
  const exact = await fitBy(1)
  return {
    users: test.length,
    answers: isHit.length,
    exactOrder: await areaOf(exact, 1),
    byDay: await areaOf(await fitBy(20), 20),
    elo: auc({ p: tellByElo(train, test), isHit }),
    coverage: measureCoverage(test, program, exact, 1),
  }
}
