import { gzipSync } from 'node:zlib'
import { ROUTES } from '../../apps/collector/src/console/permissions.ts'
import { INGEST_PATHS, POSTHOG_PATHS } from '../../apps/collector/src/routes/ingest.ts'
import type { Dice } from '../sdk-faults/dice.ts'
import { anything, garble, mutate } from './mutate.ts'

/** One request, and how many good messages it holds that must be accepted whatever stands beside them. */
export interface FuzzRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
  readonly good: number
}

/** Who asks. */
export interface FuzzKeys {
  readonly publishable: string
  readonly secret: string
  /** Cookies of a viewer, an editor and an admin. */
  readonly cookies: readonly [string, ...string[]]
  /** A program, to be mutated. */
  readonly program: unknown
}

const INGEST: readonly [string, ...string[]] = ['/v1/batch', ...Object.keys(INGEST_PATHS), ...POSTHOG_PATHS]

/** Whatever else is served. */
const OTHERS: readonly [string, ...string[]] = [
  '/',
  '/landing.css',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/fireball.js',
  '/v1/script',
  '/v1/program',
  '/v1/projects/x/settings',
  '/sourceConfig/',
  '/array/x/config',
  '/array/x/config.js',
  '/flags/',
  '/decide/',
  '/demo/',
  '/demo/%2e%2e/%2e%2e/etc/passwd',
  '/console/',
  '/console/%00',
  '/console/..%2f..%2fpackage.json',
]

let counter = 0
const good = () => ({
  type: 'track',
  event: 'Report Run',
  userId: `user-${counter % 50}`,
  messageId: `good-${counter++}`,
  properties: { outcome: 'success', context: `c${counter % 5}` },
  context: { groupId: `group-${counter % 10}` },
})

const bad = (dice: Dice): unknown =>
  mutate(
    {
      ...good(),
      messageId: `odd-${counter++}`,
      type: dice.pick(['track', 'identify', 'group', 'page', 'screen', 'alias']),
      groupId: 'acme',
      traits: { plan: 'pro', email: 'a@example.com' },
      timestamp: '2026-03-10T12:00:00.000Z',
    },
    dice,
  )

const asBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '')

/** A batch in which good messages stand among odd ones. */
const batch = (dice: Dice, { publishable, secret }: FuzzKeys): FuzzRequest => {
  const messages: unknown[] = []
  let goods = 0
  for (let i = dice.between(1, 6); i > 0; i--) {
    if (dice.roll() < 0.5) messages.push(bad(dice))
    else {
      messages.push(good())
      goods++
    }
  }
  const envelope = { writeKey: dice.pick([publishable, secret]), batch: messages }
  const handshake = dice.roll() < 0.3 ? { fireball: anything(dice) } : {}
  const plain = asBytes({
    ...envelope,
    ...handshake,
    ...(dice.roll() < 0.2 ? { sentAt: anything(dice) } : {}),
  })
  const bytes = dice.roll() < 0.2 ? gzipSync(plain, { level: 1 }) : plain
  // A body over the limit is refused as a whole, with all in it.
  const isWhole = plain.length <= 500 * 1024
  return { method: 'POST', path: '/v1/batch', headers: {}, body: bytes, good: isWhole ? goods : 0 }
}

const ODD_HEADERS: readonly [string, ...string[]] = [
  'authorization',
  'content-type',
  'content-encoding',
  'accept-encoding',
  'if-none-match',
  'x-forwarded-for',
  'x-forwarded-proto',
  'origin',
  'sec-fetch-site',
  'cookie',
  'user-agent',
]
const ODD_VALUES: readonly [string, ...string[]] = [
  '',
  'Basic',
  'Basic %%%',
  'Basic OjpwOg==',
  'Bearer ',
  `Bearer sk_live_${'x'.repeat(500)}`,
  'gzip, br;q=9',
  '"*", W/"x"',
  'null',
  'https://evil.example',
  'cross-site',
  'fireball_session=%E0%A4%A; fireball_session=2',
  '1.2.3.4, ::1, <x>',
  'x'.repeat(3000),
  '\u00e9\u00ff',
]

const oddHeaders = (dice: Dice): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: dice.between(0, 3) }, () => [dice.pick(ODD_HEADERS), dice.pick(ODD_VALUES)]),
  )

