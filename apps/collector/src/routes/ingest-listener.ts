import type { IncomingMessage, ServerResponse } from 'node:http'
import { readIncoming } from '../body.ts'
import type { AnsweredRequest } from '../collector-ports.ts'
import { OPEN_HEADERS } from '../headers.ts'
import { MAX_BODY_BYTES } from '../ingest.ts'
import type { Receive, Reply } from '../receiving.ts'
import { headerKeyOf, KINDS } from './ingest.ts'

/** What the listener needs. */
export interface IngestListenerPorts {
  readonly receive: Receive
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** The client’s address, of the socket’s and what proxies say of it. */
  readonly addressOf: (socket: string | undefined, forwarded: string | undefined) => string
  readonly networkOf: (address: string) => string
  readonly onAnswered: (request: AnsweredRequest) => void
  /** What is answered when something fails that is nobody’s mistake but ours. */
  readonly onFailure: (error: unknown) => Reply
}

/** Takes a request if it is its own; tells whether it did. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => boolean

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

/**
 * The tracking API straight on Node’s server: the same answers as the routes, without a `Request` and a `Response` in
 * between, which cost more than everything else that is done with a small batch.
 */
export const createIngestListener = (ports: IngestListenerPorts): Listener => {
  const { receive, addressOf, networkOf, onAnswered, onFailure } = ports
  const always = { ...ports.headers, ...OPEN_HEADERS, 'Content-Type': 'application/json' }
  const usual = Object.entries(always).flat()
  const send = (response: ServerResponse, { status, body, headers }: Reply): void => {
    // Most answers have no headers of their own, and lists of them are written as they are.
    const all = status === 200 ? usual : Object.entries({ ...always, ...headers }).flat()
    response.writeHead(status, [...all, 'Content-Length', `${Buffer.byteLength(body)}`])
    response.end(body)
  }
  return (request, response) => {
    const { method, url = '', headers, socket } = request
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const kind = method === 'POST' ? KINDS.get(path) : undefined
    if (kind === undefined) return false
    const startedAt = performance.now()
    const inQuery = (): string | undefined =>
      mark < 0 ? undefined : (new URLSearchParams(url.slice(mark)).get('writeKey') ?? undefined)
    const address = addressOf(socket.remoteAddress, one(headers['x-forwarded-for']))
    receive({
      ...kind,
      network: () => networkOf(address),
      headerKey: headerKeyOf(headers.authorization) ?? inQuery(),
      agent: headers['user-agent'],
      isFromBrowser: headers.origin !== undefined || headers['sec-fetch-site'] !== undefined,
      body: () => readIncoming(request, MAX_BODY_BYTES),
    })
      .catch(onFailure)
      .then(reply => {
        onAnswered({
          method: 'POST',
          path,
          status: reply.status,
          ms: Math.round(performance.now() - startedAt),
          address,
        })
        send(response, reply)
      })
      .catch(onFailure)
    return true
  }
}
