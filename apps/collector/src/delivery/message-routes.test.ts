import { ownedBy } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { createPeople } from '../people.ts'
import { text } from '../store/row.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector()
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const report = async (body: unknown, headers: Record<string, string> = {}) => {
  const response = await collector.post('/v1/messages', body, {
    authorization: `Bearer ${collector.secret}`,
    ...headers,
  })
  return { status: response.status, body: await response.json() }
}

const events = async () =>
  (
    await collector.store.all(
      `SELECT akey, subject, name, trust, body FROM events WHERE name LIKE 'Message %' ORDER BY akey, id`,
    )
  ).map(row => {
    const { properties } = JSON.parse(text(row, 'body'))
    return `${row.akey} ${row.subject} ${row.name} ${row.trust} ${JSON.stringify(properties)}`
  })

const identify = (userId: string, email: string, at = 0) =>
  collector.send([
    {
      type: 'identify',
      userId,
      messageId: `${userId}-${at}`,
      timestamp: collector.now() - 1000 + at,
      traits: { email },
    },
  ])

test('one message becomes one event of its user, once however often it is reported', async () => {
  const message = {
    id: 'h1',
    direction: 'in',
    user: 'ann',
    account: 'acme',
    thread: 't1',
    channel: 'mail',
    sentiment: 'positive',
  }
  expect(await report(message)).toMatchObject({
    status: 200,
    body: { success: true, accepted: 1, duplicates: 0, refused: [] },
  })
  expect(await report(message)).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 1 } })
  expect(await events()).toEqual([
    'app/g:acme u:ann Message Received secret {"thread":"t1","channel":"mail","sentiment":"positive"}',
  ])
})

test('who is known by an address of mail alone is found by it, whatever its case; the latest who said so', async () => {
  await identify('ann', 'Ann@Example.com')
  await identify('anna', 'ann@example.com', 5)
  await identify('ben', 'ben@example.com')
  await report({ messages: [{ id: 'h1', direction: 'out', email: 'ANN@example.com' }] })
  expect(await events()).toEqual(['app/u:anna u:anna Message Sent secret {}'])
})

test.each(['yesterday', 9e15, 1_700_000_000, -5])(
  'a time that is none is refused, not taken for now: %j',
  async at => {
    expect(await report({ id: 'h1', direction: 'in', user: 'ann', at })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-message', path: 'at' } },
    })
    expect(await events()).toEqual([])
  },
)

test('of a batch what is wrong is told by index, and the rest counts', async () => {
  const { status, body } = await report([
    { id: 'h1', direction: 'in', email: 'nobody@example.com' },
    { id: 'h2', direction: 'in', email: 'nobody@example.com', account: 'acme' },
    { id: 'h3', direction: 'sideways', user: 'ann' },
    { direction: 'in', user: 'ann' },
    { id: 'h5', direction: 'in' },
    'no message',
    { id: 'h7', direction: 'out', user: 7, automated: true, at: '2020-01-01T00:00:00Z' },
  ])
  expect(status).toBe(200)
  expect(body).toMatchObject({
    accepted: 2,
    refused: [
      { index: 0, code: 'unknown-email', path: 'email', got: 'nobody@example.com' },
      { index: 2, code: 'bad-message', path: 'direction', got: '"sideways"' },
      { index: 3, code: 'bad-message', path: 'id' },
      { index: 4, code: 'bad-message', expected: 'a user, an email or an account' },
      { index: 5, code: 'bad-message' },
    ],
  })
  expect(await events()).toEqual([
    'app/g:acme a:messages:acme Message Received secret {}',
    'app/u:7 u:7 Message Sent secret {"automated":true}',
  ])
})

test('one that is wrong alone is a 400 that says what is wrong', async () => {
  expect(await report({ id: 'h1', direction: 'in', email: 'not mail' })).toEqual({
    status: 400,
    body: {
      success: false,
      error: { code: 'bad-message', path: 'email', expected: 'an address of mail', got: '"not mail"' },
    },
  })
})

