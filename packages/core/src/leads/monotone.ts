import { isObject } from '../json.ts'

/** What only ever grows as events come in. */
const GROWING = /^(events\.[^.]+\.(count|success|failure|contexts|days)|account\.users)$/
/** What changes with the clock, or the other way. */
const MOVING = /^events\./
const CLOCK = /"\$(ago|within)"/

/**
 * Whether a condition that once held holds ever after, whatever events come in and however late it gets; false where
 * that cannot be told. Traits count as they are now, so they do not move.
 */
export const isMonotone = (condition: unknown): boolean =>
  isObject(condition) &&
  Object.entries(condition).every(([path, operand]) => {
    if (path === '$and' || path === '$or') return Array.isArray(operand) && operand.every(isMonotone)
    if (path.startsWith('$')) return false
    if (GROWING.test(path))
      return (
        isObject(operand) &&
        Object.entries(operand).every(
          ([operator, least]) => (operator === '$gte' || operator === '$gt') && typeof least === 'number',
        )
      )
    return !MOVING.test(path) && !CLOCK.test(JSON.stringify(operand))
  })
