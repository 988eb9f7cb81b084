import { isObject, type Json, type JsonObject, readPath } from '@fireball/core'
import type { ValueRule } from './mapping.ts'

/** One row: columns of a CSV file as text, or an NDJSON object; rows looked up elsewhere stand under their names. */
export type LogRow = JsonObject

/** What a row holds under a column's name, else at that path; `undefined` when absent or empty. */
export const readColumn = (row: LogRow, column: string): Json | undefined => {
  const value = Object.hasOwn(row, column) ? row[column] : (readPath(row, column) as Json | undefined)
  return value === '' || value === null ? undefined : value
}

/** A column as text, for ids and templates. */
export const readText = (row: LogRow, column: string): string | undefined => {
  const value = readColumn(row, column)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim() || undefined
    : undefined
}

/** A column as a number; `undefined` when it is empty or is none. */
export const readNumber = (row: LogRow, column: string): number | undefined => {
  const text = readText(row, column)
  const number = text === undefined ? NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

const YES = ['true', 't', 'yes', 'y', '1']
const NO = ['false', 'f', 'no', 'n', '0']

const readBoolean = (row: LogRow, column: string): boolean | undefined => {
  const text = readText(row, column)?.toLowerCase()
  return text === undefined ? undefined : YES.includes(text) ? true : NO.includes(text) ? false : undefined
}

const readAs = (
  row: LogRow,
  column: string,
  as: 'text' | 'number' | 'boolean' | undefined,
): Json | undefined => {
  if (as === undefined) return readColumn(row, column)
  return as === 'text'
    ? readText(row, column)
    : as === 'number'
      ? readNumber(row, column)
      : readBoolean(row, column)
}

/** Fills `{column}`; nothing when one of the columns is empty. */
const fillText = (row: LogRow, template: string): string | undefined => {
  let isWhole = true
  const filled = template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const text = readText(row, column)
    if (text === undefined) isWhole = false
    return text ?? ''
  })
  return isWhole ? filled : undefined
}

/** What a rule gives for a row; `undefined` leaves the property out. */
export const readValue = (row: LogRow, rule: ValueRule): Json | undefined => {
  if (!isObject(rule)) return rule
  if ('text' in rule) return fillText(row, rule.text)
  const { column, as, map, successFrom } = rule
  if (map !== undefined) {
    const text = readText(row, column)
    return text !== undefined && Object.hasOwn(map, text) ? map[text] : undefined
  }
  if (successFrom !== undefined) {
    const number = readNumber(row, column)
    return number === undefined ? undefined : number >= successFrom ? 'success' : 'failure'
  }
  return readAs(row, column, as)
}