const oddText = (dice: Dice): string => {
  const value = anything(dice)
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200)
  return dice.roll() < 0.2
    ? dice.pick(['%E0%A4%A', '%', '..', '%2e%2e', '%00', '%ff', '*', '?', 'g%3Aacme'])
    : encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}

const query = (dice: Dice): string =>
  dice.roll() < 0.5
    ? ''
    : `?${Array.from({ length: dice.between(1, 3) }, () => `${dice.pick(['key', 'writeKey', 'after', 'before', 'q', 'limit', 'offset', 'stage', 'user', 'skill', 'code', 'state'])}=${oddText(dice)}`).join('&')}`

const ingest = (dice: Dice, keys: FuzzKeys): FuzzRequest => {
  const like = {
    writeKey: keys.publishable,
    api_key: keys.publishable,
    batch: [good(), bad(dice)],
    ...good(),
  }
  const bytes = asBytes(mutate(like, dice))
  const body = dice.roll() < 0.4 ? garble(dice.roll() < 0.3 ? gzipSync(bytes) : bytes, dice) : bytes
  return {
    method: 'POST',
    path: dice.pick(INGEST) + query(dice),
    headers: oddHeaders(dice),
    body,
    good: 0,
  }
}

/** Bodies that the routes of the API take, to be mutated. */
const BODY = (program: unknown): Record<string, unknown> => ({
  token: 'x',
  email: 'someone@example.com',
  password: 'correct horse battery',
  role: 'viewer',
  state: 'seen',
  answer: 'x',
  program,
  note: 'x',
  id: 'x',
  product: 'P',
  setUp: 'A',
  core: 'B',
  advanced: 'C',
  key: 'x',
  paused: true,
  name: 'Report Run',
  kind: 'publishable',
  mode: 'test',
  overlapHours: 1,
})

/** Slow by design, or of a kind that a few requests try as well as many. */
const RARE = /sign-in\/password|learning\/run|\/me\/password/

const api = (dice: Dice, { cookies, program, secret }: FuzzKeys): FuzzRequest => {
  const [route] = dice.pick([ROUTES[0] ?? ['GET /session', {}], ...ROUTES])
  const [method = 'GET', path = ''] = route.split(' ')
  if (RARE.test(path) && dice.roll() < 0.95) return api(dice, { cookies, program, secret, publishable: '' })
  const known: Readonly<Record<string, string>> = { project: 'app', akey: 'g%3Agroup-1', user: 'user-1' }
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    dice.roll() < 0.8 && known[name] !== undefined ? known[name] : oddText(dice),
  )
  const caller = dice.roll()
  const who: Record<string, string> =
    caller < 0.8 ? { cookie: dice.pick(cookies) } : caller < 0.9 ? { authorization: `Bearer ${secret}` } : {}
  const isChange = method !== 'GET'
  const bytes = isChange ? asBytes(mutate(BODY(mutate(program, dice)), dice)) : undefined
  return {
    method: dice.roll() < 0.05 ? dice.pick(['PATCH', 'OPTIONS', 'HEAD', 'DELETE', 'PUT']) : method,
    path: `/api${filled}${query(dice)}`,
    headers: { ...(dice.roll() < 0.2 ? oddHeaders(dice) : {}), ...who },
    body: bytes !== undefined && dice.roll() < 0.1 ? garble(bytes, dice) : bytes,
    good: 0,
  }
}

const other = (dice: Dice): FuzzRequest => {
  const isChange = dice.roll() < 0.2
  return {
    method: isChange ? dice.pick(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) : dice.pick(['GET', 'HEAD']),
    path: (dice.roll() < 0.7 ? dice.pick(OTHERS) : `/${oddText(dice)}/${oddText(dice)}`) + query(dice),
    headers: oddHeaders(dice),
    body: isChange ? garble(Buffer.from('{}'), dice) : undefined,
    good: 0,
  }
}

/** The next request: batches with good messages in them, odd bodies, every route of the API, whatever else is served. */
export const nextRequest = (dice: Dice, keys: FuzzKeys): FuzzRequest => {
  const kind = dice.roll()
  if (kind < 0.35) return batch(dice, keys)
  if (kind < 0.65) return ingest(dice, keys)
  return kind < 0.85 ? api(dice, keys) : other(dice)
}
