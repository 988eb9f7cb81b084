import { isOperator } from '../condition.ts'
import { isObject } from '../json.ts'
import { type FactShape, followPath, sayMissing } from './fact-shape.ts'

/** What is wrong with a condition or text that names facts: an error can never mean anything. */
export interface FactProblem {
  readonly severity: 'error' | 'warning'
  readonly message: string
}

const GROUPS: readonly string[] = ['$and', '$or', '$nor', '$not']
const COMPARES: readonly string[] = ['$eq', '$ne', '$lt', '$lte', '$gt', '$gte']
const KINDS: Readonly<Record<string, string>> = { number: 'number', text: 'string', boolean: 'boolean' }

const error = (message: string): FactProblem => ({ severity: 'error', message })
const warning = (message: string): FactProblem => ({ severity: 'warning', message })

/** A number compared with a text never holds, or holds by chance. */
const kindProblems = (path: string, shape: FactShape, operand: unknown): readonly FactProblem[] => {
  const kind = typeof shape === 'string' ? KINDS[shape] : undefined
  return kind === undefined || operand === null || typeof operand === kind || typeof operand === 'object'
    ? []
    : [warning(`“${path}” is a ${shape}, and ${JSON.stringify(operand)} is none`)]
}

const operandProblems = (path: string, shape: FactShape, operand: unknown): readonly FactProblem[] => {
  if (!isObject(operand)) return kindProblems(path, shape, operand)
  return Object.entries(operand).flatMap(([operator, inner]): readonly FactProblem[] => {
    if (!operator.startsWith('$')) return []
    if (!isOperator(operator)) return [error(`there is no operator “${operator}”`)]
    if (operator === '$not') return operandProblems(path, shape, inner)
    return COMPARES.includes(operator) ? kindProblems(path, shape, inner) : []
  })
}

/** What a condition reads that no document of this shape has, and operators that do not exist. */
export const factProblems = (condition: unknown, shape: FactShape): readonly FactProblem[] =>
  Array.isArray(condition)
    ? condition.flatMap(inner => factProblems(inner, shape))
    : !isObject(condition)
      ? []
      : Object.entries(condition).flatMap(([path, operand]): readonly FactProblem[] => {
          if (GROUPS.includes(path)) return factProblems(operand, shape)
          if (path.startsWith('$')) return [error(`there is no operator “${path}”`)]
          const at = followPath(shape, path)
          if ('found' in at) return operandProblems(path, at.found, operand)
          const message = `“${path}”: ${sayMissing(at.missing)}`
          return [at.missing.what === undefined ? warning(message) : error(message)]
        })

const PLACE = /\{\{\s*([\w.-]+)\s*(\|[^}]*)?\}\}/g

/** Which places of a text can never be filled, and which may stay empty. */
export const textProblems = (text: string, shape: FactShape): readonly FactProblem[] => {
  const rest = text.replace(PLACE, '')
  const open = /\{\{.{0,20}|.{0,20}\}\}/.exec(rest)?.[0]
  return [
    ...(open === undefined ? [] : [error(`“${open}” is no place for a fact: write {{ user.name | there }}`)]),
    ...[...text.matchAll(PLACE)].flatMap(([, path = '', instead]): readonly FactProblem[] => {
      const at = followPath(shape, path)
      if ('found' in at)
        return at.found === 'any' && instead === undefined
          ? [warning(`“${path}” may not be known: say what stands there then, {{ ${path} | … }}`)]
          : []
      const message = `“${path}”: ${sayMissing(at.missing)}`
      return [at.missing.what === undefined ? warning(message) : error(message)]
    }),
  ]
}
