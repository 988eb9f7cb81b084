import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Delivery, DestinationList } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from '../console/fixture.ts'

const AT = '/projects/app/destinations'
const POST = `INSERT INTO outbox (akey, id, space, topic, payload, at, due_at, attempts, leased_until)
  VALUES ($1, $2, 'app', 'qualification.qualified', $3, $4, $4, 0, 0)`

let f: Fixture
let admin: Record<string, string>
beforeEach(async () => {
  f = await createFixture()
  admin = await f.signIn('admin')
})
afterEach(async () => {
  expect(f.errors).toEqual([])
  await f.dispose()
})

const hook = {
  kind: 'webhook',
  name: 'Warehouse',
  url: 'https://hooks.example.com/in',
  topics: ['qualification.qualified'],
} as const

const make = async (body: object): Promise<DestinationList> => {
  const { status, body: answer } = await f.call('POST', AT, body, admin)
  expect({ status, answer }).toMatchObject({ status: 200 })
  return answer as DestinationList
}

test('a webhook is made with a signing key, which is shown this once', async () => {
  const { made, destinations } = await make(hook)
  const [one] = destinations
  expect(made).toEqual({ id: one?.id, secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) })
  expect(one).toMatchObject({
    kind: 'webhook',
    isEnabled: true,
    hint: `…${made?.secret.slice(-4)}`,
    waiting: 0,
  })
  const later = await f.call('GET', AT, undefined, await f.signIn('viewer'))
  expect(JSON.stringify(later.body)).not.toContain(made?.secret)
  expect(later.body).not.toHaveProperty('made')
  expect(JSON.stringify(await f.audit.list('app'))).not.toContain(made?.secret)
  expect(await f.audit.list('app')).toMatchObject([
    { action: 'destination.made', target: one?.id, detail: { kind: 'webhook', name: 'Warehouse' } },
  ])
})

test('an empty secret makes a new signing key; the one before signs beside it for a day', async () => {
  const { made } = await make(hook)
  const id = made?.id ?? ''
  const { body } = await f.call('PUT', `${AT}/${id}`, { secret: '' }, admin)
  const second = (body as DestinationList).made?.secret
  expect(second).toMatch(/^whsec_/)
  expect(second).not.toBe(made?.secret)
  expect(await f.destinations.find('app', id)).toMatchObject({
    secret: second,
    earlier: { secret: made?.secret, until: f.now() + 86_400_000 },
  })
  await f.call('PUT', `${AT}/${id}`, { name: 'Lake', isEnabled: false }, admin)
  expect(await f.destinations.find('app', id)).toMatchObject({
    name: 'Lake',
    isEnabled: false,
    secret: second,
  })
})

test('a Slack address is a secret: it is never answered, and kept when it comes back as it is shown', async () => {
  const url = 'https://hooks.slack.com/services/T0/B0/abcdefgh1234'
  const { destinations } = await make({ ...hook, kind: 'slack', url })
  expect(destinations[0]).toMatchObject({ url: 'https://hooks.slack.com/…1234', hint: '…1234' })
  const id = destinations[0]?.id ?? ''
  await f.call('PUT', `${AT}/${id}`, { name: 'Leads', url: 'https://hooks.slack.com/…1234' }, admin)
  expect(await f.destinations.find('app', id)).toMatchObject({ name: 'Leads', secret: url })
})

const BAD: readonly (readonly [object, RegExp])[] = [
  [{ ...hook, url: 'https://169.254.169.254/latest' }, /inner network/],
  [{ ...hook, url: 'http://example.com/' }, /https/],
  [{ ...hook, url: 'https://a:b@example.com/' }, /name or password/],
  [{ ...hook, secret: 'hunter2' }, /whsec_/],
  [{ ...hook, kind: 'hubspot' }, /needs a token/],
  [{ ...hook, kind: 'hubspot', secret: 't0ken', fields: { mood: 'x' } }, /no field “mood”/],
  [{ ...hook, kind: 'hubspot', secret: 't0ken', fields: { stage: 'a b' } }, /no name of a field/],
]

