import {
  addEvidence,
  type Evidence,
  evidenceOf,
  type FireballEvent,
  NO_EVIDENCE,
  parseMessage,
} from '@fireball/core'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { integer, json, text } from './store/row.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const report = (id: string, more: Message = {}): Message => ({
  type: 'track',
  event: 'Report Run',
  userId: 'ann',
  messageId: id,
  timestamp: new Date(NOON - 60_000).toISOString(),
  properties: { outcome: 'success', context: 'sales' },
  ...more,
})

const total = async (column: string, table: string): Promise<number> => {
  const [row] = await collector.store.all(`SELECT COALESCE(SUM(${column}), 0) AS n FROM ${table}`)
  return row === undefined ? -1 : integer(row, 'n')
}

const storedCounts = async (): Promise<Evidence['counts']> => {
  const rows = await collector.store.all('SELECT * FROM counts')
  return Object.fromEntries(
    rows.map(row => [
      [
        text(row, 'akey').slice('app/'.length),
        text(row, 'subject'),
        text(row, 'signal'),
        text(row, 'context'),
        integer(row, 'day'),
      ].join('\t'),
      {
        success: integer(row, 'success'),
        successAssisted: integer(row, 'success_assisted'),
        failure: integer(row, 'failure'),
        failureAssisted: integer(row, 'failure_assisted'),
        none: integer(row, 'other'),
        noneAssisted: integer(row, 'other_assisted'),
        sum: integer(row, 'amount'),
        first: integer(row, 'first_at'),
        last: integer(row, 'last_at'),
      },
    ]),
  )
}

const storedRegisters = async (): Promise<Evidence['registers']> =>
  Object.fromEntries(
    (await collector.store.all('SELECT * FROM registers')).map(row => [
      [text(row, 'akey').slice('app/'.length), text(row, 'subject'), text(row, 'name')].join('\t'),
      { value: json(row, 'value'), at: integer(row, 'at'), id: text(row, 'id') },
    ]),
  ) as Evidence['registers']

test('a message sent twice in one batch counts once', async () => {
  const answer = await collector.send([report('m1'), report('m1')])
  expect(answer).toMatchObject({ accepted: 2, duplicates: 1 })
  expect(await total('success', 'counts')).toBe(1)
})

test('a batch sent again counts once, and says so', async () => {
  await collector.send([report('m1'), report('m2')])
  expect(await collector.send([report('m1'), report('m2'), report('m3')])).toMatchObject({
    accepted: 3,
    duplicates: 2,
  })
  expect(await total('success', 'counts')).toBe(3)
})

test('requests that arrive together share a transaction, and what they repeat counts once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => collector.send([report('same'), report(`own-${i}`)])),
  )
  expect(answers.reduce((sum, one) => sum + one.duplicates, 0)).toBe(9)
  expect(await total('success', 'counts')).toBe(11)
})

test('the same id under another key is another message', async () => {
  await collector.send([report('m1'), report('m1', { userId: 'bob' })])
  expect(await total('success', 'counts')).toBe(2)
})

test('a message without an id has one made of its content when it says when it happened', async () => {
  const { messageId: _, ...bare } = report('')
  await collector.send([bare])
  expect(await collector.send([bare])).toMatchObject({ duplicates: 1 })
  const { timestamp: __, ...timeless } = bare
  expect(await collector.send([timeless, timeless])).toMatchObject({ accepted: 2, duplicates: 0 })
})

test('bots and the team’s own people are stored and counted, and add no evidence', async () => {
  await collector.send([
    report('m1', { context: { userAgent: 'Googlebot/2.1' } }),
    report('m2', { userId: 'staff' }),
    { type: 'identify', userId: 'eve', messageId: 'm3', traits: { email: 'eve@Inside.example' } },
    report('m4'),
  ])
  expect(await total('success', 'counts')).toBe(1)
  const rows = await collector.store.all("SELECT code, n FROM tallies WHERE kind = 'excluded' ORDER BY code")
  expect(rows).toEqual([
    { code: 'bot', n: 1 },
    { code: 'internal', n: 2 },
  ])
  expect(await total('is_excluded', 'events')).toBe(3)
})

test('a browser that says it is a bot is one; a server’s own agent says nothing of its users', async () => {
  const agent = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }
  const post = (writeKey: string, messageId: string) =>
    collector.post('/v1/batch', { writeKey, batch: [report(messageId)] }, agent)
  expect((await post(collector.publishable, 'm1')).status).toBe(200)
  expect(await total('success', 'counts')).toBe(0)
  expect(await total('is_excluded', 'events')).toBe(1)
  expect((await post(collector.secret, 'm2')).status).toBe(200)
  expect(await total('success', 'counts')).toBe(1)
})

test('test keys fill a space of their own', async () => {
  const rows = await collector.store.all(
    "SELECT lookup FROM access_keys WHERE mode = 'test' AND kind = 'publishable'",
  )
  await collector.send([report('m1')], {}, rows.map(row => text(row, 'lookup'))[0])
  await collector.send([report('m1')])
  expect(await collector.store.all('SELECT akey, space FROM events ORDER BY akey')).toEqual([
    { akey: 'app/u:ann', space: 'app' },
    { akey: 'app:test/u:ann', space: 'app:test' },
  ])
})

