import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { Contestant, Sent } from './contestant.ts'

/** What happens to requests that carry events; everything else passes, except where nothing listens. */
export type Fault =
  | { readonly kind: 'up'; readonly latencyMs?: number }
  /** Answers without passing on. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterS?: number }
  /** Nothing listens: connection refused. */
  | { readonly kind: 'refuse' }
  /** Takes the request and hangs up. */
  | { readonly kind: 'hang-up' }
  /** Passes the request on, and hangs up instead of answering. */
  | { readonly kind: 'lose-answer' }
  /** Holds each request for so long, then passes it on. */
  | { readonly kind: 'stall'; readonly stallMs: number }

/** A request with events as it came. */
export interface Arrival {
  readonly at: number
  readonly bytes: number
  readonly plainBytes: number
  readonly body: Buffer
  readonly events: readonly Sent[]
  /** 0 while there is no answer; what came of it is written here. */
  status: number
  /** When the answer had left for the page. */
  answeredAt?: number
}

/** What stands between a page and its collector: it passes on, fails as told, and writes down. */
export interface Gate {
  readonly origin: string
  readonly arrivals: readonly Arrival[]
  preflights(): number
  fault(next: Fault): Promise<void>
  close(): Promise<void>
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

const isGzip = (body: Buffer) => body[0] === 0x1f && body[1] === 0x8b

const plain = (body: Buffer): Buffer => {
  try {
    return isGzip(body) ? gunzipSync(body) : body
  } catch {
    return body // cut off on the way: what it holds is nobody's
  }
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
}

/** Passes a request on; 502 when there is nobody. */
const forward = (origin: string, request: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise(settle => {
    const { host: _, connection: __, ...headers } = request.headers
    const sent = httpRequest(
      `${origin}${request.url}`,
      { method: request.method ?? 'GET', headers, agent: false },
      response => {
        read(response).then(
          content => settle({ status: response.statusCode ?? 502, headers: response.headers, body: content }),
          () => settle({ status: 502, headers: {}, body: Buffer.alloc(0) }),
        )
      },
    )
    sent.once('error', () => settle({ status: 502, headers: {}, body: Buffer.alloc(0) }))
    sent.end(body)
  })

const OPEN: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After, ETag',
  'cross-origin-resource-policy': 'cross-origin',
}

/** `collector` is asked anew for each request: it may have been restarted elsewhere. */
export const openGate = async (
  contestant: Contestant,
  collector: () => string | undefined,
): Promise<Gate> => {
  const arrivals: Arrival[] = []
  let preflights = 0
  let fault: Fault = { kind: 'up' }
  let port = 0
  let sockets = new Set<Socket>()

  const answerOf = async (request: IncomingMessage, body: Buffer): Promise<Answer> => {
    const own = contestant.reply?.(request, body)
    if (own) return { status: own.status, headers: own.headers, body: Buffer.from(own.body) }
    const origin = collector()
    return origin === undefined
      ? { status: 502, headers: {}, body: Buffer.alloc(0) }
      : forward(origin, request, body)
  }

  const send = (response: ServerResponse, { status, headers, body }: Answer, arrival?: Arrival) => {
    const { 'transfer-encoding': _, connection: __, 'content-length': ___, ...rest } = headers
    // Rivals send with credentials, which a star does not allow.
    const cors = contestant.cors ? contestant.cors(response.req) : OPEN
    for (const [name, value] of Object.entries({ ...rest, ...cors }))
      if (value !== undefined) response.setHeader(name, value)
    response.writeHead(status)
    response.end(body, () => {
      if (!arrival) return
      arrival.status = status
      arrival.answeredAt = performance.now()
    })
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'OPTIONS') {
      preflights++
      return send(response, await answerOf(request, Buffer.alloc(0)))
    }
    const body = await read(request)
    const content = plain(body)
    const events = contestant.decode(request, content)
    if (events === undefined) return send(response, await answerOf(request, body))
    const arrival: Arrival = {
      at: performance.now(),
      bytes: body.length,
      plainBytes: content.length,
      body: content,
      events,
      status: 0,
    }
    arrivals.push(arrival)
    const now = fault
    if (now.kind === 'hang-up' || now.kind === 'refuse') return void response.destroy()
    if (now.kind === 'status') {
      const { status, retryAfterS } = now
      const headers = retryAfterS === undefined ? {} : { 'retry-after': `${retryAfterS}` }
      return send(response, { status, headers, body: Buffer.from('{"success":false}') }, arrival)
    }
    const pauseMs = now.kind === 'stall' ? now.stallMs : now.kind === 'up' ? (now.latencyMs ?? 0) : 0
    if (pauseMs > 0) await new Promise(settle => setTimeout(settle, pauseMs))
    const answer = await answerOf(request, body)
    if (now.kind === 'lose-answer') {
      arrival.status = -answer.status
      return void response.destroy()
    }
    if (response.destroyed) {
      arrival.status = -answer.status
      return
    }
    return send(response, answer, arrival)
  }

  const listen = async () => {
    const next = createServer((request, response) => {
      response.on('error', () => {})
      serve(request, response).catch(() => response.destroy())
    })
    next.on('connection', socket => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((settle, fail) => {
      next.once('error', fail)
      next.listen(port, '127.0.0.1', settle)
    })
    port = (next.address() as AddressInfo).port
    return next
  }
  const stop = async () => {
    const closed = new Promise(settle => server?.close(settle))
    for (const socket of sockets) socket.destroy()
    sockets = new Set()
    await closed
    server = undefined
  }
  let server: Awaited<ReturnType<typeof listen>> | undefined = await listen()

  return {
    origin: `http://127.0.0.1:${port}`,
    arrivals,
    preflights: () => preflights,
    async fault(next) {
      fault = next
      if (next.kind === 'refuse') {
        if (server) await stop()
      } else server ??= await listen()
    },
    async close() {
      if (server) await stop()
    },
  }
}
