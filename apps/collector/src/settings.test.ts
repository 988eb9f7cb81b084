import { expect, test } from 'vitest'
import { describeSettings, readSettings, SETTINGS, withSecretFiles } from './settings.ts'

test('nothing needs to be set', () => {
  expect(readSettings({})).toMatchObject({
    ok: true,
    value: { port: 8787, host: '127.0.0.1', origin: undefined, logLevel: 'info' },
  })
})

test('each wrong setting is named with what was expected', () => {
  const read = readSettings({ PORT: '80a', ORIGIN: 'events.example', LOG_LEVEL: 'loud' })
  expect(read).toEqual({
    ok: false,
    error: [
      'PORT is "80a"; expected a number from 0 to 65535.',
      'ORIGIN is "events.example"; expected an address such as https://events.example.com.',
      'LOG_LEVEL is "loud"; expected one of trace, debug, info, warn, error, fatal, silent.',
    ],
  })
})

test('a database that is none of PostgreSQL is refused without repeating what may be a password', () => {
  expect(readSettings({ DATABASE_URL: 'postgres://fireball@db/fireball' })).toMatchObject({
    value: { databaseUrl: 'postgres://fireball@db/fireball' },
  })
  expect(readSettings({ DATABASE_URL: 'mysql://root:hunter2@db/fireball' })).toEqual({
    ok: false,
    error: ['DATABASE_URL: expected an address such as postgres://user:password@host/database.'],
  })
})

test('an origin is kept without its path', () => {
  expect(readSettings({ ORIGIN: 'https://events.example.com/x' })).toMatchObject({
    value: { origin: 'https://events.example.com' },
  })
})

test('a sign-in service needs all of its settings', () => {
  expect(readSettings({ OIDC_ISSUER: 'https://login.example.com' })).toEqual({
    ok: false,
    error: [
      'OIDC_ISSUER is set; OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed beside it.',
      'OIDC_ISSUER is set; ORIGIN is needed beside it: people come back there.',
    ],
  })
})

test.each([
  ['TRUST_PROXY', 'loopbak'],
  ['RATE_PER_ADDRESS', '-1'],
  ['RATE_PER_KEY', 'many'],
  ['MAX_CONNECTIONS', '0'],
  ['DRAIN_SECONDS', '1e9'],
  ['LEARN_EVERY_HOURS', ' '],
  ['OIDC_DOMAINS', 'example'],
  ['METRICS_TOKEN', 'short'],
])('%s=%s is refused by name', (name, value) => {
  const read = readSettings({ [name]: value })
  expect(read.ok ? '' : read.error.join()).toMatch(new RegExp(`^${name}\\b.*; expected|^${name}: expected`))
})

test('the summary names every setting, and tells no secret', () => {
  const said = describeSettings({ PORT: '1', DATABASE_URL: 'postgres://u:hunter2@db/x' })
  expect(said.map(one => one.name)).toEqual(Object.values(SETTINGS).map(one => one.name))
  expect(JSON.stringify(said)).not.toContain('hunter2')
  expect(said.find(one => one.name === 'DATABASE_URL')).toMatchObject({ value: '(set)', isSet: true })
  expect(said.find(one => one.name === 'PORT')).toMatchObject({ value: '1', isSet: true })
  expect(said.find(one => one.name === 'HOST')).toMatchObject({ value: '127.0.0.1', isSet: false })
})

test('a secret may stand in a file', () => {
  const files = (path: string): string => {
    if (path !== '/run/secrets/db') throw new Error('none')
    return 'postgres://fireball@db/fireball\n'
  }
  expect(withSecretFiles({ DATABASE_URL_FILE: '/run/secrets/db' }, files)).toMatchObject({
    value: { DATABASE_URL: 'postgres://fireball@db/fireball' },
  })
  expect(withSecretFiles({ DATABASE_URL_FILE: '/nowhere' }, files)).toEqual({
    ok: false,
    error: ['DATABASE_URL_FILE is "/nowhere"; expected a file that can be read.'],
  })
  expect(withSecretFiles({ DATABASE_URL_FILE: '/run/secrets/db', DATABASE_URL: 'x' }, files).ok).toBe(false)
})