test('an address of mail leads to users of the same space alone', async () => {
  await collector.send(
    [{ type: 'identify', userId: 'ann', messageId: 'i1', traits: { email: 'ann@example.com' } }],
    {},
    await collector.projects.list().then(async () => {
      const [row] = await collector.store.all(
        `SELECT lookup FROM access_keys WHERE kind = 'publishable' AND mode = 'test'`,
      )
      return String(row?.lookup)
    }),
  )
  expect(await report({ id: 'h1', direction: 'in', email: 'ann@example.com' })).toMatchObject({ status: 400 })
})

test('only secret keys, and never from a browser', async () => {
  const message = { id: 'h1', direction: 'in', user: 'ann' }
  const publishable = { authorization: `Bearer ${collector.publishable}` }
  expect((await report(message, publishable)).status).toBe(403)
  expect((await report(message, { authorization: 'Bearer sk_live_wrong' })).status).toBe(401)
  expect((await report(message, { authorization: '' })).status).toBe(401)
  expect((await report(message, { origin: 'https://app.example.com' })).status).toBe(403)
  expect(await events()).toEqual([])
})

test.each([
  ['no JSON', '{', 400],
  ['far too many', Array.from({ length: 501 }, () => ({})), 413],
  ['nothing', [], 200],
])('%s is answered', async (_, body, status) => {
  expect((await report(body)).status).toBe(status)
})

test('a request for help is told once, and data of long ago is no news', async () => {
  const asked = (id: string, at: number) => ({
    type: 'track',
    event: 'Help Asked',
    userId: 'ann',
    messageId: id,
    timestamp: at,
    context: { groupId: 'acme' },
    properties: { help: id, message: 'How?', feature: 'exports' },
  })
  await collector.send([asked('h1', collector.now())])
  await collector.send([asked('h1', collector.now()), asked('old', collector.now() - 3 * 86_400_000)])
  const rows = await collector.store.all(`SELECT akey, payload FROM outbox WHERE topic = 'help.asked'`)
  expect(rows.map(row => [row.akey, JSON.parse(text(row, 'payload')).data])).toEqual([
    ['app/g:acme', { account: 'g:acme', id: 'h1', user: 'u:ann', feature: 'exports', message: 'How?' }],
  ])
})

test.each([
  ['the address alone first', [{ email: 'ann@example.com' }, { email: 'ann@example.com', account: 'acme' }]],
  ['the account first', [{ email: 'ann@example.com', account: 'acme' }, { email: 'ann@example.com' }]],
  ['the account alone last', [{ email: 'ann@example.com', account: 'acme' }, { account: 'acme' }]],
  ['nobody known first', [{ account: 'acme' }, { email: 'ann@example.com', account: 'acme' }]],
])('a message that is told twice counts once in its account: %s', async (_, tellings) => {
  await collector.programs.publish('app', aProgram(), { author: 'test', note: '' })
  await identify('ann', 'ann@example.com')
  for (const telling of tellings)
    expect(await report({ id: 'h1', direction: 'in', thread: 't', ...telling })).toMatchObject({
      body: { accepted: 1 },
    })
  expect(await events()).toHaveLength(1)
  const { who, rows } = await createPeople(collector.store).ofAccount('app', 'g:acme')
  expect(rows.filter(row => ownedBy(who, 'g:acme')(row.akey, row.user, row.day))).toHaveLength(1)
})

test('told twice in one request it counts once as well', async () => {
  await identify('ann', 'ann@example.com')
  const body = [{ email: 'ann@example.com' }, { email: 'ann@example.com', account: 'acme' }]
  expect(await report(body.map(one => ({ id: 'h1', direction: 'in', ...one })))).toMatchObject({
    body: { accepted: 2, duplicates: 1 },
  })
  expect(await events()).toEqual(['app/g:acme u:ann Message Received secret {}'])
})

test('an address that a server vouches for goes before one that a page claims', async () => {
  await identify('ann', 'ann@example.com')
  await collector.send(
    [
      {
        type: 'identify',
        userId: 'eve',
        messageId: 'e1',
        timestamp: collector.now(),
        traits: { email: 'ann@example.com' },
      },
    ],
    {},
    collector.publishable,
  )
  await report({ id: 'h1', direction: 'in', email: 'ann@example.com' })
  expect(await events()).toEqual(['app/u:ann u:ann Message Received secret {}'])
})
