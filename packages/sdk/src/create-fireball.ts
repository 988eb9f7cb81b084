import { atom, type ReadableAtom } from 'nanostores'
import { isPage } from './browser/is-page.ts'
import { isPublishable } from './browser/key.ts'
import { loadWidgetFrom } from './browser/ports.ts'
import { shareId } from './browser/shared-id.ts'
import { type FireballOptions as AnyOptions, createIn } from './create.ts'
import { createDrawing, noteDrawing, type Surface } from './drawing.ts'
import type { FireballEvents, Track } from './event-map.ts'
import type { Fireball as AnyFireball } from './fireball.ts'
import { createIdle } from './idle.ts'
import { NO_PROGRESS, type Progress } from './standing.ts'

/** How a client is set up. */
export interface FireballOptions extends Omit<AnyOptions, 'widget'> {
  /**
   * What the built-in widget draws: everything (the default), nothing, or these surfaces; the host draws the rest, with
   * what `headless` or a hook says.
   */
  readonly widget?: boolean | readonly Surface[] | undefined
}

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
  const { widget, ...rest } = options
  const isDrawn = widget !== false
  const drawing = createDrawing(
    () => loadWidgetFrom(rest.origin.replace(/\/+$/, '')),
    Array.isArray(widget) ? widget : undefined,
  )
  let isAsked = false
  // A client that is there already, made by other code perhaps, asks for nothing and has its own.
  const own = {
    get loadWidget() {
      isAsked = true
      return drawing.loadWidget
    },
  }
  const isLive = isPage() && isPublishable(options.key)
  const fireball: object = isLive
    ? createIn({ ...rest, widget: isDrawn }, progress, undefined, shareId, own)
    : createIdle(progress)
  if (isDrawn && (isAsked || !isLive)) noteDrawing(fireball, drawing)
  // Its `track` takes anything; the event map narrows what may be given.
  return fireball as unknown as Fireball<Events>
}
