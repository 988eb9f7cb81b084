import { resolve } from 'node:path'
import { err, ok, type Result } from '@fireball/core'
import { parseProxies, type TrustedProxies } from './security/client-address.ts'

/** The environment. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One thing that the environment may set. */
export interface Setting<T> {
  readonly name: string
  /** What holds when it is not set. */
  readonly fallback: string
  /** For people. */
  readonly say: string
  /** Never repeated: it may also be given as the path of a file, by the name with `_FILE` behind it. */
  readonly isSecret?: true
  /** What a value that cannot be read should have been, as the end of a sentence. */
  readonly expected: string
  /** Undefined when the text is none of that. */
  readonly read: (text: string) => T | undefined
}

/** A setting that was left out is read as this. */
const NOTHING = ''

const number =
  (min: number, max: number) =>
  (text: string): number | undefined =>
    /^\d{1,12}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined

/** Nothing, or what is read of something: `{ value }`, as undefined is no value. */
const optional =
  <T>(read: (text: string) => T | undefined) =>
  (text: string): { readonly value: T | undefined } | undefined => {
    if (text === NOTHING) return { value: undefined }
    const value = read(text)
    return value === undefined ? undefined : { value }
  }

const anything = (text: string): string => text

const webOrigin = (text: string): string | undefined =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? new URL(text).origin : undefined

const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

const setting = <T>(one: Setting<T>): Setting<T> => one
const rate = (name: string, fallback: string, say: string): Setting<number> =>
  setting({
    name,
    fallback,
    say,
    expected: 'expected a number from 0 to 1000000',
    read: number(0, 1_000_000),
  })

/** Everything that the environment may set, by what the collector calls it. */
export const SETTINGS = {
  port: setting({
    name: 'PORT',
    fallback: '8787',
    say: 'Where it listens; 0 takes any free port.',
    expected: 'expected a number from 0 to 65535',
    read: number(0, 65_535),
  }),
  host: setting({
    name: 'HOST',
    fallback: '127.0.0.1',
    say: 'The address it listens on. Nobody else reaches a collector that was merely tried.',
    expected: 'expected an address',
    read: text => (text === NOTHING ? undefined : text),
  }),
  dataDir: setting({
    name: 'DATA_DIR',
    fallback: './data',
    say: 'The folder of the SQLite store.',
    expected: 'expected a folder',
    read: text => (text === NOTHING ? undefined : resolve(text)),
  }),
  databaseUrl: setting({
    name: 'DATABASE_URL',
    fallback: NOTHING,
    isSecret: true,
    say: 'A PostgreSQL database, which several collectors may share; without it, SQLite in the data folder.',
    expected: 'expected an address such as postgres://user:password@host/database',
    read: optional(text => (/^postgres(ql)?:\/\/./.test(text) ? text : undefined)),
  }),
  origin: setting({
    name: 'ORIGIN',
    fallback: NOTHING,
    say: 'Where browsers reach the collector, when a proxy stands before it.',
    expected: 'expected an address such as https://events.example.com',
    read: optional(webOrigin),
  }),
  proxies: setting({
    name: 'TRUST_PROXY',
    fallback: NOTHING,
    say: 'Proxies whose X-Forwarded-For is believed: addresses, networks, `loopback`, `private`.',
    expected: 'expected addresses and networks such as loopback, 10.0.0.0/8',
    read: optional((text): TrustedProxies | undefined => {
      const parsed = parseProxies(text)
      return parsed.ok ? parsed.value : undefined
    }),
  }),
  logLevel: setting({
    name: 'LOG_LEVEL',
    fallback: 'info',
    say: `How much is logged: ${LEVELS.join(', ')}. Each request is logged at debug.`,
    expected: `expected one of ${LEVELS.join(', ')}`,
    read: text => (LEVELS.includes(text) ? text : undefined),
  }),
  perAddress: rate(
    'RATE_PER_ADDRESS',
    '100',
    'Requests a second to the tracking API from one client address, ten times as many at once; 0 for no limit. Secret keys and the loopback are not limited so.',
  ),
  perKey: rate(
    'RATE_PER_KEY',
    '0',
    'Requests a second of one key, where the key has no rate of its own; 0 for no limit.',
  ),
  perAccount: rate(
    'RATE_PER_ACCOUNT',
    '50',
    'Requests a second that browsers send for one account, or user without one; 0 for no limit.',
  ),
  maxConnections: setting({
    name: 'MAX_CONNECTIONS',
    fallback: '10000',
    say: 'Connections that are open at once; further ones are closed.',
    expected: 'expected a number from 1 to 1000000',
    read: number(1, 1_000_000),
  }),
  drainSeconds: setting({
    name: 'DRAIN_SECONDS',
    fallback: '0',
    say: 'On SIGTERM, for how long /readyz says no while requests are still taken: until balancers look elsewhere.',
    expected: 'expected a number from 0 to 300',
    read: number(0, 300),
  }),
  allowsPrivate: setting({
    name: 'ALLOW_PRIVATE_DESTINATIONS',
    fallback: 'no',
    say: 'Whether destinations may be in private networks, or on this machine, there also without TLS: yes or no.',
    expected: 'expected yes or no',
    read: text => (text === 'yes' ? true : text === 'no' ? false : undefined),
  }),
  simulator: setting({
    name: 'SIMULATOR',
    fallback: 'auto',
    say: 'Whether the console offers to fill a project with made-up accounts: yes, no, or auto: yes unless NODE_ENV is production.',
    expected: 'expected yes, no or auto',
    read: text => (text === 'yes' || text === 'no' || text === 'auto' ? text : undefined),
  }),
  metricsToken: setting({
    name: 'METRICS_TOKEN',
    fallback: NOTHING,
    isSecret: true,
    say: 'Who asks for /metrics has to send it as a Bearer token; without it, /metrics is open.',
    expected: 'expected at least 16 characters',
    read: optional(text => (text.length >= 16 ? text : undefined)),
  }),
  learnEveryHours: setting({
    name: 'LEARN_EVERY_HOURS',
    fallback: '24',
    say: 'The ability model is fitted anew so often at most; 0 switches learning off.',
    expected: 'expected a number from 0 to 9999',
    read: number(0, 9999),
  }),
  learnAfterMessages: setting({
    name: 'LEARN_AFTER_MESSAGES',
    fallback: '20000',
    say: 'So many new messages make a fit due earlier.',
    expected: 'expected a number from 1',
    read: number(1, 999_999_999_999),
  }),
  serviceIssuer: setting({
    name: 'OIDC_ISSUER',
    fallback: NOTHING,
    say: 'Address of a sign-in service (OpenID Connect). ORIGIN must be set too.',
    expected: 'expected an address such as https://login.example.com',
    read: optional(text => (webOrigin(text) === undefined ? undefined : text)),
  }),
  serviceClientId: setting({
    name: 'OIDC_CLIENT_ID',
    fallback: NOTHING,
    say: 'What the collector is called there.',
    expected: 'expected a text',
    read: optional(anything),
  }),
  serviceClientSecret: setting({
    name: 'OIDC_CLIENT_SECRET',
    fallback: NOTHING,
    isSecret: true,
    say: 'Its secret there.',
    expected: 'expected a text',
    read: optional(anything),
  }),
  serviceName: setting({
    name: 'OIDC_NAME',
    fallback: 'single sign-on',
    say: 'What people call the service.',
    expected: 'expected a text',
    read: text => (text === NOTHING ? undefined : text.slice(0, 60)),
  }),
  serviceDomains: setting({
    name: 'OIDC_DOMAINS',
    fallback: NOTHING,
    say: 'Mail domains whose people become viewers when they first come from there; none: members are invited.',
    expected: 'expected domains such as example.com, example.org',
    read: text => {
      const domains = text.split(/[\s,]+/).filter(part => part !== NOTHING)
      return domains.every(one => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(one))
        ? domains.map(one => one.toLowerCase())
        : undefined
    },
  }),
} as const

