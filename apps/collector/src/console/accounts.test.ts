import type { AccountList, AccountPage, HelpInbox, HelpItem, RecentEvents } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

let f: Fixture
let headers: Record<string, string>
beforeEach(async () => {
  f = await createFixture()
  headers = await f.signIn('editor')
})
afterEach(() => f.dispose())

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await f.call('GET', `/projects/app${path}`, undefined, headers)
  expect([status, body]).toEqual([200, body])
  return body as T
}

const report = (userId: string, context: string, more: object = {}) => ({
  type: 'track',
  event: 'Report Run',
  userId,
  properties: { outcome: 'success', context },
  timestamp: '2026-03-01T10:00:00Z',
  ...more,
})
const identify = (userId: string, traits: object) => ({ type: 'identify', userId, traits })
const inAcme = { context: { groupId: 'acme' } }

/** Acme: Ada is able, and hit the lock; Bob only looks. Carl is alone, Dora did nothing. */
const population = async () => {
  await f.receive(
    identify('ada', { name: 'Ada', email: 'ada@acme.example' }),
    identify('bob', { email: 'bob@acme.example' }),
    identify('carl', {}),
    identify('dora', { name: '100 %_!' }),
    { type: 'group', userId: 'ada', groupId: 'acme', traits: { name: 'Acme', seats: 4 } },
    { type: 'group', userId: 'bob', groupId: 'acme', traits: {} },
    report('ada', 'a', inAcme),
    report('ada', 'b', inAcme),
    report('ada', 'c', inAcme),
    { ...report('carl', 'a'), properties: { outcome: 'failure', context: 'a' } },
  )
  await f.receive({
    type: 'track',
    event: 'Feature Locked',
    userId: 'ada',
    properties: { feature: 'exports' },
    ...inAcme,
  })
  await f.settle()
}

test('the list is ranked, each row with one reason and one action', async () => {
  await population()
  const list = await get<AccountList>('/accounts')
  expect(list.accounts.map(({ akey, name, stage, isOfOne }) => [akey, name, stage, isOfOne])).toEqual([
    ['g:acme', 'Acme', 'pql', false],
    ['u:carl', 'carl', 'first-value', true],
    ['u:dora', '100 %_!', 'signed-up', true],
  ])
  expect(list.accounts[0]?.reason).toContain('Exports')
  expect(list.accounts[0]?.action).toBe('Talk to Ada about Exports')
  expect(list).toMatchObject({ total: 3, ofOne: 2, pending: 0, computedAt: f.now() })
  expect(list.stages).toEqual({ 'signed-up': 1, activating: 0, 'first-value': 1, pql: 1 })
  expect(list.product).toEqual({
    rate: expect.closeTo(1 / 3),
    complete: 0,
    firstValue: expect.closeTo(2 / 3),
    accounts: 3,
  })
})

test.each([
  ['?ofOne=hide', ['g:acme'], 1],
  ['?stage=signed-up', ['u:dora'], 1],
  ['?q=ACM', ['g:acme'], 1],
  ['?q=u:c', ['u:carl'], 1],
  ['?q=%25_', ['u:dora'], 1],
  ['?q=_c', [], 0],
  ['?q=!', ['u:dora'], 1],
  ['?limit=1&offset=1', ['u:carl'], 3],
  ['?offset=99', [], 3],
  ['?stage=constructor&limit=-1&offset=x&q=', ['g:acme', 'u:carl', 'u:dora'], 3],
  ["?q=' OR 1=1", [], 0],
])('%s narrows the list', async (search, akeys, total) => {
  await population()
  const list = await get<AccountList>(`/accounts${search}`)
  expect(list.accounts.map(one => one.akey)).toEqual(akeys)
  expect(list.total).toBe(total)
})

