import type { ParseArgsConfig } from 'node:util'
import { TIME_UNITS, type TimeUnit } from './skill/cells.ts'
import { COLUMNS, type Column } from './skill/columns.ts'
import { measure } from './skill/measure.ts'
import { createProgress } from './skill/progress.ts'
import { report } from './skill/report.ts'
import { compareSequential } from './skill/sequential.ts'
import { findSets, readSet } from './skill/sets.ts'

export const options = {
  only: { type: 'string' },
  user: { type: 'string' },
  correct: { type: 'string' },
  item: { type: 'string' },
  skill: { type: 'string' },
  time: { type: 'string' },
  id: { type: 'string' },
  'right-from': { type: 'string' },
  'skill-separator': { type: 'string' },
  'time-unit': { type: 'string' },
  'per-day': { type: 'string' },
  quick: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options']

export const usage = `--data PATH holds data sets: a csv or tsv file (five folds over its users), a folder with train.tsv and test.tsv, or a
folder of such. Columns are found by their usual names, or named:
  --user, --correct, --item, --skill, --time, --id COLUMN   an empty name says that there is no such column
  --right-from N          a number from which on an answer is right (default .5)
  --skill-separator TEXT  parts the skills of one cell (default ~ or ;)
  --time-unit s|ms|d      of times that are numbers (default: told by their size)
  --per-day N             answers to a day where there is no time (default 1)
  --only NAME,…           only these data sets
  --quick                 without the comparison with sequential estimates`

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const number = Number(text)
  if (text.trim() === '' || Number.isNaN(number)) throw new Error(`--${name} takes a number, not “${text}”`)
  return number
}

const isTimeUnit = (text: string): text is TimeUnit => text in TIME_UNITS

/** `npm run validate -- skill --data PATH`: who will succeed, on logs of learners that nobody here wrote. */
export const run = async function* (
  data: string,
  given: Readonly<Record<string, string | boolean | undefined>> = {},
): AsyncGenerator<string> {
  const text = (name: string): string | undefined => {
    const value = given[name]
    return typeof value === 'string' ? value : undefined
  }
  const unit = text('time-unit')
  if (unit !== undefined && !isTimeUnit(unit)) throw new Error(`--time-unit is s, ms or d, not “${unit}”`)
  const perDay = numberOf('per-day', text('per-day'))
  if (perDay !== undefined && !(Number.isInteger(perDay) && perDay >= 1))
    throw new Error(`--per-day takes a whole number from 1 on, not “${text('per-day')}”`)
  const reading = {
    mapping: Object.fromEntries(
      (Object.keys(COLUMNS) as Column[]).flatMap(column => {
        const name = text(column)
        return name === undefined ? [] : [[column, name]]
      }),
    ),
    rightFrom: numberOf('right-from', text('right-from')),
    skillSeparator: text('skill-separator'),
    timeUnit: unit,
  }
  const only = text('only')?.split(',')
  const all = findSets(data)
  const sets = all.filter(({ name }) => only?.includes(name) ?? true)
  if (sets.length === 0)
    throw new Error(
      `There is no data set ${only?.join(', ')}; there are: ${all.map(one => one.name).join(', ')}`,
    )
  const problems: string[] = []
  for (const set of sets) {
    const progress = createProgress(set.name)
    try {
      const measured = await measure(set, { ...reading, perDay }, progress.tell)
      const sequential =
        set.kind === 'split' && given.quick !== true
          ? await compareSequential(readSet(set.train, reading).answers)
          : undefined
      progress.end()
      yield* report(measured, sequential)
    } catch (error) {
      progress.end()
      problems.push(error instanceof Error ? error.message : `${error}`)
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
