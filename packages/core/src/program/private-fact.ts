import { isObject } from '../json.ts'

/** Facts that only a collector has. */
const PRIVATE_FACTS: readonly string[] = ['lead', 'engagement', 'propensity', 'communication', 'ability']

/** Whether a condition reads, at any depth, a fact that no browser may know. */
export const isPrivate = (condition: unknown): boolean =>
  Array.isArray(condition)
    ? condition.some(isPrivate)
    : isObject(condition) &&
      Object.entries(condition).some(
        ([key, inner]) => PRIVATE_FACTS.includes(key.split('.')[0] ?? '') || isPrivate(inner),
      )