test('stages are counted before the list is narrowed; hiding accounts of one changes them', async () => {
  await population()
  expect((await get<AccountList>('/accounts?stage=pql&q=zzz')).stages['signed-up']).toBe(1)
  const hidden = await get<AccountList>('/accounts?ofOne=hide')
  expect(hidden.stages).toEqual({ 'signed-up': 0, activating: 0, 'first-value': 0, pql: 1 })
  expect(hidden.product.accounts).toBe(1)
  expect(hidden.ofOne).toBe(2)
})

test('ability narrows the list, and stages are counted within it', async () => {
  await population()
  const all = await get<AccountList>('/accounts')
  expect(all.accounts[0]?.ability).toEqual({
    quadrant: 'silent-win',
    able: 1,
    users: 2,
    share: 1 / 2,
    depth: expect.any(Number),
    breadth: 1,
    plateau: false,
    plateaus: 0,
    skills: ['Run reports'],
  })
  expect(all.quadrants).toEqual({
    'throwing-fireballs': 0,
    'silent-win': 1,
    'spinning-wheels': 0,
    'not-started': 2,
  })
  const narrowed = await get<AccountList>('/accounts?quadrant=silent-win')
  expect(narrowed.accounts.map(one => one.akey)).toEqual(['g:acme'])
  expect(narrowed).toMatchObject({ total: 1, stages: { pql: 1, 'signed-up': 0 } })
  expect(narrowed.product.accounts).toBe(3)
  expect((await get<AccountList>('/accounts?quadrant=nonsense')).total).toBe(3)
})

test('an empty project has an empty list', async () => {
  const list = await get<AccountList>('/accounts')
  expect(list).toMatchObject({ accounts: [], total: 0, ofOne: 0, computedAt: null })
  expect(list.product).toEqual({ rate: 0, complete: 0, firstValue: 0, accounts: 0 })
})

test('the account page: users, activation, skills, the trace of each qualification, history, timeline', async () => {
  await population()
  const page = await get<AccountPage>('/accounts/g%3Aacme')
  const [listed] = (await get<AccountList>('/accounts')).accounts
  expect(page.row).toEqual(listed)
  expect(page.traits).toEqual({ name: 'Acme', seats: 4 })
  expect(page.activation).toMatchObject({
    title: 'Get started',
    done: 1,
    total: 2,
    titles: { report: 'Run a report' },
  })
  expect(page.skills).toEqual([
    {
      key: 'reports',
      name: 'Run reports',
      requires: [],
      able: 1,
      tried: 1,
      share: 1 / 2,
      stuck: 0,
      fading: 0,
    },
  ])
  expect(page.users.map(({ user, name, email, activation }) => [user, name, email, activation])).toEqual([
    ['u:ada', 'Ada', 'ada@acme.example', 0.5],
    ['u:bob', 'bob@acme.example', 'bob@acme.example', 0],
  ])
  expect(page.users[0]?.skills[0]).toMatchObject({ key: 'reports', state: 'able', contexts: 3 })
  expect(page.now).toHaveLength(1)
  expect(page.now[0]).toMatchObject({
    kind: 'upgrade',
    target: 'exports',
    verdict: 'qualified',
    user: 'u:ada',
  })
  expect(page.now[0]?.reasons.map(one => one.code)).toEqual(['lock-hit', 'value', 'ready'])
  expect(page.history).toMatchObject([
    { kind: 'upgrade', target: 'exports', verdict: 'qualified', at: f.now() },
  ])
  expect(page.history[0]?.reasons).toEqual(page.now[0]?.reasons)
  expect(page.timeline.map(one => one.name)).toEqual(
    expect.arrayContaining(['Feature Locked', 'Report Run', 'group', 'identify']),
  )
  expect(page.timeline.find(one => one.name === 'Report Run')).toMatchObject({
    user: 'u:ada',
    signals: ['report'],
    isAssisted: false,
    trust: 'secret',
  })
})

