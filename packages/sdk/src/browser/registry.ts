const CLIENTS = Symbol.for('fireball.clients')

/**
 * The clients of this page by key and name: asked for twice, also by another copy of this code, a client is made once,
 * because two would write over each other. `remove` makes room for a new one.
 */
export const pageClients = <Client>(page: Window = window) => {
  const clients: Map<string, Client> = Reflect.get(page, CLIENTS) ?? new Map()
  Object.defineProperty(page, CLIENTS, { value: clients, configurable: true })
  return {
    get: (name: string, make: () => Client): Client => {
      const client = clients.get(name) ?? make()
      clients.set(name, client)
      return client
    },
    remove: (name: string) => clients.delete(name),
  }
}
