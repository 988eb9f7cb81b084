import { isObject } from '@fireball/core'

type Loose = Readonly<Record<string, unknown>>

/** What others answer, where it is JSON; undefined when it was cut off, or is none. */
export const parseAnswer = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // then nothing is known of what was asked
  }
}

/** The objects of a list. */
export const objectsIn = (value: unknown): readonly Loose[] =>
  Array.isArray(value) ? value.filter(isObject) : []

/** The objects of a list that a value holds by name. */
export const listIn = (value: unknown, name: string): readonly Loose[] =>
  objectsIn(isObject(value) ? value[name] : undefined)

/** A text that a value holds by name; `''` when there is none. */
export const textIn = (value: unknown, name: string): string => {
  const text = isObject(value) ? value[name] : undefined
  return typeof text === 'string' ? text : ''
}
