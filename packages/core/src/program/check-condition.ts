import { CONDITION_LIMITS, evaluate } from '../condition.ts'
import { isObject } from '../json.ts'

/** A group that repeats and holds a repetition: such a pattern can take exponential time. */
const NESTED_REPETITION = /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]/

const patternProblem = (pattern: unknown): string | undefined => {
  if (typeof pattern !== 'string') return 'a pattern is a text'
  if (pattern.length > CONDITION_LIMITS.pattern)
    return `a pattern has at most ${CONDITION_LIMITS.pattern} characters`
  if (NESTED_REPETITION.test(pattern))
    return `“${pattern}” repeats a repetition, which can take for ever; write it without`
  try {
    new RegExp(pattern)
    return undefined
  } catch {
    return `“${pattern}” is no regular expression`
  }
}

const patternsIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value)
    ? value.flatMap(patternsIn)
    : isObject(value)
      ? Object.entries(value).flatMap(([key, inner]) =>
          key === '$regex' || key === '$regexi' ? [inner] : patternsIn(inner),
        )
      : []

/** What is wrong with a condition that could be read all the same: its size, its depth, its patterns. */
export const conditionProblems = (condition: unknown): readonly string[] => {
  const problems: string[] = []
  evaluate(
    condition,
    {},
    {
      now: 0,
      onLeaf: ({ reason }) => {
        if (reason !== undefined)
          problems.push(
            reason === 'too-deep'
              ? `nested more than ${CONDITION_LIMITS.depth} deep`
              : `more than ${CONDITION_LIMITS.nodes} values; use a list that is stored once`,
          )
      },
    },
  )
  if (problems.length > 0) return problems
  return patternsIn(condition).flatMap(pattern => patternProblem(pattern) ?? [])
}
