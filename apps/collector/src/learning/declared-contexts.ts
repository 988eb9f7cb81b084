import { hash53, isObject, type Program, type Signal } from '@fireball/core'

/** The literal values that a condition compares one path with. */
const literals = (condition: unknown, path: string): readonly string[] => {
  if (Array.isArray(condition)) return condition.flatMap(one => literals(one, path))
  if (!isObject(condition)) return []
  return Object.entries(condition).flatMap(([key, value]) => {
    if (key.startsWith('$')) return literals(value, path)
    if (key !== path) return []
    if (typeof value === 'string') return [value]
    if (!isObject(value)) return []
    const { $eq, $in } = value
    return [$eq, ...(Array.isArray($in) ? $in : [])].filter(one => typeof one === 'string')
  })
}

const ofSignal = ({ where, context = {} }: Signal): readonly string[] =>
  context.buckets === undefined
    ? literals(where, context.path ?? 'properties.context').map(hash53)
    : Array.from({ length: Math.min(context.buckets, 10_000) }, (_, i) => `b${i}`)

/** Hashes of the contexts that the program itself names: what a signal's condition compares with, and its buckets. */
export const declaredContexts = ({ signals }: Pick<Program, 'signals'>): ReadonlySet<string> =>
  new Set(signals.flatMap(ofSignal))
