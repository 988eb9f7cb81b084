import type { Fireball } from './fireball.ts'

/** A client where there is no page, on a server: every method does nothing, and nothing is known. */
export const createIdle = <Store>(progress: Store): Fireball<Store> => {
  const nothing = () => {}
  const later = () => Promise.resolve(undefined)
  return {
    progress,
    on: () => nothing,
    off: nothing,
    identify: nothing,
    group: nothing,
    track: nothing,
    page: nothing,
    alias: nothing,
    reset: nothing,
    feature: () => ({ state: 'open', ready: false, missing: [] }),
    hitLock: nothing,
    quota: nothing,
    consent: () => 'local',
    ask: later,
    explain: () => ({ held: [] }),
    before: nothing,
    clock: nothing,
    debug: nothing,
    onNavigate: nothing,
    flush: later,
    purge: later,
    dispose: nothing,
  }
}
