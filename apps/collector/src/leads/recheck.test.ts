import { DAY_MS } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { integer, maybeInteger, text } from '../store/row.ts'

const HOUR_MS = 3_600_000

let collector: TestCollector
let made = 0
beforeEach(async () => {
  made = 0
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const track = (event: string, properties: Message, at: number, more: Message = {}): Message => ({
  type: 'track',
  event,
  userId: 'ann',
  messageId: `m${++made}`,
  timestamp: at,
  context: { groupId: 'acme' },
  properties,
  ...more,
})

const ran = (context: string, at: number, outcome = 'success', more: Message = {}): Message =>
  track('Report Run', { outcome, context }, at, more)

const able = (at: number, more: Message = {}): readonly Message[] =>
  ['sales', 'costs', 'staff'].map(context => ran(context, at, 'success', more))

const locked = (at: number, more: Message = {}): Message =>
  track('Feature Locked', { feature: 'export' }, at, more)

const group = (traits: Message, at: number, more: Message = {}): Message => ({
  type: 'group',
  userId: 'ann',
  groupId: 'acme',
  messageId: `m${++made}`,
  timestamp: at,
  traits,
  ...more,
})

const send = async (...messages: readonly Message[]): Promise<void> => {
  await collector.send(messages)
  await collector.settled()
}

const pass = async (ms: number): Promise<void> => {
  collector.later(ms)
  collector.wake()
  await collector.settled()
}

const written = async (akey = 'g:acme') =>
  (
    await collector.store.all(
      'SELECT kind, verdict, cycle, withdrawn_at FROM qualifications WHERE akey = $1 ORDER BY kind, verdict, cycle',
      [`app/${akey}`],
    )
  ).map(
    row =>
      `${text(row, 'kind')} ${text(row, 'verdict')} ${integer(row, 'cycle')} ${
        maybeInteger(row, 'withdrawn_at') === null ? 'stands' : 'withdrawn'
      }`,
  )

const told = async () =>
  (
    await collector.store.all("SELECT topic, payload FROM outbox WHERE topic <> 'help.asked' ORDER BY id")
  ).map(row => {
    const { data } = JSON.parse(text(row, 'payload'))
    return [text(row, 'topic'), data.stage, data.isWithdrawn].filter(Boolean).join(' ')
  })

const publish = (change: Parameters<typeof aProgram>[0]) =>
  collector.programs.publish('app', aProgram(change), { author: 'test', note: '' })

test('a trait that came late and was true before takes a qualification back, and everybody is told', async () => {
  await send(...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
  await pass(60_000)
  await send(group({ plan: 'pro' }, NOON - 3 * DAY_MS))
  expect(await written()).toEqual(['upgrade qualified 1 withdrawn'])
  expect(await told()).toEqual(
    expect.arrayContaining(['qualification.qualified', 'qualification.withdrawn', 'lead.stage pql true']),
  )
  expect(await collector.store.all('SELECT prompt FROM offers')).toEqual([])
})

test('what was bought afterwards takes nothing back, however late it is told', async () => {
  await send(...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  await pass(DAY_MS)
  await send(group({ plan: 'pro' }, NOON + 1000))
  await send(group({ plan: 'team' }, NOON + HOUR_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
})

test('a trait of that moment stays known when it is overwritten: what came later proves nothing', async () => {
  await send(group({ plan: 'free' }, NOON - 2 * DAY_MS), ...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  await pass(2 * DAY_MS)
  await send(group({ plan: 'pro' }, NOON + DAY_MS), ran('sales', NOON - 5 * HOUR_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
})

test('failures that had happened before, and came late, take it back', async () => {
  await send(...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
  await pass(60_000)
  await send(...Array.from({ length: 40 }, (_, i) => ran(`x${i}`, NOON - DAY_MS - i, 'failure')))
  expect(await written()).toEqual(['upgrade qualified 1 withdrawn'])
})

test('failures of the same day take nothing back when they came after, nor do those of a later day', async () => {
  await send(...able(NOON - HOUR_MS), locked(NOON - 60_000))
  await pass(HOUR_MS)
  const failures = (at: number) =>
    Array.from({ length: 40 }, (_, i) => ran(i % 2 === 0 ? 'sales' : 'costs', at + i, 'failure'))
  await send(...failures(NOON + 1000))
  await pass(DAY_MS)
  await send(...failures(NOON + DAY_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
})

test('a question before first value was none, once it is known that first value had come before', async () => {
  await send(track('Help Asked', { feature: 'export', help: 'h1', message: 'How?' }, NOON - HOUR_MS))
  expect(await written()).toEqual(['hand-raise help 1 stands'])
  await pass(60_000)
  await send(ran('sales', NOON - 2 * HOUR_MS))
  expect(await written()).toEqual(['hand-raise help 1 withdrawn', 'hand-raise qualified 1 stands'])
})

test('who had left before they ran into the lock takes what they did with them', async () => {
  const alone = { context: {} }
  await send(group({}, NOON - 5 * DAY_MS), ...able(NOON - 2 * DAY_MS, alone), locked(NOON - HOUR_MS, alone))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
  await pass(60_000)
  await send(group({ left: true }, NOON - 3 * DAY_MS))
  expect(await written()).toEqual(['upgrade qualified 1 withdrawn'])
})

test('who leaves afterwards takes nothing with them', async () => {
  await send(group({}, NOON - 5 * DAY_MS), ...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  await pass(2 * DAY_MS)
  await send(group({ left: true }, NOON + DAY_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
})

test('a report of a limit that was not reached takes it back only when it is of before', async () => {
  const runs = Array.from({ length: 20 }, (_, day) => ran(`r${day}`, NOON - (day + 1) * DAY_MS))
  const quota = (used: number, at: number) =>
    track('Quota Used', { feature: 'runs', used, limit: 10, reached: used >= 10 }, at)
  await send(...runs, quota(10, NOON - 5 * HOUR_MS))
  expect(await written()).toEqual(['usage qualified 1 stands'])
  await pass(HOUR_MS)
  await send(quota(2, NOON + 1000))
  expect(await written()).toEqual(['usage qualified 1 stands'])
  await send(ran('late', NOON - 30 * DAY_MS))
  expect(await written()).toEqual(['usage qualified 1 stands'])
})

test('a late report that the limit was not reached is known to be of before', async () => {
  const runs = Array.from({ length: 20 }, (_, day) => ran(`r${day}`, NOON - (day + 1) * DAY_MS))
  const quota = (used: number, at: number) =>
    track('Quota Used', { feature: 'runs', used, limit: 10, reached: used >= 10 }, at)
  await send(...runs, quota(10, NOON - 5 * HOUR_MS))
  await pass(HOUR_MS)
  await send(quota(2, NOON - HOUR_MS))
  expect(await written()).toEqual(['usage qualified 1 withdrawn'])
})

test('another program alone takes nothing back; a late trait does under it as well', async () => {
  await send(...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  await pass(60_000)
  const [reports, ...others] = aProgram().skills
  const harder = reports === undefined ? [] : [{ ...reports, contexts: 9 }, ...others]
  await publish({ skills: harder })
  await send(ran('late', NOON - 3 * DAY_MS))
  expect(await written()).toEqual(['upgrade qualified 1 stands'])
  await publish({ name: 'Another' })
  await send(group({ plan: 'pro' }, NOON - 3 * DAY_MS))
  expect(await written()).toEqual(['upgrade qualified 1 withdrawn'])
})

test('what was written too early is withdrawn, and what holds now is written beside it', async () => {
  await send(...able(NOON - 2 * DAY_MS), locked(NOON - HOUR_MS))
  await pass(2 * DAY_MS)
  await send(
    ...Array.from({ length: 6 }, (_, i) => ran('sales', NOON - DAY_MS - i, 'failure')),
    ...Array.from({ length: 60 }, (_, i) => ran(`y${i % 5}`, NOON + DAY_MS + i)),
  )
  expect(await written()).toEqual(['upgrade qualified 1 withdrawn', 'upgrade qualified 2 stands'])
  expect((await told()).filter(one => one.startsWith('qualification'))).toEqual([
    'qualification.qualified',
    'qualification.withdrawn',
    'qualification.qualified',
  ])
})

test('an erased person is in no record of what a decision saw', async () => {
  await send(
    {
      type: 'identify',
      userId: 'ann',
      messageId: 'i1',
      timestamp: NOON - DAY_MS,
      traits: { plan: 'Ann’s own' },
    },
    ...able(NOON - HOUR_MS),
    locked(NOON - 60_000),
  )
  const seen = async () => (await collector.store.all('SELECT seen FROM qualifications'))[0]?.seen
  expect(await seen()).toContain('Ann’s own')
  const session = await collector.sessions.exchange(await collector.sessions.issue('admin'))
  const answer = await collector.app.request('/api/projects/app/people/u%3Aann', {
    method: 'DELETE',
    headers: { cookie: `fireball_session=${session}` },
  })
  expect(answer.status).toBe(200)
  await collector.settled()
  expect((await seen()) ?? null).toBeNull()
})
