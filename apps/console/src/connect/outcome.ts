import { isObject, type JsonObject } from '@fireball/core'
import { propertyText } from '../account/property-text.ts'
import { readAt } from '../program/edit.ts'

interface Tracked {
  readonly type: string
  readonly name: string
  readonly signals: readonly string[]
  readonly properties: JsonObject
}

/** Signals that say themselves what counts as success take any word. */
const readsItsOwn = (program: unknown, keys: readonly string[]): boolean => {
  const signals = readAt(program, ['signals'])
  return (
    Array.isArray(signals) &&
    signals.some(one => isObject(one) && keys.includes(String(one.key)) && one.outcome !== undefined)
  )
}

/** An outcome that is neither of the two words, as it was sent; undefined when there is nothing wrong with it. */
export const oddOutcome = (
  { type, name, signals, properties }: Tracked,
  program: unknown,
): string | undefined => {
  const { outcome } = properties
  const isReserved = signals.some(key => key.startsWith('$'))
  if (type !== 'track' || name === '' || isReserved || readsItsOwn(program, signals)) return undefined
  if (outcome === undefined || outcome === 'success' || outcome === 'failure') return undefined
  return propertyText({ outcome }).replace(/^outcome: /, '')
}
