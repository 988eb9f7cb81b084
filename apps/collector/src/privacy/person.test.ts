import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'

let collector: TestCollector
let headers: Record<string, string> = {}
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
  const session = await collector.sessions.exchange(await collector.sessions.issue('admin'))
  headers = { cookie: `fireball_session=${session}` }
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const ran = (id: string, more: Message): Message => ({
  type: 'track',
  event: 'Report Run',
  messageId: id,
  timestamp: NOON - 1000,
  properties: { outcome: 'success', context: 'sales' },
  ...more,
})

/** Two colleagues; one of them also before signing in, from a device of her own. */
const fill = async (): Promise<void> => {
  await collector.send([
    ran('m1', { anonymousId: 'ann-before', context: { fireball: { device: 'ann-device', seq: 1 } } }),
    {
      type: 'identify',
      userId: 'ann-id',
      anonymousId: 'ann-before',
      messageId: 'm2',
      traits: { email: 'ann@mail.example', name: 'Ann Person' },
    },
    ran('m3', { userId: 'ann-id', context: { groupId: 'acme' } }),
    { type: 'group', userId: 'ann-id', groupId: 'acme', messageId: 'm4', traits: { plan: 'free' } },
    ran('m5', {
      userId: 'ann-id',
      event: 'Help Asked',
      properties: { help: 'h1', message: 'ann asks' },
      context: { groupId: 'acme' },
    }),
    ran('m6', { userId: 'bob-id', context: { groupId: 'acme' } }),
    { type: 'identify', userId: 'bob-id', messageId: 'm7', traits: { email: 'bob@mail.example' } },
    { type: 'track', userId: 'ann-id', event: '', messageId: 'refused' },
  ])
  await collector.settled()
}

const person = (method: string, user: string) =>
  collector.app.request(`/api/projects/app/people/${user}`, { method, headers })

/** Every cell of every table of data, as one text. */
const everything = async (): Promise<string> => {
  const cells: unknown[] = []
  for (const table of [
    'events',
    'counts',
    'registers',
    'links',
    'coverage',
    'touched',
    'accounts',
    'qualifications',
    'offers',
    'outbox',
    'help',
    'prompt_stats',
    'lives',
    'lead_types',
    'segment_accounts',
    'touches',
    'trials',
    'refused',
    'audit',
  ])
    cells.push(await collector.store.all(`SELECT * FROM ${table}`))
  return JSON.stringify(cells)
}

test('an export holds everything of a person, by any of their ids, and nothing of a colleague', async () => {
  await fill()
  for (const id of ['ann-id', 'a:ann-before']) {
    const answer = await (await person('GET', id)).json()
    expect(answer).toMatchObject({ subjects: ['u:ann-id', 'a:ann-before'], accounts: ['g:acme'] })
    const text = JSON.stringify(answer.tables)
    for (const own of ['ann@mail.example', 'ann-before', 'ann-device', 'ann asks', '"m1"', '"m3"'])
      expect(text).toContain(own)
    expect(text).not.toMatch(/bob/)
  }
})

test('after an erasure nothing of the person is left anywhere, and everything of the colleague is', async () => {
  await fill()
  expect(await everything()).toMatch(/ann-id/)
  await collector.app.request('/api/projects/app/accounts/g%3Aacme/touches', {
    method: 'POST',
    headers,
    body: JSON.stringify({ kind: 'lost', reason: 'Ann Person left, bob-id stays' }),
  })
  const answer = await (await person('DELETE', 'ann-id')).json()
  expect(answer.removed).toMatchObject({ help: 1, coverage: 1, refused: 1, touches: 1 })
  await collector.settled()
  expect(await everything()).not.toMatch(/ann-id|ann-before|ann-device|ann@mail|Ann Person|ann asks/)
  expect(await everything()).toMatch(/bob@mail\.example/)
  const account = await collector.app.request('/api/projects/app/accounts/g%3Aacme', { headers })
  expect((await account.json()).users.map((one: { user: string }) => one.user)).toEqual(['u:bob-id'])
})

test('the log tells that somebody was erased, by a hash that only who knows the id can check', async () => {
  await fill()
  await person('DELETE', 'ann-id')
  const log = await (await collector.app.request('/api/projects/app/audit', { headers })).json()
  expect(log).toMatchObject([{ actor: 'admin', action: 'person.erased' }])
  expect(log[0].target).toMatch(/^person [0-9a-f]{16}$/)
})

test('who comes back after an erasure is counted anew', async () => {
  await fill()
  await person('DELETE', 'ann-id')
  await collector.send([
    ran('n1', { anonymousId: 'ann-before' }),
    { type: 'identify', userId: 'ann-id', anonymousId: 'ann-before', messageId: 'n2', traits: {} },
  ])
  const answer = await (await person('GET', 'ann-id')).json()
  expect(answer.subjects).toEqual(['u:ann-id', 'a:ann-before'])
})

test('of somebody unknown there is nothing, and nothing is erased', async () => {
  await fill()
  const before = await collector.store.all('SELECT id FROM events ORDER BY id')
  expect((await (await person('GET', 'nobody')).json()).tables).toEqual({})
  expect((await (await person('DELETE', 'nobody')).json()).removed).toEqual({})
  expect(await collector.store.all('SELECT id FROM events ORDER BY id')).toEqual(before)
})

test('test data are apart from live data', async () => {
  await fill()
  const [row] = await collector.store.all("SELECT COUNT(*) AS n FROM events WHERE space = 'app:test'")
  expect(row?.n).toBe(0)
})