/** One setting as it was read; an optional one may be undefined. */
type Read<S> = S extends Setting<infer T> ? (T extends { readonly value: infer V } ? V : T) : never

/** What the environment may set. */
export type Settings = { readonly [name in keyof typeof SETTINGS]: Read<(typeof SETTINGS)[name]> }

const LIST: readonly (readonly [string, Setting<unknown>])[] = Object.entries(SETTINGS)

const problemOf = ({ name, expected, isSecret }: Setting<unknown>, text: string): string =>
  // A secret is not repeated.
  isSecret === true ? `${name}: ${expected}.` : `${name} is ${JSON.stringify(text)}; ${expected}.`

const together = (settings: Settings): readonly string[] => {
  const { serviceIssuer, serviceClientId, serviceClientSecret, origin } = settings
  if (serviceIssuer === undefined) return []
  return [
    ...(serviceClientId === undefined || serviceClientSecret === undefined
      ? ['OIDC_ISSUER is set; OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed beside it.']
      : []),
    ...(origin === undefined
      ? ['OIDC_ISSUER is set; ORIGIN is needed beside it: people come back there.']
      : []),
  ]
}

/** Reads the environment; or one sentence a setting that is wrong. */
export const readSettings = (env: Environment): Result<Settings, readonly string[]> => {
  const problems: string[] = []
  const read = LIST.map(([key, one]) => {
    const text = env[one.name] ?? one.fallback
    const found = one.read(text)
    if (found === undefined) problems.push(problemOf(one, text))
    const isOptional = typeof found === 'object' && found !== null && 'value' in found
    return [key, isOptional ? found.value : found] as const
  })
  // The names and types are those of the table.
  const settings = Object.fromEntries(read) as Settings
  if (problems.length === 0) problems.push(...together(settings))
  return problems.length > 0 ? err(problems) : ok(settings)
}

/** Each setting as it holds: its name, its value, and whether the environment said so. Secrets are not told. */
export const describeSettings = (
  env: Environment,
): readonly {
  readonly name: string
  readonly value: string
  readonly isSet: boolean
  readonly say: string
}[] =>
  LIST.map(([, { name, fallback, isSecret, say }]) => {
    const isSet = env[name] !== undefined
    const value = env[name] ?? fallback
    return { name, say, isSet, value: isSecret === true && value !== NOTHING ? '(set)' : value }
  })

/**
 * The environment with each secret that is given as a file’s path in place; or what is wrong. `readFile` throws when
 * there is no such file.
 */
export const withSecretFiles = (
  env: Environment,
  readFile: (path: string) => string,
): Result<Environment, readonly string[]> => {
  const problems: string[] = []
  const read: Record<string, string> = {}
  for (const [, { name, isSecret }] of LIST) {
    const path = env[`${name}_FILE`]
    if (isSecret !== true || path === undefined) continue
    if (env[name] !== undefined)
      problems.push(`${name} and ${name}_FILE are both set; one of them is enough.`)
    try {
      read[name] = readFile(path).trim()
    } catch {
      problems.push(`${name}_FILE is ${JSON.stringify(path)}; expected a file that can be read.`)
    }
  }
  return problems.length > 0 ? err(problems) : ok({ ...env, ...read })
}
