import { interpret } from '@fireball/core'
import { trackDeclared } from './browser/declared.ts'
import { isOwnMachine } from './browser/page.ts'
import { loadPart } from './browser/parts.ts'
import { browserPorts } from './browser/ports.ts'
import { pageClients, pageSurface } from './browser/registry.ts'
import type { Place } from './browser/tracker-ports.ts'
import { type ClientOptions, createClient } from './client.ts'
import { toLevel } from './consent.ts'
import { createEmitter, type Fault } from './emitter.ts'
import { createFacade, type Fireball } from './fireball.ts'
import type { ClientPorts } from './ports.ts'
import type { ProgressStore } from './standing.ts'

/** How a client is set up. */
export interface FireballOptions extends ClientOptions, Place {}

/**
 * Puts a client together in this page; script tag and package share it, and differ in the store of `progress`. The
 * same key and name give the same client, until it is disposed of or purged.
 */
export const createIn = <Store extends ProgressStore>(
  options: FireballOptions,
  progress: Store,
  now?: () => number,
  share?: Parameters<typeof browserPorts>[2],
  /** What goes in the place of the browser's. */
  own?: Pick<ClientPorts, 'loadWidget'>,
): Fireball<Store> => {
  const { key } = options
  const id = `${key}:${options.name ?? ''}`
  const made: Fireball<Store> = pageClients<Fireball<Store>>(id, () => {
    const origin = options.origin.replace(/\/+$/, '')
    const surface = pageSurface(id, () => client.changed())
    const ports = {
      ...browserPorts({ ...options, origin }, now, share),
      ...own,
      claim: surface.claim,
      purge: () => made.purge(),
    }
    const emitter = createEmitter()
    const client = createClient(options, ports, emitter, progress)
    const stops: (() => void)[] = []
    /** Uses a part once it is there, unless it is too late. */
    const use = async <Part>(load: () => Promise<Part>, start: (part: Part) => () => void) => {
      try {
        const part = await load()
        if (!client.isOver()) stops.push(start(part))
      } catch (detail) {
        emitter.emit('error', { code: 'no-part', detail })
      }
    }
    const fireball = createFacade(
      client,
      emitter,
      progress,
      ports.page,
      () =>
        void use(
          () => loadPart(origin, 'debug'),
          ({ inspect }) => inspect({ key, client, on: emitter.on }),
        ),
    )
    if (isOwnMachine()) {
      const said: Record<string, unknown> = {}
      const saying = loadPart(origin, 'say').then(
        ({ startSaying }) => startSaying(client, emitter.on),
        // A wrong address has nothing that could say more.
        () => (fault: Fault) => console.info(`Fireball: ${fault.code}`),
      )
      emitter.on('error', fault => {
        said[fault.code] ??= saying.then(tell => tell(fault))
      })
    }
    const { consent } = options
    if (consent !== undefined && !toLevel(consent))
      emitter.emit('error', { code: 'bad-level', detail: consent })
    const stopWaiting = emitter.on('decision', () => {
      const capture = client.program()?.capture
      if (!capture?.pages && !capture?.sessions && !capture?.struggle) return
      stopWaiting()
      void use(
        () => loadPart(origin, 'notice'),
        ({ startNoticing }) => startNoticing(capture, { client, ports, on: emitter.on, origin, interpret }),
      )
    })
    const track: typeof fireball.track = (name, properties) => {
      if (client.program()?.capture?.attributes !== false) fireball.track(name, properties)
    }
    stops.push(surface.leave, trackDeclared({ track }))
    return [
      fireball,
      () => {
        for (const stop of stops) stop()
      },
    ]
  })
  return made
}
