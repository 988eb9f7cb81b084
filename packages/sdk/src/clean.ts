import { isObject, type Json, type JsonObject } from '@fireball/core'

/** What of a host's value is copied; beyond it values are left out, or cut. */
export const CLEAN_LIMITS = { depth: 20, values: 2000, characters: 10_000 } as const

const isNode = (value: object): boolean => 'nodeType' in value && 'ownerDocument' in value

/**
 * A copy of any JavaScript value as JSON can carry it; `undefined` for what it cannot: functions, symbols, DOM nodes,
 * cycles, getters and proxies that throw. A BigInt becomes text. Never throws, never runs long.
 */
export const clean = (root: unknown): Json | undefined => {
  let left: number = CLEAN_LIMITS.values
  const copy = (value: unknown, above: readonly object[]): Json | undefined => {
    if (left-- < 1) return
    switch (typeof value) {
      case 'string':
        return value.slice(0, CLEAN_LIMITS.characters)
      case 'bigint':
        return `${value}`
      case 'boolean':
        return value
      case 'number':
        return Number.isFinite(value) ? value : undefined
      case 'object':
        try {
          return value && copyObject(value, above)
        } catch {
          // The host's own code threw: this value is left out, its neighbours stay.
        }
    }
    return
  }
  const copyObject = (value: object, above: readonly object[]): Json | undefined => {
    if (above.includes(value) || above.length > CLEAN_LIMITS.depth || isNode(value)) return
    const path = [...above, value]
    if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), path)
    if (Array.isArray(value)) {
      const list: Json[] = []
      for (const item of value) {
        if (left < 1) break
        list.push(copy(item, path) ?? null)
      }
      return list
    }
    const object: Record<string, Json> = {}
    for (const key of Object.keys(value)) {
      if (left < 1) break
      if (key === '__proto__') continue
      let inner: Json | undefined
      try {
        inner = copy(Reflect.get(value, key), path)
      } catch {
        // A getter that throws: see above.
      }
      if (inner !== undefined) object[key] = inner
    }
    return object
  }
  return copy(root, [])
}

/** The clean copy of what should be an object; anything else is an empty one. */
export const cleanObject = (value: unknown): JsonObject => {
  const copy = clean(value)
  return isObject(copy) ? (copy as JsonObject) : {}
}

/** An id or a name: 1–255 characters, none of them a control character; a number becomes text, all else `undefined`. */
export const cleanName = (value: unknown): string | undefined => {
  const name = typeof value === 'number' ? `${value}` : value
  return typeof name === 'string' && /^\P{Cc}{1,255}$/u.test(name) && name.length < 256 ? name : undefined
}
