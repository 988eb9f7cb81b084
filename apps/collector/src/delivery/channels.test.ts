import { isObject, type JsonObject } from '@fireball/core'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import type { Call, Called } from './call.ts'
import type { Outgoing } from './channel.ts'
import { type Answer, answered } from './fixture.ts'
import { hubspot } from './hubspot.ts'
import type { LeadValues } from './lead-values.ts'
import { salesforce } from './salesforce.ts'
import { slackChannel, slackMessage } from './slack.ts'
import type { StoredDestination } from './stored-destination.ts'
import { crmChannel } from './upsert.ts'
import { isSigningKey, newSigningKey, webhookChannel } from './webhook.ts'

const destination = (more: Partial<StoredDestination> = {}): StoredDestination => ({
  project: 'app',
  id: 'd1',
  kind: 'webhook',
  name: 'Test',
  url: 'https://crm.example.com',
  secret: 'pat-na1-0123456789abcdef',
  earlier: undefined,
  topics: ['qualification.qualified'],
  fields: {},
  isEnabled: true,
  createdAt: 0,
  sent: 0,
  lastSentAt: null,
  lastError: null,
  failingSince: null,
  resumesAt: null,
  ...more,
})

const message = (id: string, akey: string, data: JsonObject = {}): Outgoing => {
  const payload = { type: 'qualification.qualified', timestamp: '2026-03-01T12:00:00.000Z', data }
  return { id, akey, topic: 'qualification.qualified', at: 0, payload, body: JSON.stringify(payload) }
}

const lead = (id: string, more: Partial<LeadValues> = {}): LeadValues => ({
  id,
  name: id.toUpperCase(),
  domain: null,
  score: 88,
  chance: 0.5,
  stage: 'pql',
  type: 'Golden Lead',
  reason: 'Ran into a lock.',
  action: 'Call them',
  deal: null,
  link: null,
  ...more,
})

/** Ports whose calls are kept and answered by a function. */
const ports = (answer: Answer) => {
  const calls: Call[] = []
  const call = async (made: Call): Promise<Called> => {
    calls.push(made)
    return answer(made)
  }
  return { calls, ports: { caller: { call }, now: Date.now, waitMs: () => 0 } }
}

const bodyOf = ({ body = '' }: Call) => JSON.parse(body)
const failing = (): never => {
  throw new Error('not called')
}

const KNOWN: ReadonlyMap<string, LeadValues> = new Map(
  Array.from({ length: 250 }, (_, n) => [`app/g:c${n}`, lead(`c${n}`)] as const),
)
const readLeads = async (akeys: readonly string[]) =>
  new Map([...KNOWN].filter(([akey]) => akeys.includes(akey)))

test('a webhook is signed as the standard says; a new key signs beside the one before', async () => {
  const [key, before] = [newSigningKey(), newSigningKey()]
  expect(isSigningKey(key)).toBe(true)
  const { calls, ports: given } = ports(() => answered(204))
  const target = destination({ secret: key, earlier: { secret: before, until: Date.now() + 60_000 } })
  const sent = await webhookChannel(given).send(target, [message('m1', 'app/g:c1', { name: 'Ünïcode' })])
  expect(sent).toEqual([{ kind: 'sent' }])
  const { body = '', headers = {} } = calls[0] ?? failing()
  for (const secret of [key, before])
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ data: { name: 'Ünïcode' } })
  expect(headers['webhook-id']).toBe('m1')
  expect(() => new Webhook(newSigningKey()).verify(body, headers)).toThrow()
  expect(() => new Webhook(key).verify(body.replace('code', 'kode'), headers)).toThrow()

  const late = destination({ secret: key, earlier: { secret: before, until: Date.now() - 1 } })
  await webhookChannel(given).send(late, [message('m1', 'app/g:c1')])
  const second = calls[1] ?? failing()
  expect(() => new Webhook(before).verify(second.body ?? '', second.headers ?? {})).toThrow()
})