test('events that no signal reads are listed with what they lack; reserved ones are not', async () => {
  await collector.send([
    report('m1', { event: 'Map Drawn' }),
    report('m2', { event: 'Map Drawn', properties: {} }),
    report('m3', { event: 'Trial Started' }),
    report('m4'),
  ])
  expect(await collector.store.all('SELECT name, n, has_outcome, has_context FROM unmatched')).toEqual([
    { name: 'Map Drawn', n: 2, has_outcome: 1, has_context: 1 },
  ])
})

test('a question becomes one row of the inbox', async () => {
  const ask = report('m1', {
    event: 'Help Asked',
    properties: { help: 'h1', message: 'How?', feature: 'export' },
  })
  await collector.send([ask])
  await collector.send([ask])
  expect(await collector.store.all('SELECT akey, id, subject, feature, message, state FROM help')).toEqual([
    { akey: 'app/u:ann', id: 'h1', subject: 'u:ann', feature: 'export', message: 'How?', state: 'sent' },
  ])
})

test('half a surrogate pair in an id is replaced, and the message still counts once', async () => {
  const odd = report('m\ud83d', { userId: 'x\udc00', event: 'Report Run' })
  expect(await collector.send([odd])).toMatchObject({ accepted: 1, duplicates: 0 })
  expect(await collector.send([odd])).toMatchObject({ duplicates: 1 })
  expect(await total('success', 'counts')).toBe(1)
})

const anyMessage = fc.record({
  kind: fc.constantFrom('run', 'fail', 'identify', 'group', 'quota'),
  user: fc.constantFrom('ann', 'bob', undefined),
  anonymous: fc.constantFrom('x1', 'x2'),
  group: fc.constantFrom('acme', 'birch', undefined),
  context: fc.constantFrom('sales', 'costs'),
  minute: fc.integer({ min: 0, max: 5000 }),
})

type Drawn = typeof anyMessage extends fc.Arbitrary<infer T> ? T : never

const toMessage = (one: Drawn, i: number): Message => {
  const { kind, user, anonymous, group, context, minute } = one
  const base = {
    messageId: `m${i}`,
    anonymousId: anonymous,
    ...(user === undefined ? {} : { userId: user }),
    timestamp: new Date(NOON - minute * 60_000).toISOString(),
    context: group === undefined ? {} : { groupId: group },
  }
  if (kind === 'identify') return { ...base, type: 'identify', traits: { plan: context } }
  if (kind === 'group') return { ...base, type: 'group', groupId: group ?? 'acme', traits: { name: context } }
  if (kind === 'quota')
    return {
      ...base,
      type: 'track',
      event: 'Quota Used',
      properties: { feature: 'export', used: minute, limit: 9 },
    }
  const outcome = kind === 'run' ? 'success' : 'failure'
  return { ...base, type: 'track', event: 'Report Run', properties: { outcome, context } }
}

test('however events are split, repeated and interleaved, the evidence is the fold of the distinct ones', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMessage, { minLength: 1, maxLength: 30 }),
      fc.array(fc.array(fc.nat(29), { maxLength: 20 }), { minLength: 1, maxLength: 8 }),
      async (drawn, splits) => {
        const one = await createTestCollector(aProgram())
        const previous = collector
        collector = one
        try {
          const messages = drawn.map(toMessage)
          const batches = splits.map(split =>
            split.flatMap((i): Message[] => {
              const message = messages[i % messages.length]
              return message === undefined ? [] : [message]
            }),
          )
          // Some together, some one after the other, and at last all of them once more.
          const half = Math.ceil(batches.length / 2)
          await Promise.all(batches.slice(0, half).map(batch => one.send(batch)))
          for (const batch of batches.slice(half)) await one.send(batch)
          await one.send([...messages].reverse())
          const live = await one.programs.live('app')
          const events: FireballEvent[] = messages.flatMap(message => {
            const parsed = parseMessage(message, { shared: {} }, one.now(), () => '')
            return parsed.ok ? [parsed.value.event] : []
          })
          const expected = addEvidence(
            NO_EVIDENCE,
            ...events.map(event => evidenceOf(event, live?.counted ?? [])),
          )
          expect(await storedCounts()).toEqual(expected.counts)
          // A secret key vouches for every trait: beside each stands a second register that says the same.
          const vouched = Object.entries(expected.registers).flatMap(([key, register]) =>
            key.includes('\ttraits.') ? [[key.replace('\ttraits.', '\tvouched.traits.'), register]] : [],
          )
          expect(await storedRegisters()).toEqual({ ...expected.registers, ...Object.fromEntries(vouched) })
          expect(await total('1', 'events')).toBe(new Set(events.map(event => event.id)).size)
          const links = await one.store.all('SELECT COUNT(*) AS n FROM links')
          expect(links).toEqual([{ n: Object.keys(expected.links).length * 2 }])
          expect(one.errors).toEqual([])
        } finally {
          collector = previous
          await one.close()
        }
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
