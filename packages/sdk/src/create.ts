import { trackDeclared } from './browser/declared.ts'
import { browserPorts } from './browser/ports.ts'
import { pageClients } from './browser/registry.ts'
import { type ClientOptions, createClient } from './client.ts'
import { createEmitter } from './emitter.ts'
import { createFacade, type Fireball } from './fireball.ts'
import type { ProgressStore } from './standing.ts'

/** How a client is set up. */
export interface FireballOptions extends ClientOptions {
  /** The collector's origin, such as `https://fireball.example.com`. */
  readonly origin: string
  /** Tells several clients with one key apart. */
  readonly name?: string | undefined
}

/**
 * Puts a client together in this page; script tag and package share it, and differ in the store of `progress`. The
 * same key and name give the same client, until it is disposed of or purged.
 */
export const createIn = <Store extends ProgressStore>(
  options: FireballOptions,
  progress: Store,
  now?: () => number,
): Fireball<Store> => {
  const { key, name = '' } = options
  const clients = pageClients<Fireball<Store>>()
  const id = `${key}:${name}`
  return clients.get(id, () => {
    const ports = browserPorts({ ...options, origin: options.origin.replace(/\/+$/, '') }, now)
    const emitter = createEmitter()
    const client = createClient(options, ports, emitter, progress)
    const fireball = createFacade(client, emitter, progress, ports.page)
    const stop = trackDeclared(fireball)
    const end =
      <Result>(act: () => Result) =>
      () => {
        stop()
        clients.remove(id)
        return act()
      }
    return { ...fireball, dispose: end(fireball.dispose), purge: end(fireball.purge) }
  })
}
