import { afterEach, beforeEach, expect, test } from 'vitest'
import { examineProject } from './doctor.ts'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'

let collector: TestCollector

const MESSAGES: readonly Message[] = [
  ...Array.from({ length: 30 }, (_, i) => ({
    type: 'track',
    event: i % 3 === 0 ? 'Report Run' : 'Something Else',
    userId: `user-${i % 4}`,
    anonymousId: `visitor-${i % 5}`,
    messageId: `message-${i}`,
    timestamp: new Date(NOON - (i % 6) * 86_400_000).toISOString(),
    properties: { outcome: i % 2 === 0 ? 'success' : 'failure', context: `c${i % 2}` },
    ...(i % 2 === 0 ? { context: { groupId: 'acme' } } : {}),
  })),
  { type: 'identify', userId: 'user-1', messageId: 'i', traits: { role: 'admin' } },
  { type: 'group', userId: 'user-1', groupId: 'acme', messageId: 'g', traits: { plan: 'pro' } },
]

const evidence = async () => ({
  counts: await collector.store.all('SELECT * FROM counts ORDER BY akey, subject, signal, context, day'),
  registers: await collector.store.all('SELECT * FROM registers ORDER BY akey, subject, name'),
  links: await collector.store.all('SELECT * FROM links ORDER BY akey, kind, source, target, day'),
})

beforeEach(async () => {
  collector = await createTestCollector(aProgram())
  await collector.send(MESSAGES)
  await collector.settled()
})
afterEach(() => collector.close())

test('evidence that is the sum of the events is sound, and repairing changes nothing', async () => {
  const before = await evidence()
  expect(before.counts.length).toBeGreaterThan(3)
  const diagnosis = await examineProject(collector, 'app', true)
  expect(diagnosis?.ailments).toEqual([])
  expect(diagnosis?.events).toBe(32)
  expect(await evidence()).toEqual(before)
})

test.each([
  ['a count too high', 'UPDATE counts SET success = success + 1'],
  ['counts that are gone', 'DELETE FROM counts'],
  ['a count that nothing made', `UPDATE counts SET context = 'nowhere' WHERE success > 0`],
  ['a first time that is wrong', 'UPDATE counts SET first_at = first_at - 1'],
  ['registers that are gone', 'DELETE FROM registers'],
  ['a register that says something else', `UPDATE registers SET value = '"other"'`],
  ['links that are gone', 'DELETE FROM links'],
  ['links that are too late', "UPDATE links SET at = at + 1000 WHERE kind <> 'member'"],
  [
    'evidence of someone without events',
    `UPDATE counts SET akey = 'app/u:ghost' WHERE akey = 'app/u:user-1'`,
  ],
])('%s is found, and put right', async (_, damage) => {
  const before = await evidence()
  await collector.store.run(damage)
  expect(await evidence()).not.toEqual(before)
  expect((await examineProject(collector, 'app', false))?.ailments).not.toEqual([])
  expect(await evidence()).not.toEqual(before)
  await examineProject(collector, 'app', true)
  expect(await evidence()).toEqual(before)
  expect((await examineProject(collector, 'app', false))?.ailments).toEqual([])
})

test('what arrives while the doctor looks is no ailment', async () => {
  const looking = examineProject(collector, 'app', true)
  for (let i = 0; i < 10; i++)
    await collector.send([{ ...MESSAGES[0], messageId: `later-${i}`, userId: `user-${i % 4}` }])
  expect((await looking)?.ailments).toEqual([])
  expect((await examineProject(collector, 'app', false))?.ailments).toEqual([])
})
