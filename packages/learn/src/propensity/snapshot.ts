import type { Values } from './account-values.ts'

/** One account at the end of one day before it converted, and what came of it. */
export interface Snapshot {
  readonly account: string
  /** UTC day number. */
  readonly day: number
  readonly values: Values
  /** Converted within the horizon after that day. */
  readonly isHit: boolean
  /** What was in use said then, or would have: 0–1. */
  readonly odds: number
}

/** Snapshots as numbers: one row each, a column a feature. */
export interface Table {
  readonly features: readonly string[]
  readonly count: number
  readonly values: Float64Array
  readonly isHit: Uint8Array
}

/** Lays snapshots out by the given features. */
export const tableOf = (snapshots: readonly Snapshot[], features: readonly string[]): Table => {
  const width = features.length
  const values = new Float64Array(snapshots.length * width)
  const isHit = new Uint8Array(snapshots.length)
  snapshots.forEach((one, i) => {
    isHit[i] = one.isHit ? 1 : 0
    features.forEach((feature, k) => {
      values[i * width + k] = one.values[feature] ?? 0
    })
  })
  return { features, count: snapshots.length, values, isHit }
}

/** A feature that fewer snapshots have says nothing that would last. */
const FEWEST = 10
const FEWEST_SHARE = 0.005

/** Features that differ between snapshots, and that enough of them have; in order of their names. */
export const featuresIn = (snapshots: readonly Snapshot[]): readonly string[] => {
  const seen = new Map<string, { with: number; first: number; differs: boolean }>()
  snapshots.forEach(({ values }, i) => {
    for (const [feature, value] of Object.entries(values)) {
      const known = seen.get(feature)
      if (known === undefined)
        seen.set(feature, { with: value === 0 ? 0 : 1, first: value, differs: i > 0 && value !== 0 })
      else {
        if (value !== 0) known.with++
        if (value !== known.first) known.differs = true
      }
    }
  })
  const enough = Math.max(FEWEST, FEWEST_SHARE * snapshots.length)
  return [...seen]
    .filter(([, one]) => one.differs && one.with >= enough)
    .map(([feature]) => feature)
    .sort()
}
