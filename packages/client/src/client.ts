import {
  type ApiRoute,
  type ApiRoutes,
  type BatchAnswer,
  err,
  ok,
  type Problem,
  type Result,
} from '@fireball/core'

/** The names of the parameters in a route’s path. */
export type ParamsOf<R extends string> = R extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<Rest>
  : R extends `${string}:${infer Name}`
    ? Name
    : never

/** What a route answers. */
export type AnswerOf<R extends ApiRoute> = ApiRoutes[R]['answer']

/** What a call of a route has to say: path parameters, query and body, where the route has them. */
export type InputOf<R extends ApiRoute> = ([ParamsOf<R>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<ParamsOf<R>, string>> }) &
  (ApiRoutes[R] extends { query: infer Query }
    ? { readonly query?: Readonly<Query> }
    : { readonly query?: undefined }) &
  (ApiRoutes[R] extends { body: infer Body }
    ? { readonly body: Readonly<Body> }
    : { readonly body?: undefined })

/** Why a call failed: a code of the collector’s, or `unreachable`. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly status: number
  readonly problems?: readonly Problem[]
}

/** The part of `fetch` that the client needs. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  },
) => Promise<{ readonly ok: boolean; readonly status: number; json(): Promise<unknown> }>

/** What the client needs. */
export interface ClientPorts {
  /** Where the collector is reached. */
  readonly origin: string
  /** A secret key: with the scope `read` to read, `privacy` to export and erase people, `ingest` to send. */
  readonly key: string
  readonly fetch: Fetch
}

/** A message as the tracking API takes it; the OpenAPI document has every field. */
export type Message = Readonly<Record<string, unknown>> & { readonly type: string }

/** The API of a collector, for servers. It never rejects. */
export interface Client {
  /** Calls a route of the API by its name; the compiler knows what it needs and what it answers. */
  call<R extends ApiRoute>(route: R, input: InputOf<R>): Promise<Result<AnswerOf<R>, Failure>>
  /** Sends messages; a good answer means that everything accepted is committed. Send the same ids again when it fails. */
  send(messages: readonly Message[]): Promise<Result<BatchAnswer, Failure>>
}

const failureOf = (status: number, body: unknown): Failure => {
  const { error } = (body ?? {}) as { error?: Partial<Failure> & { readonly expected?: string } }
  return {
    status,
    code: error?.code ?? `http-${status}`,
    message: error?.message ?? error?.expected ?? `The collector answered ${status}.`,
    ...(error?.problems === undefined ? {} : { problems: error.problems }),
  }
}

const pathOf = (path: string, params: Readonly<Record<string, string>> = {}): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

const searchOf = (query: Readonly<Record<string, unknown>> = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${given.map(([name, value]) => `${name}=${encodeURIComponent(`${value}`)}`).join('&')}`
}

/**
 * A client of one collector.
 * @example
 * const fireball = createClient({ origin: 'https://events.example.com', key, fetch })
 * const accounts = await fireball.call('GET /projects/:project/accounts', { params: { project: 'app' } })
 */
export const createClient = ({ origin, key, fetch }: ClientPorts): Client => {
  const ask = async <T>(method: string, path: string, body: unknown): Promise<Result<T, Failure>> => {
    try {
      const response = await fetch(new URL(path, origin).href, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const answer = await response.json().catch(() => undefined) // no JSON: something between us answered
      // The shapes are the contract in core; the collector’s own tests hold it to them.
      return response.ok && answer !== undefined ? ok(answer as T) : err(failureOf(response.status, answer))
    } catch {
      return err({ status: 0, code: 'unreachable', message: 'The collector cannot be reached.' })
    }
  }
  return {
    call: (route, { params, query, body }) => {
      const [method = '', path = ''] = route.split(' ')
      const isChange = method !== 'GET' && method !== 'DELETE'
      const url = `/api${pathOf(path, params)}${searchOf(query)}`
      return ask(method, url, isChange ? (body ?? {}) : undefined)
    },
    send: messages => ask('POST', '/v1/batch', { batch: messages }),
  }
}