test('an account of one has a page of its own; an unknown one has none', async () => {
  await population()
  const page = await get<AccountPage>('/accounts/u:carl')
  expect(page.row).toMatchObject({ isOfOne: true, name: 'carl' })
  expect(page.timeline.map(one => one.name)).toContain('Report Run')
  for (const akey of ['u:nobody', 'g:nobody', 'carl', 'x:1', 'g:', "g:' OR 1=1"]) {
    const path = `/projects/app/accounts/${encodeURIComponent(akey)}`
    expect((await f.call('GET', path, undefined, headers)).status).toBe(404)
  }
})

test('what was qualified and held is on the page as it stands, with the guard that holds it', async () => {
  await f.receive(
    { ...report('eve', 'a'), properties: { outcome: 'failure', context: 'a' } },
    { type: 'track', event: 'Feature Locked', userId: 'eve', properties: { feature: 'exports' } },
  )
  await f.settle()
  const page = await get<AccountPage>('/accounts/u:eve')
  expect(page.now).toMatchObject([{ verdict: 'held', missing: ['Run reports'] }])
  expect(page.now[0]?.reasons.map(one => one.code)).toContain('no-ready')
  expect(page.history).toEqual([])
})

const ask = (userId: string, help: string, more: object = {}) => ({
  type: 'track',
  event: 'Help Asked',
  userId,
  properties: { feature: 'exports', message: 'How do I export?', help },
  timestamp: '2026-03-01T11:00:00Z',
  ...more,
})

test('a request for help reaches the inbox with what bears on it, is seen, is answered', async () => {
  await population()
  await f.receive(ask('ada', 'h1', inAcme), ask('carl', 'h2', { timestamp: '2026-03-01T11:30:00Z' }))
  const inbox = await get<HelpInbox>('/help')
  expect(inbox.open).toBe(2)
  expect(inbox.items.map(({ id, akey, user, name }) => [id, akey, user, name])).toEqual([
    ['h2', 'u:carl', 'u:carl', 'carl'],
    ['h1', 'g:acme', 'u:ada', 'Ada'],
  ])
  expect(inbox.items[0]).toMatchObject({
    state: 'sent',
    feature: 'exports',
    message: 'How do I export?',
    missing: ['Run reports'],
    evidence: ['Run reports: 0 successes, 1 failure.', '1 of 2 steps done.'],
  })
  expect(inbox.items[1]).toMatchObject({ missing: [] })
  expect(inbox.items[1]?.evidence).toContain('Ran into the lock on Exports on 2026-03-01.')

  const change = async (id: string, body: object) => f.call('POST', `/projects/app/help/${id}`, body, headers)
  f.later(1000)
  const seen = await change('h2', { state: 'seen' })
  expect(seen.body).toMatchObject({ id: 'h2', state: 'seen', seenAt: f.now() })
  f.later(1000)
  const answered = (await change('h2', { state: 'answered', answer: ' Like this. ' })).body as HelpItem
  expect(answered).toMatchObject({
    state: 'answered',
    answer: 'Like this.',
    seenAt: f.now() - 1000,
    answeredAt: f.now(),
  })
  // Looking again takes nothing back.
  expect((await change('h2', { state: 'seen' })).body).toMatchObject({ state: 'answered' })
  const after = await get<HelpInbox>('/help')
  expect(after.open).toBe(1)
  expect(after.items.map(one => one.id)).toEqual(['h1', 'h2'])
  expect((await change('nope', { state: 'seen' })).status).toBe(404)

  await f.settle()
  expect((await get<AccountPage>('/accounts/g:acme')).help.map(one => one.id)).toEqual(['h1'])
})

