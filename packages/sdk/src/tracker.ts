import { isPage } from './browser/is-page.ts'
import { isPublishable } from './browser/key.ts'
import { shareId } from './browser/shared-id.ts'
import type { Place } from './browser/tracker-ports.ts'
import { createTrackerIn } from './create-tracker.ts'
import type { Tracker } from './surface.ts'
import type { TrackerOptions as Options } from './tracking.ts'

export type { Consent, ConsentLevel } from './consent.ts'
export type { Fault, Handler, Happenings } from './emitter.ts'
export type { Tracker } from './surface.ts'

/** How a tracker is set up. */
export interface TrackerOptions extends Options, Place {}

const nothing = () => {}
const later = () => Promise.resolve()

const IDLE: Tracker = {
  on: () => nothing,
  off: nothing,
  identify: nothing,
  group: nothing,
  track: nothing,
  page: nothing,
  alias: nothing,
  reset: nothing,
  consent: () => 'local',
  before: nothing,
  clock: nothing,
  flush: later,
  purge: later,
  dispose: nothing,
}

/**
 * Starts a tracker in a page: it records, keeps and sends events, and knows nothing of progress and prompts. On a server,
 * and with a secret key, nothing is started, and every method does nothing.
 *
 * @example
 * const tracker = createTracker({ key: 'pk_live_…', origin: 'https://fireball.example.com', consent: 'full' })
 * tracker.track('Report Built', { outcome: 'success', context: 'sales' })
 */
export const createTracker = (options: TrackerOptions): Tracker =>
  isPage() && isPublishable(options.key) ? createTrackerIn(options, undefined, shareId) : IDLE
