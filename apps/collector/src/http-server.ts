import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

/** Bounds of what one client may hold open. */
export interface ServerLimits {
  readonly maxConnections: number
  /** Until its head is there. */
  readonly headMs: number
  /** Until the whole request is there. */
  readonly requestMs: number
  /** Between two requests. */
  readonly idleMs: number
  readonly headBytes: number
}

/** Generous for phones on bad networks, too little for who keeps sockets open on purpose. */
export const SERVER_LIMITS: ServerLimits = {
  maxConnections: 10_000,
  headMs: 10_000,
  requestMs: 30_000,
  idleMs: 65_000,
  headBytes: 16 * 1024,
}

/** The collector’s server. */
export interface HttpServer {
  listen(port: number, host: string): Promise<AddressInfo>
  /** Takes no new connections, lets the requests at hand end, and cuts off what is left after `deadlineMs`. */
  drain(deadlineMs: number): Promise<void>
}

type Handle = Parameters<typeof getRequestListener>[0]

/**
 * Serves over HTTP/1.1, with bounds on time, size and number: a client that sends a byte a second holds nothing for long.
 * `first` is asked before `handle`, and takes the requests that are its own.
 */
export const createHttpServer = (
  handle: Handle,
  limits: ServerLimits = SERVER_LIMITS,
  first?: (request: IncomingMessage, response: ServerResponse) => boolean,
): HttpServer => {
  const listener = getRequestListener(handle)
  let isDraining = false
  const open = new Set<ServerResponse>()
  // Who keeps a connection for the next request has to look for another collector.
  const isLast = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close')
  }
  const server: Server = createServer(
    {
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.idleMs,
      maxHeaderSize: limits.headBytes,
      // How often the two timeouts above are looked at.
      connectionsCheckingInterval: Math.min(5000, Math.ceil(limits.headMs / 4)),
    },
    (request, response) => {
      if (isDraining) isLast(response)
      open.add(response)
      response.on('close', () => open.delete(response))
      if (first?.(request, response) === true) return
      return listener(request, response)
    },
  )
  server.maxConnections = limits.maxConnections
  // What is no HTTP gets the shortest answer there is; the connection of who hung up none.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
    const status =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  return {
    listen: (port, host) =>
      new Promise((settle, fail) => {
        server.once('error', fail)
        server.listen(port, host, () => {
          const address = server.address()
          if (typeof address === 'object' && address !== null) settle(address)
          else fail(new Error('The server has no address'))
        })
      }),
    drain: async deadlineMs => {
      isDraining = true
      open.forEach(isLast)
      const closed = new Promise<void>(settle => server.close(() => settle()))
      server.closeIdleConnections()
      // A connection whose last answer was sent before this is idle only now.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs)
      await closed
      clearInterval(idle)
      clearTimeout(deadline)
    },
  }
}