test('what a destination answers is told without the secrets in it', async () => {
  const secret = newSigningKey()
  const { ports: given } = ports(({ headers }) =>
    answered(400, `bad ${secret} in ${JSON.stringify(headers)}`),
  )
  const [outcome] = await webhookChannel(given).send(destination({ secret }), [message('m1', 'app/g:c1')])
  expect(outcome).toMatchObject({
    kind: 'refused',
    say: expect.stringMatching(/^Answered 400 Bad Request: bad/),
  })
  expect(JSON.stringify(outcome)).not.toContain(secret)
})

test('a Slack message says which account, why, what to do, and leads there; markup in names stays text', () => {
  const payload = message('m1', 'app/g:acme', {
    account: 'g:acme',
    name: 'Acme <!channel> & Sons',
    kind: 'upgrade',
    target: 'exports',
    reasons: ['Ann ran into the lock.', 'Has the skills for it.'],
    action: 'Call Ann about Exports',
    type: 'Golden Lead',
    chance: 0.815,
    link: 'https://fireball.example.com/console/app/accounts/g%3Aacme',
  })
  expect(slackMessage(payload)).toEqual({
    text: 'Acme &lt;!channel&gt; &amp; Sons is a product-qualified lead: upgrade · exports',
    unfurl_links: false,
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: [
            '*Acme &lt;!channel&gt; &amp; Sons* is a product-qualified lead: upgrade · exports',
            '• Ann ran into the lock.',
            '• Has the skills for it.',
            '*What to do:* Call Ann about Exports',
          ].join('\n'),
        },
      },
      {
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: 'Golden Lead · chance to convert 82 % · <https://fireball.example.com/console/app/accounts/g%3Aacme|Open the account>',
          },
        ],
      },
    ],
  })
})

test('a Slack message goes to the address that only the store knows', async () => {
  const { calls, ports: given } = ports(() => answered(200, 'ok'))
  const secret = 'https://hooks.slack.com/services/T0/B0/abcdefgh'
  const target = destination({ kind: 'slack', url: 'https://hooks.slack.com/…efgh', secret })
  expect(await slackChannel(given).send(target, [message('m1', 'app/g:c1', { name: 'C' })])).toEqual([
    { kind: 'sent' },
  ])
  expect(calls[0]?.url).toBe(secret)
})

test('HubSpot gets a hundred records a call at most, each by its unique property', async () => {
  const { calls, ports: given } = ports(() => answered(200, '{"status":"COMPLETE","results":[]}'))
  const channel = crmChannel(hubspot(given), readLeads)
  expect(channel.batch).toBe(100)
  const outcomes = await channel.send(destination({ kind: 'hubspot' }), [
    message('m1', 'app/g:c1'),
    message('m2', 'app/g:c1'),
    message('m3', 'app/g:gone'),
    message('m4', 'app/g:c2'),
  ])
  expect(outcomes).toEqual(Array.from({ length: 4 }, () => ({ kind: 'sent' })))
  expect(calls[0]).toMatchObject({
    url: 'https://crm.example.com/crm/v3/objects/companies/batch/upsert',
    headers: { authorization: 'Bearer pat-na1-0123456789abcdef' },
  })
  expect(bodyOf(calls[0] ?? failing()).inputs).toMatchObject([
    {
      id: 'c1',
      idProperty: 'fireball_id',
      properties: { name: 'C1', fireball_score: '88', fireball_chance: '0.5', fireball_stage: 'pql' },
    },
    { id: 'c2' },
  ])
})

test('of a HubSpot batch some records may fail: those alone are dead, and those not spoken of are tried again', async () => {
  const answer = JSON.stringify({
    results: [{ id: '1', properties: { fireball_id: 'c1' } }],
    errors: [
      { status: 'error', message: 'Property is not valid', context: { objectWriteTraceId: ['record-1'] } },
    ],
  })
  const { ports: given } = ports(() => answered(207, answer))
  const outcomes = await crmChannel(hubspot(given), readLeads).send(
    destination({ kind: 'hubspot' }),
    [1, 2, 3].map(n => message(`m${n}`, `app/g:c${n}`)),
  )
  expect(outcomes).toEqual([
    { kind: 'sent' },
    { kind: 'refused', say: 'HubSpot refused the record: Property is not valid' },
    expect.objectContaining({ kind: 'failed', isAll: false }),
  ])
})

