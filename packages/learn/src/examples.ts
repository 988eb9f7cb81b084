import {
  ABILITY_FEATURES,
  abilityValues,
  EASINESS_STEPS,
  infoOf,
  lessSums,
  newcomersChance,
  overOf,
} from '@fireball/core'
import type { Easiness } from './easiness.ts'
import { createReader, enter, type Ledger, openLedger } from './ledger.ts'
import type { Rest } from './pause.ts'
import type { Course, Step, TrainingSet } from './training-set.ts'

/** Numbers of features in one example. */
export const WIDTH = ABILITY_FEATURES.length

/** More answers than this in one context on one day tell no more than these. */
const MOST_OF_A_ROW = 8

/**
 * What happened, and what was known before; one entry for each step and each skill that it shows. Of an outcome that shows
 * two skills each entry weighs half: it happened once.
 */
export interface Examples {
  readonly count: number
  /** `WIDTH` values of each, in the order of `ABILITY_FEATURES`. */
  readonly values: Float64Array
  /** Weights of its unassisted outcomes; both 0 where there was none. */
  readonly successes: Float64Array
  readonly failures: Float64Array
  readonly course: Int32Array
  readonly skill: Int32Array
  readonly task: Int32Array
  readonly day: Int32Array
}

const emptyExamples = (count: number): Examples => ({
  count,
  values: new Float64Array(count * WIDTH),
  successes: new Float64Array(count),
  failures: new Float64Array(count),
  course: new Int32Array(count),
  skill: new Int32Array(count),
  task: new Int32Array(count),
  day: new Int32Array(count),
})

/**
 * Tells every step from what came before it, as `abilityOf` would on that day with that context next. `easiness` is
 * what was learned without the users of a group.
 */
export const tellSteps = async (
  { courses, tasks, skills }: TrainingSet,
  easiness: (group: number) => Easiness,
  rest?: Rest,
): Promise<Examples> => {
  const read = createReader()
  const count = courses.reduce(
    (sum, { moments }) => sum + moments.flat().reduce((all, { shows }) => all + shows.length, 0),
    0,
  )
  const examples = emptyExamples(count)
  let next = 0

  const walk = ({ group, moments }: Course, course: number): void => {
    const { means, byTask, isKnown, skillMeans } = easiness(group)
    const all = openLedger()
    const ofSkill = skills.map((): Ledger | undefined => undefined)
    const ofContext = new Map<string, Ledger>()
    const ledgerOf = (skill: number): Ledger => {
      const known = ofSkill[skill] ?? openLedger()
      ofSkill[skill] = known
      return known
    }
    const contextLedger = (skill: number, context: string): Ledger => {
      const key = `${skill} ${context}`
      const known = ofContext.get(key) ?? openLedger()
      if (context !== '') ofContext.set(key, known)
      return known
    }
    const easyAt = (task: number): number => (means[tasks[task]?.signal ?? 0] ?? 0) + (byTask[task] ?? 0)

    const tell = ({ row, task, shows }: Step): void => {
      const context = tasks[task]?.context ?? ''
      const outcomes = row.success + row.failure
      const share = outcomes === 0 ? 0 : Math.min(1, MOST_OF_A_ROW / outcomes) / shows.length
      const whole = read(all, row.day)
      for (const skill of shows) {
        const own = read(ledgerOf(skill), row.day)
        const mean = skillMeans[skill] ?? 0
        const values = abilityValues({
          own,
          elsewhere: lessSums(whole, own),
          again: read(contextLedger(skill, context), row.day),
          contexts: ledgerOf(skill).shown.size,
          skillEasiness: mean / EASINESS_STEPS,
          contextEasiness: context !== '' && isKnown[task] === 1 ? (easyAt(task) - mean) / EASINESS_STEPS : 0,
        })
        examples.values.set(values, next * WIDTH)
        examples.successes[next] = row.success * share
        examples.failures[next] = row.failure * share
        examples.course[next] = course
        examples.skill[next] = skill
        examples.task[next] = task
        examples.day[next] = row.day
        next++
      }
    }

    const add = ({ row, task, shows }: Step): void => {
      const context = tasks[task]?.context ?? ''
      const chance = newcomersChance(easyAt(task))
      const over = overOf(row, chance)
      const info = infoOf(row, chance)
      enter(all, row, over, info)
      for (const skill of shows) {
        enter(ledgerOf(skill), row, over, info)
        if (context !== '') enter(contextLedger(skill, context), row, over, info)
      }
    }

    for (const moment of moments) {
      moment.forEach(tell)
      moment.forEach(add)
    }
  }

  // One user may have a thousand steps, so the rest comes after each few users.
  for (let course = 0; course < courses.length; course++) {
    const one = courses[course]
    if (one !== undefined) walk(one, course)
    await rest?.()
  }
  return examples
}
