import type { StoredView } from '@fireball/core'

/** All events of one name that met the same fate. */
export interface StoredRow {
  readonly name: string
  readonly state: StoredView['events'][number]['state']
  readonly count: number
  /** When the latest happened. */
  readonly lastAt: number
}

/** The events in lines that a person can read, the latest first. */
export const storedRows = (events: StoredView['events']): readonly StoredRow[] => {
  const rows = new Map<string, StoredRow>()
  for (const { name, state, at } of events) {
    const key = `${state} ${name}`
    const { count = 0, lastAt = 0 } = rows.get(key) ?? {}
    rows.set(key, { name, state, count: count + 1, lastAt: Math.max(lastAt, at) })
  }
  return [...rows.values()].sort((a, b) => b.lastAt - a.lastAt)
}
