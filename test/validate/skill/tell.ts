import {
  ABILITY_FEATURES,
  type AbilityFit,
  abilityOf,
  addCount,
  facetsOf,
  hash53,
  type Row,
  splitCountKey,
} from '@fireball/core'
import { easinessIn, layOut, publishable, tellSteps, WIDTH } from '@fireball/learn'
import type { Answer } from './answers.ts'
import { eventsOf, type LogProgram, timeOf } from './evidence.ts'

/** One answer, told from what came before it. */
export interface Told {
  /** Number in the list of users. */
  readonly user: number
  readonly isRight: boolean
  /** Probability of a right answer. */
  readonly p: number
  /** Set where the user meets the item for the first time, after at least one other item of the skill. */
  readonly transfer?: {
    /** The same, by a fit that knows no item's difficulty. */
    readonly pNoDifficulty: number
    /** Attempts on the skill so far, and everything the user did so far. */
    readonly attempts: number
    readonly activity: number
  }
}

type Users = readonly (readonly Answer[])[]

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

/** The rows that one answer adds, one for each of its skills. */
const rowsOfOne = (answer: Answer, n: number, program: LogProgram, perDay: number): readonly Row[] =>
  eventsOf(answer, n, perDay).flatMap(event => {
    const signal = program.signalOf.get(event.name)
    return Object.entries(facetsOf(event, signal === undefined ? [] : [signal]).counts).map(
      ([key, count]) => {
        const { subject, signal: hash, context, day } = splitCountKey(key)
        return { ...count, user: subject, signal: hash, context, day }
      },
    )
  })

/**
 * Tells every answer by the product's view itself, all evidence added up anew each time: slow, and what the other way
 * is held against. An answer of several skills is told by the mean of their logits.
 */
export const tellByView = (
  users: Users,
  program: LogProgram,
  fit: AbilityFit,
  perDay: number,
): readonly number[] =>
  users.flatMap(answers => {
    const rows = new Map<string, Row>()
    return answers.map((answer, n) => {
      const known = [...rows.values()]
      const logits = answer.skills.map(skill => {
        const signal = program.signalOf.get(skill)?.hash
        return abilityOf({
          skill,
          rows: known.filter(row => row.signal === signal),
          elsewhere: known.filter(row => row.signal !== signal),
          fit,
          now: timeOf(answer, n, perDay),
          context: answer.item === '' ? undefined : hash53(answer.item),
          signal,
        }).logit
      })
      for (const row of rowsOfOne(answer, n, program, perDay)) {
        const key = `${row.signal} ${row.context} ${row.day}`
        const before = rows.get(key)
        rows.set(key, before === undefined ? row : { ...row, ...addCount(before, row) })
      }
      return sigmoid(mean(logits))
    })
  })

/** Tells every answer by running sums, which come to the same as the view. */
export const tellByLedger = async (
  users: Users,
  program: LogProgram,
  fit: AbilityFit,
  perDay: number,
): Promise<readonly number[]> => {
  const set = layOut({
    ...program,
    users: users.map((answers, user) => {
      // Courses come in the order of their names.
      const name = `${user}`.padStart(9, '0')
      const rows = answers.flatMap((answer, n) => rowsOfOne(answer, n, program, perDay))
      return { user: name, account: name, rows }
    }),
  })
  const easiness = easinessIn(fit, set)
  const { values, count } = await tellSteps(set, () => easiness)
  const weights = ABILITY_FEATURES.map(feature => fit.weights[feature] ?? 0)
  const logits = Array.from({ length: count }, (_, i) =>
    weights.reduce((sum, weight, k) => sum + weight * (values[i * WIDTH + k] ?? 0), 0),
  )
  let next = 0
  return users.flatMap(answers =>
    answers.map(({ skills }) => {
      next += skills.length
      return sigmoid(mean(logits.slice(next - skills.length, next)))
    }),
  )
}

/** Tells every answer of some users, and what the test of transfer needs. */
export const tellAnswers = async (
  users: Users,
  program: LogProgram,
  fit: AbilityFit,
  perDay: number,
): Promise<readonly Told[]> => {
  const given = await tellByLedger(users, program, fit, perDay)
  const blind = await tellByLedger(users, program, publishable(fit, new Set(), new Map()), perDay)
  let next = 0
  return users.flatMap((answers, user) => {
    const met = new Map<string, Set<string>>()
    const attempts = new Map<string, number>()
    return answers.map(({ item, skills, isRight }, n): Told => {
      const i = next++
      const others = skills.map(skill => met.get(skill) ?? new Set<string>())
      const isTransfer = others.some(items => items.size > 0) && others.every(items => !items.has(item))
      const told: Told = {
        user,
        isRight,
        p: given[i] ?? 0,
        ...(isTransfer && {
          transfer: {
            pNoDifficulty: blind[i] ?? 0,
            attempts: mean(skills.map(skill => attempts.get(skill) ?? 0)),
            activity: n,
          },
        }),
      }
      for (const skill of skills) {
        met.set(skill, (met.get(skill) ?? new Set<string>()).add(item))
        attempts.set(skill, (attempts.get(skill) ?? 0) + 1)
      }
      return told
    })
  })
}
