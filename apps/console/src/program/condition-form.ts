import { isObject, type JsonObject } from '@fireball/core'

/** What a line of a condition compares with: what JSON can hold of it. */
export type LineValue = string | number | boolean | readonly (string | number | boolean)[]

/** One line: a fact, an operator of conditions (`=` for a plain value), and what it is compared with. */
export interface Line {
  readonly kind: 'line'
  readonly path: string
  readonly operator: string
  readonly value: LineValue
}

/** How the parts of a group are joined: all of them, or at least one. */
export type Join = 'and' | 'or'

/** Lines that are joined. */
export interface LineGroup {
  readonly kind: 'group'
  readonly join: Join
  readonly lines: readonly Line[]
}

/** A condition as a form shows it: lines and groups of lines, two levels and no more. */
export interface ConditionForm {
  readonly join: Join
  readonly parts: readonly (Line | LineGroup)[]
}

/** What a form has a line for. */
export const FORM_OPERATORS = [
  '=',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$exists',
  '$within',
  '$ago',
  '$regex',
  '$regexi',
] as const

const LISTS: readonly string[] = ['$in', '$nin']

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const lineOf = (path: string, operator: string, value: unknown): Line | undefined => {
  if (!FORM_OPERATORS.some(one => one === operator)) return undefined
  if (LISTS.includes(operator))
    return Array.isArray(value) && value.every(isPlain) ? { kind: 'line', path, operator, value } : undefined
  return isPlain(value) ? { kind: 'line', path, operator, value } : undefined
}

/** All, or nothing where one of them is nothing: what a form cannot show whole it does not show. */
const all = <T>(items: readonly (T | undefined)[]): readonly T[] | undefined => {
  const known = items.filter(one => one !== undefined)
  return known.length === items.length ? known : undefined
}

const linesOfPath = (path: string, operand: unknown): readonly Line[] | undefined => {
  if (path.startsWith('$') || path === '') return undefined
  if (!isObject(operand)) return all([lineOf(path, '=', operand)])
  const entries = Object.entries(operand)
  return entries.length === 0 ? undefined : all(entries.map(([op, value]) => lineOf(path, op, value)))
}

/** Lines of an object of facts, all of which have to hold. */
const linesIn = (condition: unknown): readonly Line[] | undefined =>
  isObject(condition)
    ? all(Object.entries(condition).map(([path, operand]) => linesOfPath(path, operand)))?.flat()
    : undefined

const JOINS: Readonly<Record<string, Join>> = { $and: 'and', $or: 'or' }

/** A condition that is nothing but one join: `{ $or: […] }`. */
const joined = (
  condition: unknown,
): { readonly join: Join; readonly clauses: readonly unknown[] } | undefined => {
  if (!isObject(condition)) return undefined
  const [first, ...others] = Object.entries(condition)
  const join = first === undefined || others.length > 0 ? undefined : JOINS[first[0]]
  return join !== undefined && Array.isArray(first?.[1]) && first[1].length > 0
    ? { join, clauses: first[1] }
    : undefined
}

/** A part of the upper level: a line, or lines that are joined. */
const partOf = (condition: unknown): Line | LineGroup | undefined => {
  const group = joined(condition)
  if (group !== undefined) {
    // Within a group each clause is one line.
    const lines = all(
      group.clauses.map(clause => {
        const found = linesIn(clause)
        return found?.length === 1 ? found[0] : undefined
      }),
    )
    return lines === undefined ? undefined : { kind: 'group', join: group.join, lines }
  }
  const lines = linesIn(condition)
  if (lines === undefined || lines.length === 0) return undefined
  return lines.length === 1 ? lines[0] : { kind: 'group', join: 'and', lines }
}

/**
 * A condition as a form shows it; undefined for one that it cannot show whole, which then stays JSON. The form means the
 * same as the condition, whatever the facts.
 */
export const readCondition = (condition: unknown): ConditionForm | undefined => {
  const top = joined(condition)
  if (top !== undefined) {
    const parts = all(top.clauses.map(partOf))
    return parts === undefined ? undefined : { join: top.join, parts }
  }
  if (!isObject(condition)) return undefined
  const parts = all(
    Object.entries(condition).map(([path, operand]): readonly (Line | LineGroup)[] | undefined => {
      if (JOINS[path] === undefined) return linesOfPath(path, operand)
      const part = partOf({ [path]: operand })
      return part === undefined ? undefined : [part]
    }),
  )
  return parts === undefined ? undefined : { join: 'and', parts: parts.flat() }
}

const writeLine = ({ path, operator, value }: Line): JsonObject => ({
  [path]: operator === '=' ? toJson(value) : { [operator]: toJson(value) },
})

const toJson = (value: LineValue): JsonObject[string] => (isPlain(value) ? value : [...value])

/** One object for all, as people write it; undefined where two of them ask the same of the same fact. */
const merged = (conditions: readonly JsonObject[]): JsonObject | undefined => {
  const facts = new Map<string, JsonObject[string]>()
  for (const [path, operand] of conditions.flatMap(one => Object.entries(one))) {
    const known = facts.get(path)
    if (known === undefined) facts.set(path, operand)
    else if (path.startsWith('$') || !isObject(known) || !isObject(operand)) return undefined
    else if (Object.keys(operand).some(operator => Object.hasOwn(known, operator))) return undefined
    else facts.set(path, { ...known, ...operand })
  }
  return Object.fromEntries(facts)
}

const join = (how: Join, conditions: readonly JsonObject[]): JsonObject => {
  const [only] = conditions
  if (only !== undefined && conditions.length === 1) return only
  return how === 'or' ? { $or: [...conditions] } : (merged(conditions) ?? { $and: [...conditions] })
}

const writePart = (part: Line | LineGroup): JsonObject =>
  part.kind === 'line' ? writeLine(part) : join(part.join, part.lines.map(writeLine))

/** Whether a line says enough to be asked. */
const isAsked = ({ path }: Line): boolean => path !== '' && !path.startsWith('$')

/** The condition that a form means; lines without a fact, and groups without a line, are left out. */
export const writeCondition = ({ join: how, parts }: ConditionForm): JsonObject => {
  const said = parts.flatMap((part): readonly (Line | LineGroup)[] => {
    if (part.kind === 'line') return isAsked(part) ? [part] : []
    const lines = part.lines.filter(isAsked)
    return lines.length === 0 ? [] : [{ ...part, lines }]
  })
  // “At least one of” nothing would hold for nobody; a form without lines asks nothing.
  if (said.length === 0) return {}
  return join(how, said.map(writePart))
}
