import type { Driver } from './driver.ts'

const FREE = [
  'UPDATE touched SET leased_until = 0 WHERE leased_until > $1',
  'UPDATE deliveries SET leased_until = 0 WHERE leased_until > $1 AND sent_at IS NULL AND dead_at IS NULL',
  'UPDATE learning SET leased_until = 0 WHERE leased_until > $1',
  'UPDATE propensity SET leased_until = 0 WHERE leased_until > $1',
] as const

/** No lease is ever taken for longer, ms: one that ends later was taken by a clock that was ahead. */
export const LONGEST_LEASE_MS = 1_200_000

/** Ends all leases that end after an instant. */
export const freeLeases = async (store: Driver, endAfter: number): Promise<void> => {
  for (const statement of FREE) await store.run(statement, [endAfter])
}