test('what would not work is refused, and says why', async () => {
  for (const [body, say] of BAD)
    expect(await f.call('POST', AT, body, admin)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-destination', message: expect.stringMatching(say) } },
    })
  for (const change of [{ topics: [] }, { topics: ['all'] }, { kind: 'fax' }, { name: ' ' }])
    expect(await f.call('POST', AT, { ...hook, ...change }, admin)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-body' } },
    })
  expect(await f.destinations.list('app')).toEqual([])
})

test('a token is not carried to another host', async () => {
  const crm = {
    ...hook,
    kind: 'hubspot',
    url: 'https://api.hubapi.com',
    secret: 'pat-na1-0123456789',
  } as const
  const { destinations } = await make(crm)
  const id = destinations[0]?.id ?? ''
  const moved = await f.call('PUT', `${AT}/${id}`, { url: 'https://elsewhere.example.com' }, admin)
  expect(moved).toMatchObject({ status: 400, body: { error: { code: 'bad-destination' } } })
  expect((await f.call('PUT', `${AT}/${id}`, { name: 'CRM' }, admin)).status).toBe(200)
})

test('what there is not is said so', async () => {
  for (const [method, path, body] of [
    ['PUT', `${AT}/none`, {}],
    ['DELETE', `${AT}/none`, undefined],
    ['POST', `${AT}/none/test`, {}],
    ['POST', `${AT}/none/preview`, {}],
    ['POST', `${AT}/none/replay`, {}],
    ['GET', `${AT}/none/deliveries`, undefined],
  ] as const)
    expect(await f.call(method, path, body, admin)).toMatchObject({
      status: 404,
      body: { error: { code: 'no-such-destination' } },
    })
})

test('messages are delivered, shown by state, and sent once more when they were given up; then all of it goes', async () => {
  let status = 410
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.headers['webhook-id']}`)
    response.statusCode = status
    response.end('gone')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { made } = await make({ ...hook, url: `http://127.0.0.1:${port}/` })
  const at = `${AT}/${made?.id}`
  expect((await f.call('POST', `${at}/test`, {}, admin)).body).toMatchObject({ ok: false })
  status = 200
  expect((await f.call('POST', `${at}/test`, {}, admin)).body).toMatchObject({
    ok: true,
    say: expect.stringMatching(/^Arrived within \d+ ms\.$/),
  })
  status = 410
  await f.store.run(POST, [
    'app/g:acme',
    'm1',
    JSON.stringify({ type: 'x', data: { name: 'Acme' } }),
    f.now(),
  ])
  f.delivery.wake()
  await f.delivery.settled()
  const dead = await f.call('GET', `${at}/deliveries?state=dead`, undefined, admin)
  expect(dead.body as readonly Delivery[]).toMatchObject([
    {
      id: 'm1',
      akey: 'g:acme',
      name: 'Acme',
      state: 'dead',
      attempts: 1,
      lastError: 'Answered 410 Gone: gone',
    },
  ])
  status = 200
  await f.call('POST', `${at}/replay`, { ids: ['m1'] }, admin)
  await f.delivery.settled()
  expect((await f.call('GET', `${at}/deliveries?state=sent`, undefined, admin)).body).toMatchObject([
    { id: 'm1', state: 'sent', lastError: null },
  ])
  expect(seen.slice(2)).toEqual(['m1', 'm1'])
  expect((await f.call('POST', `${at}/preview`, {}, admin)).body).toMatchObject({
    items: [],
    error: expect.stringMatching(/nothing to compare/),
  })
  expect((await f.call('DELETE', at, undefined, admin)).body).toEqual({ destinations: [] })
  expect(await f.store.all('SELECT id FROM deliveries')).toEqual([])
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})
