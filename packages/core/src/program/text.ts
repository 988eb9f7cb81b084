import { type JsonObject, readPath } from '../json.ts'

/**
 * Fills `{{ user.name | there }}` from the facts; the part after `|` stands in for a missing value. The result is
 * plain text: it is only ever put into text nodes.
 */
export const fill = (template: string, facts: JsonObject): string =>
  template.replace(
    /\{\{\s*([\w.-]+)\s*(?:\|([^}]*))?\}\}/g,
    (_, path: string, instead: string | undefined) => {
      const value = readPath(facts, path)
      return typeof value === 'string' || typeof value === 'number' ? `${value}` : (instead?.trim() ?? '')
    },
  )
