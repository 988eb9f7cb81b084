/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object: its keys are data, so an absent one reads as `undefined`. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether a value is an object or a list. */
export const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether a value is an object that is neither null nor a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isContainer(value) && !Array.isArray(value)

/** What an object or a list holds under its own `key`; `undefined` when absent, inherited, or `value` is neither. */
export const readKey = (value: unknown, key: string): unknown =>
  isContainer(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

/**
 * What lies at a dotted path (`properties.items.0.name`, `properties.items.length`); `undefined` when absent.
 * Own properties only: `constructor` and `__proto__` are absent. A key that holds a dot cannot be named.
 */
export const readPath = (value: unknown, path: string): unknown => path.split('.').reduce(readKey, value)