test('a HubSpot batch that is refused as a whole is split until the one that is wrong is found', async () => {
  const { calls, ports: given } = ports(call =>
    call.body?.includes('"c7"') === true ? answered(400, '{"message":"bad c7"}') : answered(200, '{}'),
  )
  const outcomes = await crmChannel(hubspot(given), readLeads).send(
    destination({ kind: 'hubspot' }),
    Array.from({ length: 100 }, (_, n) => message(`m${n}`, `app/g:c${n}`)),
  )
  expect(outcomes.map(one => one.kind).filter(kind => kind !== 'sent')).toEqual(['refused'])
  expect(outcomes[7]).toMatchObject({ kind: 'refused' })
  expect(calls.length).toBeLessThan(20)
})

test('the whole HubSpot batch waits when there were too many calls, or the token is no good', async () => {
  const tooMany = ports(() => answered(429, '', { 'retry-after': '5' }))
  const [busy] = await crmChannel(hubspot({ ...tooMany.ports, waitMs: () => 5000 }), readLeads).send(
    destination({ kind: 'hubspot' }),
    [message('m1', 'app/g:c1')],
  )
  expect(busy).toMatchObject({ kind: 'failed', isAll: true, waitMs: 5000 })
  const noToken = ports(() => answered(401, '{"message":"expired"}'))
  const [refused] = await crmChannel(hubspot(noToken.ports), readLeads).send(
    destination({ kind: 'hubspot' }),
    [message('m1', 'app/g:c1'), message('m2', 'app/g:c2')],
  )
  expect(refused).toMatchObject({ kind: 'refused' })
  expect(noToken.calls).toHaveLength(1)
})

test('a preview reads what is there, says what would be written, and writes nothing', async () => {
  const { calls, ports: given } = ports(() =>
    answered(
      207,
      JSON.stringify({
        results: [
          {
            properties: {
              fireball_id: 'c1',
              name: 'C1',
              fireball_score: '88.0',
              fireball_chance: '0.5',
              fireball_stage: 'pql',
              fireball_type: 'Golden Lead',
              fireball_reason: 'Ran into a lock.',
              fireball_action: 'Call them',
            },
          },
          {
            properties: { fireball_id: 'c2', name: 'C2', fireball_stage: 'activating', fireball_score: null },
          },
        ],
        errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['c3'] } }],
      }),
    ),
  )
  const { preview = failing } = crmChannel(hubspot(given), readLeads)
  const { items, error } = await preview(destination({ kind: 'hubspot' }), [
    'app/g:c1',
    'app/g:c2',
    'app/g:c3',
  ])
  expect(error).toBeNull()
  expect(items.map(({ akey, does }) => [akey, does])).toEqual([
    ['g:c1', 'same'],
    ['g:c2', 'update'],
    ['g:c3', 'create'],
  ])
  expect(items[1]?.changes).toContainEqual({ field: 'fireball_stage', from: 'activating', to: 'pql' })
  expect(items[1]?.changes).toContainEqual({ field: 'fireball_score', from: null, to: '88' })
  expect(calls.map(call => call.url)).toEqual(['https://crm.example.com/crm/v3/objects/companies/batch/read'])
})

test('a test of HubSpot looks whether its properties are there, and the id is unique', async () => {
  const names = ['name', 'fireball_stage', 'our_id']
  const fields = { id: 'our_id', name: 'name', stage: 'fireball_stage' }
  const look = (list: readonly object[]) =>
    crmChannel(hubspot(ports(() => answered(200, JSON.stringify({ results: list }))).ports), readLeads).test(
      destination({ kind: 'hubspot', fields }),
    )
  expect(await look(names.map(name => ({ name, hasUniqueValue: name === 'our_id' })))).toMatchObject({
    ok: true,
  })
  expect(await look(names.map(name => ({ name })))).toMatchObject({
    ok: false,
    say: expect.stringMatching(/unique/),
  })
  expect(await look([{ name: 'our_id' }])).toEqual({
    ok: false,
    say: 'HubSpot’s companies have no property name, fireball_stage.',
  })
})

