/** The list without its item at `index`; nothing when none is left, so that a draft keeps no empty lists. */
export const without = <Item>(list: readonly Item[], index: number): readonly Item[] | undefined => {
  const left = list.filter((_, at) => at !== index)
  return left.length === 0 ? undefined : left
}

/** The list with the item at `index` one place earlier (`by` −1) or later (1); at an end it stays. */
export const moved = <Item>(list: readonly Item[], index: number, by: -1 | 1): readonly Item[] => {
  const [item, other] = [list[index], list[index + by]]
  if (item === undefined || other === undefined) return list
  return list.map((one, at) => (at === index ? other : at === index + by ? item : one))
}

/** `start`, or with the first free number behind it, so that no two have the same key. */
export const freeKey = (start: string, taken: readonly unknown[]): string => {
  if (!taken.includes(start)) return start
  const base = start.replace(/-\d+$/, '')
  for (let count = 2; ; count++) if (!taken.includes(`${base}-${count}`)) return `${base}-${count}`
}
