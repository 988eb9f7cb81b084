import type { Driver } from './driver.ts'

const FREE = [
  'UPDATE touched SET leased_until = 0 WHERE leased_until > 0',
  'UPDATE deliveries SET leased_until = 0 WHERE leased_until > 0 AND sent_at IS NULL AND dead_at IS NULL',
] as const

/** Ends all leases: for a store that one process at a time writes, when that process begins. */
export const freeLeases = async (store: Driver): Promise<void> => {
  for (const statement of FREE) await store.run(statement)
}
