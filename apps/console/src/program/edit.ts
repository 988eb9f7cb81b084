import { isObject } from '@fireball/core'

/** Keys and indexes down to a place in a JSON value. */
export type Path = readonly (string | number)[]

const isEmpty = (value: unknown): boolean =>
  value === undefined || (isObject(value) && Object.keys(value).length === 0)

/**
 * A copy with `value` at `path`; objects on the way are made. `undefined` takes the key away, and with it the objects
 * that it leaves empty, so that a cleared form leaves no `"caps": {}` behind.
 */
export const editAt = (root: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(root)) return root.map((item, i) => (i === key ? editAt(item, rest, value) : item))
  const object = isObject(root) ? root : {}
  const inner = editAt(object[key], rest, value)
  if (!isEmpty(inner) || (rest.length === 0 && inner !== undefined)) return { ...object, [key]: inner }
  const { [key]: _gone, ...others } = object
  return others
}

/** What lies at `path`; `undefined` when absent. Own keys only. */
export const readAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    root,
  )
