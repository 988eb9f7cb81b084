import { trackDeclared } from './browser/declared.ts'
import { thisPage } from './browser/page.ts'
import { loadPart } from './browser/parts.ts'
import { pageClients } from './browser/registry.ts'
import { type Place, trackerPorts } from './browser/tracker-ports.ts'
import { createEmitter } from './emitter.ts'
import { createGuard, createSurface, type Tracker } from './surface.ts'
import { createTracking, type TrackerOptions } from './tracking.ts'

/** Puts a tracker together in this page. The same key and name give the same one, until it is disposed of or purged. */
export const createTrackerIn = (
  given: TrackerOptions & Place,
  now?: () => number,
  share?: Parameters<typeof trackerPorts>[2],
): Tracker =>
  pageClients<Tracker>(`${given.key}:${given.name ?? ''}`, () => {
    const options = { ...given, origin: given.origin.replace(/\/+$/, '') }
    const emitter = createEmitter()
    const tracking = createTracking(options, trackerPorts(options, now, share), emitter)
    const surface = createSurface(tracking, emitter, thisPage, createGuard(tracking, emitter))
    let isAsked = false
    tracking.plug({
      // Only a level that needs the program makes a tracker fetch it.
      held() {
        if (isAsked) return
        isAsked = true
        void (async () => {
          try {
            await (await loadPart(options.origin, 'names')).plugNames(tracking, options)
          } catch {
            isAsked = false // offline, perhaps: the next event asks again
          }
        })()
      },
    })
    tracking.start()
    return [surface, trackDeclared(surface)]
  })
