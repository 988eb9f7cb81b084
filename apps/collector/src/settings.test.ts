import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

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
    error: ['DATABASE_URL is no address such as postgres://user:password@host/database.'],
  })
})

test('an origin is kept without its path', () => {
  expect(readSettings({ ORIGIN: 'https://events.example.com/x' })).toMatchObject({
    value: { origin: 'https://events.example.com' },
  })
})
