import { afterEach, beforeEach, expect, test } from 'vitest'
import { examineProject } from './doctor.ts'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { createRetention, type Retention } from './retention.ts'

const DAY = 86_400_000

let collector: TestCollector
let retention: Retention

beforeEach(async () => {
  collector = await createTestCollector(aProgram())
  const { store, programs, now } = collector
  retention = createRetention({ store, programs, now })
})
afterEach(() => collector.close())

let made = 0
const done = (daysAgo: number, event = 'Report Run'): Message => ({
  type: 'track',
  event,
  userId: `user-${made % 3}`,
  anonymousId: 'visitor',
  messageId: `message-${++made}`,
  timestamp: new Date(NOON - daysAgo * DAY).toISOString(),
  properties: { outcome: 'success', context: `c${made % 2}` },
  context: { groupId: 'acme' },
})

const evidence = async () => ({
  counts: await collector.store.all('SELECT * FROM counts ORDER BY akey, subject, signal, context, day'),
  registers: await collector.store.all('SELECT * FROM registers ORDER BY akey, subject, name'),
  links: await collector.store.all('SELECT * FROM links ORDER BY akey, kind, source, target, day'),
})
const days = async () =>
  (await collector.store.all('SELECT day, COUNT(*) AS n FROM events GROUP BY day ORDER BY day')).map(row => [
    Number(row.day) - 20_000,
    Number(row.n),
  ])

test('events of closed days go, and the evidence is the same as before', async () => {
  await collector.send([done(9), done(9), done(5), done(3), done(1), done(0)])
  const before = await evidence()
  await retention.keep('app', 4)
  expect(await retention.roll('app')).toBe(3)
  expect(await days()).toEqual([
    [-3, 1],
    [-1, 1],
    [0, 1],
  ])
  expect(await evidence()).toEqual(before)
  expect(await retention.kept('app')).toEqual({ days: 4, closedThrough: 19_995, droppedThrough: 19_995 })
})

test('what comes late for a closed day is refused, counted, and changes nothing; the rest of its batch counts', async () => {
  await collector.send([done(9), done(1)])
  await retention.keep('app', 4)
  await retention.roll('app')
  const before = await evidence()
  const answer = await collector.send([done(5), { ...done(1), event: '' }, done(4)])
  expect(answer.accepted).toBe(1)
  expect(answer.refused.map(({ code, index, got }) => [code, index, got])).toEqual([
    ['day-closed', 0, '2024-09-29'],
    ['bad-name', 1, ''],
  ])
  const after = await evidence()
  expect(after.counts.filter(row => Number(row.day) <= 19_995)).toEqual(
    before.counts.filter(row => Number(row.day) <= 19_995),
  )
  const [tally] = await collector.store.all(
    `SELECT n FROM tallies WHERE kind = 'refused' AND code = 'day-closed'`,
  )
  expect(tally).toEqual({ n: 1 })
})

test('a message of a closed day that is sent again is not counted again', async () => {
  const message = done(9)
  await collector.send([message])
  await retention.keep('app', 4)
  await retention.roll('app')
  const before = await evidence()
  expect((await collector.send([message])).accepted).toBe(0)
  expect(await evidence()).toEqual(before)
})

test('days close while the clock goes on, and a day that was closed stays closed when more are to be kept', async () => {
  await collector.send([done(4), done(0)])
  await retention.keep('app', 4)
  expect(await retention.roll('app')).toBe(0)
  collector.later(DAY)
  expect(await retention.roll('app')).toBe(1)
  await retention.keep('app', null)
  expect((await collector.send([done(9)])).accepted).toBe(0)
  expect(await retention.kept('app')).toMatchObject({ days: null, closedThrough: 19_996 })
})

test('a process that ended between closing and dropping leaves no events', async () => {
  await collector.send([done(9)])
  await retention.keep('app', 4)
  await collector.store.run('UPDATE retention SET closed_through = 19995')
  expect(await retention.roll('app')).toBe(1)
  expect(await days()).toEqual([])
})

test('a signal that changes says from which day it is exact, and closed days are left as they were', async () => {
  await collector.send([done(9), done(1)])
  await retention.keep('app', 4)
  await retention.roll('app')
  const closed = (await evidence()).counts.filter(row => Number(row.day) <= 19_995)
  const [first, ...rest] = aProgram().signals
  if (first === undefined) throw new Error('no signal')
  const changed = aProgram({ signals: [{ ...first, outcome: 'success' as const }, ...rest] })
  const published = await collector.programs.publish('app', changed, { author: 'test', note: '' })
  expect(published.ok).toBe(true)
  await collector.settled()
  expect((await evidence()).counts.filter(row => Number(row.day) <= 19_995)).toEqual(closed)
  const exact = await collector.store.all(
    'SELECT DISTINCT exact_from FROM fills WHERE exact_from IS NOT NULL',
  )
  expect(exact).toEqual([{ exact_from: 19_996 }])
})

test('the doctor passes over closed days', async () => {
  await collector.send([done(9), done(1)])
  await retention.keep('app', 4)
  await retention.roll('app')
  expect(await examineProject(collector, 'app', false)).toMatchObject({
    keys: 1,
    events: 1,
    ailments: [],
    closedThrough: 19_995,
  })
})
