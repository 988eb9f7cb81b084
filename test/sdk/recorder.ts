import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type FireballEvent, parseEnvelope, parseMessage } from '@fireball/core'
import { root } from '../../scripts/run.ts'
import { deaf, kites, noticing, quiet } from './program.ts'

/** A request for events as it arrived. */
export interface Received {
  readonly events: readonly FireballEvent[]
  readonly status: number
  readonly at: number
  readonly handshake: unknown
}

/** How the next request for events is answered; `hang up` gives no answer at all. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'hang up'

const SDK = join(root, 'packages/sdk/dist')
const WIDGET = join(root, 'packages/widget/dist')

const read = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  const body = Buffer.concat(parts)
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString()
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A collector that only writes down what reaches it, and a host page on another origin. */
export const startRecorder = async () => {
  const received: Received[] = []
  const requests: string[] = []
  const stored = new Map<string, FireballEvent>()
  let copies = 0
  let replies: Reply[] = []
  let answer: Record<string, unknown> = {}
  let pageHeaders: Record<string, string> = {}
  /** Begins the path of all that belongs to this test: what one before left to the browser may arrive by now. */
  let turn = 0

  const collect = (body: string, response: ServerResponse) => {
    const envelope = parseEnvelope(JSON.parse(body))
    const reply = replies.shift() ?? { status: 200 }
    const events = envelope.ok
      ? envelope.value.messages.flatMap(message => {
          const parsed = parseMessage(message, envelope.value, Date.now(), () => 'none')
          return parsed.ok ? [parsed.value.event] : []
        })
      : []
    const handshake = envelope.ok && envelope.value.handshake
    received.push({ events, status: reply === 'hang up' ? 0 : reply.status, at: Date.now(), handshake })
    if (reply === 'hang up') return response.destroy()
    if (reply.status === 200)
      for (const event of events) {
        if (stored.has(event.id)) copies++
        stored.set(event.id, event)
      }
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(
      JSON.stringify(
        reply.body ?? {
          success: reply.status === 200,
          accepted: events.length,
          duplicates: 0,
          refused: [],
          warnings: [],
          program: 'tag-1',
          offers: [],
          help: [],
          ...answer,
        },
      ),
    )
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://x')
    const [prefix = '', of] = /^\/turn-(\d+)/.exec(path) ?? []
    const pathname = path.slice(prefix.length)
    response.setHeader('access-control-allow-origin', '*')
    if (of !== undefined && Number(of) !== turn) return response.writeHead(410).end()
    requests.push(`${request.method} ${pathname}`)
    response.setHeader('access-control-expose-headers', 'ETag')
    if (pathname === '/v1/b') return collect(await read(request), response)
    if (pathname === '/v1/program') {
      response.writeHead(200, {
        'content-type': 'application/json',
        etag: '"tag-1"',
        'cache-control': 'no-cache',
      })
      const programs: Record<string, unknown> = {
        pk_test_quiet: quiet,
        pk_test_noticing: noticing,
        pk_test_deaf: deaf,
        pk_test_future: { ...quiet, format: 9 },
      }
      return response.end(JSON.stringify(programs[searchParams.get('key') ?? ''] ?? kites))
    }
    const folder = pathname.startsWith('/widget-') ? WIDGET : SDK
    const name = readdirSync(folder).find(one => `/${one}` === pathname)
    if (!name) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'public, max-age=3600' })
    return response.end(readFileSync(join(folder, name)))
  }

  const collector = createServer((request, response) => void serve(request, response))
  const origin = await listen(collector)

  /** `?key=…&consent=…&head=…&body=…&more=…&src=…`: a host page with our tag in it; `more` are attributes. */
  const host = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://x')
    const consent = searchParams.get('consent')
    const attributes = `data-key="${searchParams.get('key') ?? 'pk_test_quiet'}"${consent ? ` data-consent="${consent}"` : ''} ${searchParams.get('more') ?? ''}`
    response.writeHead(200, { 'content-type': 'text/html', ...pageHeaders })
    response.end(`<!doctype html><title>Host</title>${searchParams.get('head') ?? ''}
<script async src="${searchParams.get('src') ?? `${origin}/turn-${turn}/fireball.js`}" ${attributes} ${searchParams.get('nonce') ? `nonce="${searchParams.get('nonce')}"` : ''}></script>
<body>${searchParams.get('body') ?? '<h1>Host</h1>'}`)
  })
  const hostOrigin = await listen(host)

  return {
    origin,
    hostOrigin,
    received,
    requests,
    /** Events for which a 200 was given, and how many came again after that. */
    stored,
    copies: () => copies,
    names: () => [...stored.values()].map(event => event.name || event.type),
    reply: (...next: readonly Reply[]) => {
      replies = [...next]
    },
    answerWith: (more: Record<string, unknown>) => {
      answer = more
    },
    pageHeaders: (headers: Record<string, string>) => {
      pageHeaders = headers
    },
    page: (query: Record<string, string> = {}) => `${hostOrigin}/?${new URLSearchParams(query)}`,
    reset() {
      turn++
      received.length = requests.length = copies = 0
      stored.clear()
      replies = []
      answer = {}
      pageHeaders = {}
    },
    async close() {
      for (const server of [collector, host]) {
        server.closeAllConnections()
        await new Promise(done => server.close(done))
      }
    },
  }
}

export type Recorder = Awaited<ReturnType<typeof startRecorder>>
