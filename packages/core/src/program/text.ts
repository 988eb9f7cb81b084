import { type JsonObject, readPath } from '../json.ts'

/** A number as people read it: 2,000. */
export const format = (value: number): string => value.toLocaleString('en-US')

/**
 * Fills `{{ user.name | there }}` from the facts; the part after `|` stands in for a missing value. The result is
 * plain text: it is only ever put into text nodes.
 */
export const fill = (template: string, facts: JsonObject): string =>
  template.replace(
    /\{\{\s*([\w.-]+)\s*(?:\|([^}]*))?\}\}/g,
    (_, path: string, instead: string | undefined) => {
      const value = readPath(facts, path)
      if (typeof value === 'number') return format(value)
      return typeof value === 'string' ? value : (instead?.trim() ?? '')
    },
  )
