import { conditionProblems } from './check-condition.ts'
import { factProblems } from './check-facts.ts'
import type { FactShape } from './fact-shape.ts'

/** A thing wrong with a program, at a dotted path. An error keeps it from being published, a warning does not. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly path: string
  readonly message: string
}

/** Anything that a key names. */
export interface Keyed {
  readonly key: string
}

/** Makes a problem. */
export const problem = (severity: Problem['severity'], path: string, message: string): Problem => ({
  severity,
  path,
  message,
})

/** Keys of one kind that are used twice. */
export const duplicates = (path: string, items: readonly Keyed[]): readonly Problem[] =>
  items.flatMap(({ key }, i) =>
    items.findIndex(other => other.key === key) === i
      ? []
      : [problem('error', `${path}.${i}.key`, `“${key}” is used twice; keys of one kind are unique`)],
  )

/** Keys that name nothing, with those that there are. */
export const unknown = (
  path: string,
  keys: string | readonly string[] | undefined,
  known: readonly Keyed[],
  what: string,
): readonly Problem[] =>
  (typeof keys === 'string' ? [keys] : (keys ?? [])).flatMap((key, i) =>
    known.some(one => one.key === key)
      ? []
      : [
          problem(
            'error',
            typeof keys === 'string' ? path : `${path}.${i}`,
            `there is no ${what} “${key}”${suggestion(known)}`,
          ),
        ],
  )

const suggestion = (known: readonly Keyed[]): string =>
  known.length === 0
    ? ''
    : `; there are: ${known
        .slice(0, 12)
        .map(one => one.key)
        .join(', ')}`

/** What is wrong with a condition over documents of a shape. */
export const conditions = (path: string, condition: unknown, shape: FactShape): readonly Problem[] =>
  condition === undefined
    ? []
    : [
        ...conditionProblems(condition).map(message => problem('error', path, message)),
        ...factProblems(condition, shape).map(one => problem(one.severity, path, one.message)),
      ]
