const CLIENTS = Symbol.for('fireball.clients')
const SURFACE = Symbol.for('fireball.surface')

/** What all copies of this code in a page share under a name. */
const shared = <Value>(page: Window, name: symbol, make: () => Value): Value => {
  const value: Value = Reflect.get(page, name) ?? make()
  Object.defineProperty(page, name, { value, configurable: true })
  return value
}

interface Ending {
  dispose(): void
  purge(): Promise<void>
}

/**
 * The clients of this page by key and name: asked for twice, also by another copy of this code, a client is made once,
 * because two would write over each other. One that has ended makes room for a new one. `make` gives a client and what
 * else has to stop with it.
 */
export const pageClients = <Client extends Ending>(
  name: string,
  make: () => readonly [client: Client, stop: () => void],
  page: Window = window,
): Client => {
  const clients = shared(page, CLIENTS, () => new Map<string, Client>())
  const known = clients.get(name)
  if (known) return known
  const [client, stop] = make()
  const end =
    <Result>(act: () => Result) =>
    () => {
      stop()
      clients.delete(name)
      return act()
    }
  const made = { ...client, dispose: end(client.dispose), purge: end(client.purge) }
  clients.set(name, made)
  return made
}

/**
 * The page's one surface that asks for attention, for all its clients: who shows something on it keeps the others
 * waiting. `then` is called when another client has given it up.
 */
export const pageSurface = (name: string, then: () => void, page: Window = window) => {
  const surface = shared(page, SURFACE, () => ({ holder: '', waiting: new Map<string, () => void>() }))
  const claim = (wants: boolean): boolean => {
    const { holder, waiting } = surface
    if (holder !== '' && holder !== name) return false
    surface.holder = wants ? name : ''
    if (holder && !wants) for (const [other, act] of waiting) if (other !== name) act()
    return true
  }
  surface.waiting.set(name, then)
  return {
    /** Takes or gives up the surface; whether it is this client's to use. */
    claim,
    leave() {
      surface.waiting.delete(name)
      claim(false)
    },
  }
}
