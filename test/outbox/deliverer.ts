import { uuidv7 } from 'uuidv7'
import { createCaller } from '../../apps/collector/src/delivery/call.ts'
import { createDelivery } from '../../apps/collector/src/delivery/delivery.ts'
import { createDestinationStore } from '../../apps/collector/src/delivery/destination-store.ts'
import { freeLeases } from '../../apps/collector/src/store/free-leases.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'

/**
 * The part of a collector that delivers, as a process of its own that starts fast and can be killed: `deliverer.ts FILE`.
 * It is in more of a hurry than a collector.
 */
const LIMITS = { timeoutMs: 250, leaseMs: 2000, firstDelayMs: 20, maxDelayMs: 100, maxPauseMs: 200 } as const

const store = openSqlite(process.argv[2] ?? '')
await freeLeases(store, 0)
const delivery = createDelivery({
  store,
  destinations: createDestinationStore({ store, now: Date.now, newId: uuidv7 }),
  people: { accountsOf: async (_, akey) => [akey] },
  caller: createCaller({ allowsPrivate: true, timeoutMs: LIMITS.timeoutMs }),
  now: Date.now,
  random: Math.random,
  origin: () => undefined,
  limits: LIMITS,
  onError: error => console.error(error),
})
delivery.wake()
process.on('SIGTERM', () => {
  delivery
    .dispose()
    .then(store.close)
    .then(() => process.exit(0))
})
// Whatever waits, it stays until it is told to go.
setInterval(() => undefined, 1000)
