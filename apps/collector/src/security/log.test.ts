import { expect, test } from 'vitest'
import { createLog, withoutSecrets } from './log.ts'

const lines = () => {
  const written: string[] = []
  return { written, log: createLog('debug', { write: line => written.push(line) }) }
}

test.each([
  'the key sk_live_abcDEF123-_x is wrong',
  'is_abcdefgh1234 signs',
  'cannot reach postgres://fireball:hunter2secret@db/x',
  'GET /console/sign-in?token=hunter2secret',
  'GET /x?a=1&writeKey=hunter2secret&b=2',
  'Authorization: Bearer hunter2secret',
  'Authorization: Basic aHVudGVyMnNlY3JldA==',
  'Cookie: fireball_session=hunter2secret; a=b',
  '{"password":"hunter2secret"}',
  '$argon2id$v=19$m=19456,t=2,p=1$aaaa$hunter2secret',
])('%s tells nothing', text => {
  expect(withoutSecrets(text)).not.toMatch(/hunter2secret|aHVudGVy|abcDEF123|abcdefgh1234/)
  expect(withoutSecrets(text)).toContain('(hidden)')
})

test('what is no secret stays', () => {
  const text = 'EADDRINUSE code: 23505 at pk_live_app in /projects/app/keys, user ann@example.com'
  expect(withoutSecrets(text)).toBe(text)
})

test('an error that repeats a secret, and fields that hold one, are logged without it', () => {
  const { log, written } = lines()
  log.error(new Error('connect postgres://u:hunter2secret@db failed'))
  log.info({ headers: { cookie: 'fireball_session=hunter2secret' } }, 'a')
  log.info({ body: { password: 'hunter2secret' }, token: 'hunter2secret' }, 'b')
  log.warn({ path: '/x', note: 'sk_test_hunter2secret' }, 'c')
  expect(written).toHaveLength(4)
  expect(written.join('')).not.toContain('hunter2secret')
  for (const line of written) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) })
})
