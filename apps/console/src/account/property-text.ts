import type { JsonObject } from '@fireball/core'

const MAX = 160

/** Properties on one line: `outcome: success, context: report-7`; long ones are cut. */
export const propertyText = (properties: JsonObject): string => {
  const text = Object.entries(properties)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
  return text.length > MAX ? `${text.slice(0, MAX - 1)}…` : text
}
