import type { TrackerPorts } from '../ports.ts'
import { isActive } from './active.ts'
import { createClock, createTime } from './clock.ts'
import { createLocks } from './locks.ts'
import { createMemory } from './memory.ts'
import { listenTo, privacySignalOf } from './page.ts'
import type { shareId } from './shared-id.ts'
import { createDatabase, createNotes } from './storage.ts'
import { createTransport } from './transport.ts'

/** Where a client of this page is, and which of several. */
export interface Place {
  /** The collector's address, or that of a proxy before it, such as `https://fireball.example.com`. */
  readonly origin: string
  readonly key: string
  /** Tells several clients with one key apart. */
  readonly name?: string | undefined
  /** `memory`: nothing is stored, and all of it ends with the page. */
  readonly storage?: string | undefined
  /** Such as `.example.com`: its subdomains share one anonymous id, in a cookie. Without it there are no cookies. */
  readonly cookieDomain?: string | undefined
}

/** The real world of one tracker; storage and locks are named by key and name. */
export const trackerPorts = (
  { origin, key, name = '', storage, cookieDomain }: Place,
  clock = createClock(),
  /** How subdomains share an id, where they are to. */
  share?: typeof shareId,
): TrackerPorts => {
  const database = `fireball:${key}:${name}`
  const prefix = `${database}:`
  const isMemory = storage === 'memory'
  const kept = isMemory
    ? createMemory()
    : { notes: createNotes(prefix, window), store: createDatabase(database) }
  return {
    ...createTransport(origin),
    ...kept,
    notes: cookieDomain && share ? share(kept.notes, key, cookieDomain, document) : kept.notes,
    ...createTime(clock),
    random: Math.random,
    wait(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    path: () => location.pathname,
    isOnline: () => navigator.onLine !== false && isActive(),
    privacySignal: () => privacySignalOf(navigator),
    // What only this page knows no other can send.
    lock: createLocks(prefix, isMemory ? undefined : navigator.locks),
    listen: listener => listenTo(window, prefix, listener),
    whenActive: then =>
      isActive() ? then() : document.addEventListener('prerenderingchange', then, { once: true }),
  }
}
