import { isObject, type JsonObject, RESERVED } from '@fireball/core'
import { readAt } from '../program/edit.ts'

const ABOUT_A_FEATURE: readonly string[] = [
  RESERVED.featureLocked,
  RESERVED.quotaUsed,
  RESERVED.struggled,
  RESERVED.helpAsked,
]

/** Keys of the features of a program or draft, which may hold anything. */
export const featureKeys = (program: unknown): readonly unknown[] => {
  const features = readAt(program, ['features'])
  return Array.isArray(features) ? features.filter(isObject).map(one => one.key) : []
}

interface Named {
  readonly name: string
  readonly properties: JsonObject
}

/** The feature that a lock, a limit or a question names and the program does not have: nothing comes of it. */
export const undeclaredFeature = (
  { name, properties: { feature } }: Named,
  declared: readonly unknown[],
): string | undefined =>
  ABOUT_A_FEATURE.includes(name) &&
  typeof feature === 'string' &&
  feature !== '' &&
  !declared.includes(feature)
    ? feature
    : undefined

/** All such features of some events, each once. */
export const undeclaredFeatures = (
  events: readonly Named[],
  declared: readonly unknown[],
): readonly string[] => [...new Set(events.flatMap(one => undeclaredFeature(one, declared) ?? []))]

/** A name for a feature of which only the key is known: `secret-thing` → `Secret thing`. */
export const nameOfKey = (key: string): string => {
  const words = key.replaceAll(/[-_.]+/g, ' ').trim()
  return words === '' ? key : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