test('an account whose user waits for an answer goes first and says so, until it was answered', async () => {
  await f.receive(
    { type: 'track', event: 'Page Opened', userId: 'bea', context: { groupId: 'bolt' } },
    { ...ask('ann', 'h1', { context: { groupId: 'acme' } }), properties: { message: 'How?', help: 'h1' } },
    { type: 'track', event: 'Page Opened', userId: 'bea', context: { groupId: 'bolt' } },
  )
  await f.settle()
  const first = async () => (await get<AccountList>('/accounts')).accounts[0]
  expect(await first()).toMatchObject({
    akey: 'g:acme',
    reason: 'ann asked for help and waits for an answer.',
    action: 'Answer ann',
  })
  expect((await get<AccountPage>('/accounts/g:acme')).row.reason).toContain('waits for an answer')
  await f.call('POST', '/projects/app/help/h1', { state: 'answered', answer: 'So.' }, headers)
  await f.settle()
  expect((await get<AccountList>('/accounts')).accounts.map(one => one.reason).join()).not.toContain('waits')
})

test('an event that names no account asks for help in the account of its user, which is named', async () => {
  await population()
  await f.receive(ask('bob', 'h3'), ask('carl', 'h4'))
  const { items } = await get<HelpInbox>('/help')
  const named = items.map(({ user, akey, accountName }) => [user, akey, accountName])
  expect(named).toContainEqual(['u:bob', 'g:acme', 'Acme'])
  expect(named).toContainEqual(['u:carl', 'u:carl', undefined])
})

test('a row names what somebody is able in', async () => {
  await population()
  const { accounts } = await get<AccountList>('/accounts')
  expect(accounts.map(one => one.ability?.skills)).toEqual([['Run reports'], [], []])
})

test('a name cannot turn the text around it', async () => {
  await f.receive(identify('eve', { name: 'Eve \u202elive' }), report('eve', 'a'))
  await f.receive(ask('eve', 'h5'))
  await f.settle()
  const [row] = (await get<AccountList>('/accounts')).accounts
  expect(row?.name).toBe('Eve live')
  expect(row?.reason).toContain('Eve live asked for help')
  expect((await get<HelpInbox>('/help')).items[0]?.name).toBe('Eve live')
})

test('who only looks at pages has been active; who was only named has not', async () => {
  await population()
  await f.receive({ type: 'page', name: 'Home', userId: 'gus', timestamp: '2026-03-01T09:00:00Z' })
  await f.settle()
  const at = Date.parse('2026-03-01T09:00:00Z')
  const page = await get<AccountPage>('/accounts/u:gus')
  expect([page.row.lastActiveAt, page.users[0]?.lastActiveAt]).toEqual([at, at])
  expect(page.timeline[0]).toMatchObject({ type: 'page', name: 'Home' })
  expect((await get<AccountPage>('/accounts/u:dora')).row.lastActiveAt).toBeNull()
})

test('what arrives is told live, newest last, the refused among it, each once', async () => {
  await f.receive(report('ada', 'a', inAcme), { type: 'track', event: '', userId: 'x' })
  await f.receive({ type: 'page', name: 'Home', anonymousId: 'v1', timestamp: 'never' })
  const first = await get<RecentEvents>('/events/recent')
  expect(
    first.events.map(one => (one.kind === 'accepted' ? [one.type, one.name, one.user] : one.error.code)),
  ).toEqual([['track', 'Report Run', 'u:ada'], 'bad-name', ['page', 'Home', 'a:v1']])
  expect(first.events[0]).toMatchObject({ account: 'acme', signals: ['report'], warnings: [] })
  expect(first.events[2]).toMatchObject({ warnings: ['bad-timestamp'] })
  expect(first.counts).toEqual({ accepted: 2, refused: { 'bad-name': 1 }, warnings: { 'bad-timestamp': 1 } })

  const again = await get<RecentEvents>(`/events/recent?after=${first.cursor}`)
  expect(again).toMatchObject({ events: [], cursor: first.cursor })
  await f.receive(report('bob', 'a'))
  const next = await get<RecentEvents>(`/events/recent?after=${first.cursor}`)
  expect(next.events).toMatchObject([{ user: 'u:bob' }])
  expect((await get<RecentEvents>('/events/recent?after=nonsense')).events).toHaveLength(4)
})
