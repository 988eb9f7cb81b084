import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, request } from 'undici'
import { bareHost, checkAddress, insideError, mayConnect, type Reach } from './address.ts'

/** What calls to destinations need of the world. */
export interface CallerPorts extends Reach {
  /** Finds the addresses of a name; the system’s resolver unless a test brings its own. */
  readonly lookup?: LookupFunction
  /** A call that took so long failed, ms. */
  readonly timeoutMs: number
}

/** One call to make. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** So much of the answer is read, bytes; the rest is never asked for. */
  readonly maxBytes?: number
}

/** What came of a call: an answer, or in words why there is none. `isRefused`: it was never made, and never will be. */
export type Called =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
      readonly text: string
    }
  | { readonly kind: 'failed'; readonly say: string; readonly isRefused: boolean }

/** Makes calls. Redirects are answers like any other: nobody is followed anywhere. */
export interface Caller {
  call(call: Call, signal?: AbortSignal): Promise<Called>
  close(): Promise<void>
}

const ANSWER_BYTES = 4096

/** Refuses a name as soon as one of its addresses is inside: whoever answers so means no good, or nothing for us. */
const guardedLookup =
  (lookup: LookupFunction, reach: Reach): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, options, (error, address, family) => {
      if (error !== null) return done(error, address, family)
      const found = typeof address === 'string' ? [address] : address.map(one => one.address)
      const inside = found.find(one => !mayConnect(one, reach))
      if (inside !== undefined) return done(insideError(hostname, inside), address, family)
      done(null, address, family)
    })

/** Checks at the moment of connecting, with the very addresses that are connected to: a name cannot change in between. */
const guardedConnector = ({
  lookup = systemLookup as LookupFunction,
  timeoutMs,
  ...reach
}: CallerPorts): buildConnector.connector => {
  const connect = buildConnector({ lookup: guardedLookup(lookup, reach), timeout: timeoutMs, port: 0 })
  return (options, done) => {
    const host = bareHost(options.hostname)
    // Of a number nobody is asked, so it is looked at here.
    const checked = checkAddress(`${options.protocol}//${options.hostname}`, reach)
    if (!checked.ok) return done(insideError(host, host), null)
    connect(options, (...[error, socket]) => {
      if (error !== null) return done(error, null)
      const reached = socket.remoteAddress ?? ''
      if (mayConnect(reached, reach)) return done(null, socket)
      socket.destroy()
      done(insideError(host, reached), null)
    })
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

const SAID: Readonly<Record<string, string>> = {
  ENOTFOUND: 'There is no host of that name',
  EAI_AGAIN: 'The name of the host could not be looked up',
  ECONNREFUSED: 'Nobody listens there',
  ECONNRESET: 'The connection was cut',
  UND_ERR_SOCKET: 'The connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'No connection within the time',
  UND_ERR_HEADERS_TIMEOUT: 'No answer within the time',
  UND_ERR_BODY_TIMEOUT: 'No answer within the time',
  ABORT_ERR: 'No answer within the time',
  CERT_HAS_EXPIRED: 'Its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is of another host',
}

const sayFailure = (error: unknown): string => {
  const code = codeOf(error)
  if (code === 'INSIDE_ADDRESS' && error instanceof Error) return error.message
  if (error instanceof Error && error.name === 'TimeoutError') return 'No answer within the time'
  return SAID[code] ?? (code === '' ? 'The call failed' : `The call failed (${code})`)
}

/** Reads the start of a body, and hangs up on the rest. */
const readStart = async (body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= maxBytes) break // leaving the loop destroys the stream
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
}

/** Every call to a destination goes through here: one client, one guard. */
export const createCaller = (ports: CallerPorts): Caller => {
  const { timeoutMs } = ports
  const agent = new Agent({
    connect: guardedConnector(ports),
    connections: 16,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 30_000,
  })
  return {
    call: async ({ method, url, headers = {}, body, maxBytes = ANSWER_BYTES }, signal) => {
      const checked = checkAddress(url, ports)
      if (!checked.ok) return { kind: 'failed', say: checked.error, isRefused: true }
      const deadline = AbortSignal.timeout(timeoutMs)
      try {
        const answer = await request(checked.value, {
          dispatcher: agent,
          method,
          headers: { 'user-agent': 'Fireball', ...headers },
          ...(body === undefined ? {} : { body }),
          signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        })
        const text = await readStart(answer.body, maxBytes)
        return { kind: 'answered', status: answer.statusCode, headers: answer.headers, text }
      } catch (error) {
        return { kind: 'failed', say: sayFailure(error), isRefused: codeOf(error) === 'INSIDE_ADDRESS' }
      }
    },
    close: () => agent.destroy(),
  }
}
