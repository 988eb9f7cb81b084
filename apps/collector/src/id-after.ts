const LAST = 0xffff_ffff_ffff

/** A UUID of version 7 that sorts after another one: its millisecond and one more, the rest of `id`. */
const following = (earlier: string, id: string): string => {
  const ms = Math.min(LAST, Number.parseInt(earlier.replaceAll('-', '').slice(0, 12), 16) + 1)
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}${id.slice(13)}`
}

/**
 * The id, or where it does not sort after an earlier one, because the clock was set back since, one that does. Ids are
 * UUIDs of version 7; others are left as they are.
 */
export const idAfter = (id: string, earlier: string | undefined): string =>
  earlier === undefined ||
  id > earlier ||
  !/^[\da-f]{8}-[\da-f]{4}-7/.test(id) ||
  !/^[\da-f]{8}-[\da-f]{4}-7/.test(earlier)
    ? id
    : following(earlier, id)

/** Ids each of which sorts after all that were made before, whatever the clock does. */
export const createIds = (make: () => string): (() => string) => {
  let last: string | undefined
  return () => {
    last = idAfter(make(), last)
    return last
  }
}