test('Salesforce gets two hundred records a call at most, by an external id; each has an outcome of its own', async () => {
  const { calls, ports: given } = ports(({ body }) => {
    const { records } = JSON.parse(body ?? '')
    return answered(
      200,
      JSON.stringify(
        records.map((_: unknown, n: number) =>
          n === 1
            ? { success: false, errors: [{ statusCode: 'INVALID_FIELD', message: 'No such column' }] }
            : n === 2
              ? { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'Later' }] }
              : { id: '001', success: true, created: false, errors: [] },
        ),
      ),
    )
  })
  const channel = crmChannel(salesforce(given), readLeads)
  expect(channel.batch).toBe(200)
  const outcomes = await channel.send(
    destination({ kind: 'salesforce', secret: '00Dxx0000001gPL!AQ' }),
    Array.from({ length: 200 }, (_, n) => message(`m${n}`, `app/g:c${n}`)),
  )
  expect(outcomes.slice(0, 4).map(one => one.kind)).toEqual(['sent', 'refused', 'failed', 'sent'])
  expect(outcomes).toHaveLength(200)
  expect(calls).toHaveLength(1)
  expect(calls[0]).toMatchObject({
    method: 'PATCH',
    url: 'https://crm.example.com/services/data/v60.0/composite/sobjects/Account/Fireball_Id__c',
  })
  expect(bodyOf(calls[0] ?? failing())).toMatchObject({
    allOrNone: false,
    records: expect.arrayContaining([
      expect.objectContaining({ attributes: { type: 'Account' }, Name: 'C0', Fireball_Id__c: 'c0' }),
    ]),
  })
})

test('a Salesforce token is fetched, and once more when it no longer opens anything', async () => {
  let issued = 0
  const { calls, ports: given } = ports(({ url, headers, body }) => {
    if (url.endsWith('/services/oauth2/token')) {
      expect(body).toBe('grant_type=client_credentials&client_id=3MVG9key&client_secret=sec%2Fret')
      return answered(200, JSON.stringify({ access_token: `token-${++issued}` }))
    }
    return headers?.authorization === 'Bearer token-2'
      ? answered(200, '[{"success":true}]')
      : answered(401, '[{"errorCode":"INVALID_SESSION_ID"}]')
  })
  const channel = crmChannel(salesforce(given), readLeads)
  const target = destination({ kind: 'salesforce', secret: '3MVG9key:sec/ret' })
  expect(await channel.send(target, [message('m1', 'app/g:c1')])).toEqual([{ kind: 'sent' }])
  expect(await channel.send(target, [message('m2', 'app/g:c2')])).toEqual([{ kind: 'sent' }])
  expect(calls.map(({ url }) => url.split('/').at(-1))).toEqual([
    'token',
    'Fireball_Id__c',
    'token',
    'Fireball_Id__c',
    'Fireball_Id__c',
  ])
  expect(await channel.send({ ...target, secret: 'wrong:pair' }, [])).toEqual([])
})

test('a Salesforce preview asks by query, whatever stands in an id', async () => {
  const { calls, ports: given } = ports(() =>
    answered(200, JSON.stringify({ records: [{ Fireball_Id__c: "o'c", Name: 'O' }] })),
  )
  const values = new Map([['app/g:o', lead("o'c", { name: 'O' })]])
  const { preview = failing } = crmChannel(salesforce(given), async () => values)
  const fields = { name: 'Name' }
  const { items } = await preview(destination({ kind: 'salesforce', fields }), ['app/g:o'])
  expect(items).toMatchObject([{ does: 'same' }])
  expect(new URL(calls[0]?.url ?? '').searchParams.get('q')).toBe(
    "SELECT Fireball_Id__c, Name FROM Account WHERE Fireball_Id__c IN ('o\\'c')",
  )
  expect(isObject(calls[0]?.body)).toBe(false)
})
