import type { Driver } from './store/driver.ts'
import { freeLeases, LONGEST_LEASE_MS } from './store/free-leases.ts'

/** Less is a clock that is being kept right. */
const TOLERATED_MS = 5000

const SOONER = `UPDATE deliveries SET due_at = CASE WHEN due_at - $2 < $1 THEN $1 ELSE due_at - $2 END
  WHERE due_at > $1 AND sent_at IS NULL AND dead_at IS NULL`

/**
 * Notices that the clock was set back, and puts right what stands in the store by the time that was: leases that would
 * hold an account for as long as the clock went back, and messages that would wait so much longer to be sent again.
 * Answers how far it went back, ms; 0 when it did not.
 */
export const createClockWatch = (store: Driver, now: () => number): (() => Promise<number>) => {
  let last = now()
  return async () => {
    const at = now()
    const back = last - at
    last = at
    if (back <= TOLERATED_MS) return 0
    await freeLeases(store, at + LONGEST_LEASE_MS)
    await store.run(SOONER, [at, back])
    return back
  }
}
