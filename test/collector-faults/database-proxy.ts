import { connect, createServer, type Server, type Socket } from 'node:net'

/** How the way to a database is: `open`; `silent` takes connections and lets nothing through; `closed` refuses them. */
export type Way = 'open' | 'silent' | 'closed'

/** A way to a database that can be made bad. */
export interface DatabaseProxy {
  /** The address of the database, by this way. */
  readonly address: string
  /** Changes the way, for what is connected as well: a closed one cuts it. */
  set(way: Way): Promise<void>
  /** From now on each packet takes so long in each direction, ms. */
  delay(ms: number): void
  close(): Promise<void>
}

/** Stands between a collector and the PostgreSQL server at an address. */
export const startDatabaseProxy = async (database: string): Promise<DatabaseProxy> => {
  const url = new URL(database)
  const target = { host: url.hostname, port: Number(url.port) }
  const sockets = new Set<Socket>()
  let way: Way = 'open'
  let delayMs = 0
  const pass = (from: Socket, to: Socket): void => {
    from.on('data', chunk => {
      if (way !== 'open') return
      if (delayMs === 0) to.write(chunk)
      else setTimeout(() => to.destroyed || to.write(chunk), delayMs)
    })
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    from.on('error', () => undefined) // `close` follows
    sockets.add(from)
  }
  const take = (near: Socket): void => {
    const far = connect(target)
    pass(near, far)
    pass(far, near)
  }
  let server: Server = createServer(take)
  const listen = (port: number): Promise<void> =>
    new Promise((settle, fail) => {
      server = createServer(take)
      server.once('error', fail)
      server.listen(port, '127.0.0.1', settle)
    })
  const shut = (): Promise<void> =>
    new Promise(settle => {
      server.close(() => settle())
      for (const socket of sockets) socket.destroy()
    })
  await listen(0)
  const at = server.address()
  const port = typeof at === 'object' && at !== null ? at.port : 0
  url.hostname = '127.0.0.1'
  url.port = `${port}`
  return {
    address: url.href,
    set: async next => {
      if (next === 'closed' && way !== 'closed') await shut()
      if (next !== 'closed' && way === 'closed') await listen(port)
      way = next
    },
    delay: ms => {
      delayMs = ms
    },
    close: async () => {
      if (way !== 'closed') await shut()
    },
  }
}
