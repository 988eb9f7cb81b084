import { type BatchAnswer, compileSignals, knownOfUser, membership, userKey } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { signUser } from './trust.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const ran = (id: string, seq: number | undefined, more: Message = {}): Message => ({
  type: 'track',
  event: 'Report Run',
  userId: 'ann',
  messageId: id,
  timestamp: NOON - 1000,
  properties: { outcome: 'success', context: 'sales' },
  context: seq === undefined ? {} : { fireball: { device: 'd1', seq } },
  ...more,
})

const signed = (userId: string): Message => ({
  fireball: { signature: signUser(userId, collector.identity) },
})

const ask = (messages: readonly Message[], envelope: Message = {}): Promise<BatchAnswer> =>
  collector.send(messages, envelope, collector.publishable)

test('a signed user gets their own evidence, with keys as a browser knows them', async () => {
  await collector.send([ran('m1', undefined, { context: { groupId: 'acme' } })])
  const { snapshot } = await ask([ran('m2', 1)], signed('ann'))
  expect(snapshot).toMatchObject({ through: 1, gaps: [] })
  const who = membership(Object.values(snapshot?.evidence.links ?? {}))
  const known = snapshot && knownOfUser(snapshot.evidence, who, userKey('ann'))
  const hash = compileSignals(aProgram().signals)[0]?.hash
  expect(known?.rows.map(row => [row.signal, row.success])).toEqual([
    [hash, 1],
    [hash, 1],
  ])
  expect(Object.keys(snapshot?.evidence.counts ?? {}).every(key => /^(u:ann|g:acme)\t/.test(key))).toBe(true)
})

test('trust is stored with each event', async () => {
  await ask([ran('m1', 1), ran('m2', 2, { userId: 'bob' })], signed('ann'))
  await collector.send([ran('m3', undefined)])
  expect(await collector.store.all('SELECT id, trust FROM events ORDER BY id')).toEqual([
    { id: 'm1', trust: 'signed' },
    { id: 'm2', trust: 'claimed' },
    { id: 'm3', trust: 'secret' },
  ])
})

test.each([
  ['no signature', () => ({})],
  ['a signature of another user', () => signed('bob')],
  ['a signature under another secret', () => ({ fireball: { signature: signUser('ann', 'guess') } })],
  ['an empty signature', () => ({ fireball: { signature: '' } })],
  ['a cut signature', () => ({ fireball: { signature: signUser('ann', collector.identity).slice(0, 63) } })],
  ['a signature that is no text', () => ({ fireball: { signature: true } })],
])('with %s, claiming an id reads nothing', async (_, envelope) => {
  await collector.send([
    ran('m1', undefined),
    { type: 'identify', userId: 'ann', traits: { plan: 'secret-plan' } },
  ])
  for (const claim of [
    await ask([ran('m2', 1)], envelope()),
    await ask([], { userId: 'ann', ...envelope() }),
    await ask([{ type: 'group', userId: 'ann', groupId: 'acme' }], envelope()),
  ]) {
    expect(claim.snapshot).toBeUndefined()
    expect(JSON.stringify(claim)).not.toContain('secret-plan')
  }
})

test('a signed user reads nothing of colleagues or of the account', async () => {
  await collector.send([
    ran('m1', undefined, { userId: 'bob', context: { groupId: 'acme' } }),
    { type: 'group', userId: 'bob', groupId: 'acme', traits: { plan: 'secret-plan' } },
    { type: 'identify', userId: 'bob', traits: { phone: 'secret-phone' }, context: { groupId: 'acme' } },
  ])
  const { snapshot } = await ask([ran('m2', 1, { context: { groupId: 'acme' } })], signed('ann'))
  expect(JSON.stringify(snapshot)).not.toMatch(/secret|bob/)
})

test('a secret key speaks of many users and gets nobody’s snapshot', async () => {
  const answer = await collector.send([ran('m1', 1)], signed('ann'))
  expect(answer.snapshot).toBeUndefined()
})

test('the snapshot names what is missing of a device, whatever the order of arrival', async () => {
  await ask([ran('m5', 5), ran('m2', 2), ran('m1', 1)])
  const { snapshot } = await ask([ran('m8', 8)], signed('ann'))
  expect(snapshot).toMatchObject({ through: 8, gaps: [3, 4, 6, 7] })
  const later = await ask([ran('m4', 4), ran('m3', 3), ran('m6', 6), ran('m7', 7)], signed('ann'))
  expect(later.snapshot).toMatchObject({ through: 8, gaps: [] })
})

test('no snapshot when more is missing of a device than an answer can name: the rest would count twice', async () => {
  await ask([ran('m1', 1)], signed('ann'))
  const { snapshot } = await ask([ran('m900', 900)], signed('ann'))
  expect(snapshot).toBeUndefined()
})

test('the coverage of a device stays a few rows', async () => {
  for (let seq = 1; seq <= 40; seq++) await ask([ran(`m${seq}`, seq)], signed('ann'))
  const rows = await collector.store.all('SELECT akey FROM coverage')
  expect(rows.length).toBeLessThan(20)
  const { snapshot } = await ask([], {
    userId: 'ann',
    context: { fireball: { device: 'd1' } },
    ...signed('ann'),
  })
  expect(snapshot).toMatchObject({ through: 40, gaps: [] })
})

test('no snapshot while a signal is being filled: its rows would be incomplete', async () => {
  await ask([ran('m1', 1)])
  const program = aProgram()
  const signals = program.signals.map(one => ({ ...one, where: { 'properties.outcome': 'success' } }))
  await collector.programs.publish('app', { ...program, signals }, { author: 'test', note: '' })
  await collector.settled()
  // A fill this small is over at once: here it stands still half-way.
  const stand = async (from: string, to: string) => {
    expect(
      await collector.store.run(`UPDATE fills SET state = '${to}' WHERE state = '${from}'`),
    ).toBeGreaterThan(0)
    collector.programs.refresh('app')
  }
  await stand('complete', 'filling')
  expect((await ask([ran('m2', 2)], signed('ann'))).snapshot).toBeUndefined()
  await stand('filling', 'complete')
  expect((await ask([ran('m3', 3)], signed('ann'))).snapshot).toMatchObject({ through: 3 })
})

test('the state of a question is told to who asked, and to nobody else', async () => {
  await ask([ran('m1', 1, { event: 'Help Asked', properties: { help: 'h1', message: 'How?' } })])
  const asked = { fireball: { help: ['h1', 'h2'] } }
  expect((await ask([], { userId: 'ann', ...asked })).help).toEqual([{ id: 'h1', state: 'sent' }])
  await collector.store.run("UPDATE help SET state = 'answered', answer = 'Like this'")
  expect((await ask([], { userId: 'ann', ...asked })).help).toEqual([
    { id: 'h1', state: 'answered', answer: 'Like this' },
  ])
  expect((await ask([], { userId: 'bob', ...asked })).help).toEqual([])
  expect((await ask([], asked)).help).toEqual([])
})
