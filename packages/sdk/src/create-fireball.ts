import { atom, type ReadableAtom } from 'nanostores'
import { isPage } from './browser/is-page.ts'
import { isPublishable } from './browser/key.ts'
import { shareId } from './browser/shared-id.ts'
import { createIn, type FireballOptions } from './create.ts'
import type { FireballEvents, Track } from './event-map.ts'
import type { Fireball as AnyFireball } from './fireball.ts'
import { createIdle } from './idle.ts'
import { NO_PROGRESS, type Progress } from './standing.ts'

/** The client of a page; `progress` is a nanostore, `track` knows the events of your `FireballEvents`. */
export type Fireball<Events = FireballEvents> = Omit<AnyFireball<ReadableAtom<Progress>>, 'track'> & {
  /**
   * Something happened: `outcome` is `success` or `failure`, `context` a stable id of what it was done on. A
   * `timestamp` (epoch ms, a Date, or ISO 8601) says that it happened earlier than now.
   */
  readonly track: Track<Events>
}

/**
 * Starts Fireball in a page. In effect at once: calls are kept while what is stored is being read. On a server, and
 * with a secret key, nothing is started, and every method does nothing.
 *
 * @example
 * const fireball = createFireball({ key: 'pk_live_…', origin: 'https://fireball.example.com', consent: 'full' })
 * fireball.identify('user-1')
 * fireball.track('Report Built', { outcome: 'success', context: 'sales' })
 */
export const createFireball = <Events = FireballEvents>(options: FireballOptions): Fireball<Events> => {
  const progress = atom(NO_PROGRESS)
  const fireball: unknown =
    isPage() && isPublishable(options.key)
      ? createIn(options, progress, undefined, shareId)
      : createIdle(progress)
  // Its `track` takes anything; the event map narrows what may be given.
  return fireball as Fireball<Events>
}
