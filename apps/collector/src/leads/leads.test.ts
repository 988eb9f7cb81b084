import { type AccountRow, DAY_MS, type LeadPage, type LeadView } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { createAssessor } from './assessor.ts'

let collector: TestCollector
let headers: Record<string, string> = {}
let made = 0
beforeEach(async () => {
  made = 0
  collector = await createTestCollector(
    aProgram({
      segments: [
        { key: 'busy', name: 'Busy', where: { 'engagement.raw': { $gt: 0 } } },
        { key: 'golden', name: 'Golden', where: { 'lead.type': 'golden-lead' } },
      ],
      leads: { mql: { 'account.employees': { $gte: 10 } } },
    }),
  )
  await signIn()
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

/** Sessions end while a test lets weeks pass. */
const signIn = async (): Promise<void> => {
  const session = await collector.sessions.exchange(await collector.sessions.issue('editor'))
  headers = { cookie: `fireball_session=${session}` }
}

const track = (event: string, properties: Message = {}, more: Message = {}): Message => ({
  type: 'track',
  event,
  userId: 'ann',
  messageId: `m${++made}`,
  timestamp: collector.now(),
  context: { groupId: 'acme' },
  properties,
  ...more,
})

const ran = (context: string, more: Message = {}): Message =>
  track('Report Run', { outcome: 'success', context }, more)

const able = (more: Message = {}): readonly Message[] => [
  ran('sales', more),
  ran('costs', more),
  ran('staff', more),
]

const group = (traits: Message, groupId = 'acme'): Message => ({
  type: 'group',
  userId: 'ann',
  groupId,
  messageId: `m${++made}`,
  timestamp: collector.now(),
  traits,
})

const send = async (...messages: readonly Message[]): Promise<void> => {
  await collector.send(messages)
  await collector.settled()
}

/** Stages that were sent out, in their order. */
const told = async () =>
  (await collector.store.all("SELECT payload FROM outbox WHERE topic = 'lead.stage' ORDER BY id")).map(
    row => (json(row, 'payload') as { data: { stage: string } }).data.stage,
  )

const pass = async (ms: number): Promise<void> => {
  collector.later(ms)
  collector.wake()
  await collector.settled()
}

const lead = async (akey = 'g:acme'): Promise<LeadView | undefined> => {
  const [row] = await collector.store.all('SELECT body FROM accounts WHERE akey = $1', [`app/${akey}`])
  return row && ((json(row, 'body') as AccountRow).lead ?? undefined)
}

const lives = async (akey = 'g:acme') =>
  (
    await collector.store.all(
      'SELECT cycle, stage, at, withdrawn_at FROM lives WHERE akey = $1 ORDER BY at, id',
      [`app/${akey}`],
    )
  ).map(row => {
    const end = maybeInteger(row, 'withdrawn_at') === null ? '' : ' withdrawn'
    return `${integer(row, 'cycle')} ${text(row, 'stage')} ${(integer(row, 'at') - NOON) / DAY_MS}${end}`
  })

const page = async (akey = 'g:acme'): Promise<LeadPage> => {
  const answer = await collector.app.request(`/api/projects/app/accounts/${encodeURIComponent(akey)}/lead`, {
    headers,
  })
  return answer.json()
}

const touch = async (body: Message, akey = 'g:acme') => {
  const answer = await collector.app.request(
    `/api/projects/app/accounts/${encodeURIComponent(akey)}/touches`,
    { method: 'POST', headers, body: JSON.stringify(body) },
  )
  await collector.settled()
  return { status: answer.status, body: await answer.json() }
}

const list = async (query: string) => {
  const answer = await collector.app.request(`/api/projects/app/accounts${query}`, { headers })
  return answer.json()
}

const offersOf = async (userId: string): Promise<readonly string[]> =>
  (await collector.send([], { userId }, collector.publishable)).offers.map(one => one.key)

const locked = (more: Message = {}) => track('Feature Locked', { feature: 'export' }, more)

test('an evaluation writes what an account is as a lead: its row, its life, its type and its segments', async () => {
  await send(ran('sales'))
  expect(await lead()).toMatchObject({ stage: 'first-value', cycle: 1, segments: ['busy'], deal: null })
  expect(await lives()).toEqual(['1 signed-up 0', '1 activating 0', '1 first-value 0'])
  const [row] = await collector.store.all('SELECT lead_type, life, p_close, closes_at FROM accounts')
  expect(row).toMatchObject({ lead_type: '', life: 'first-value' })
  expect(integer(row ?? {}, 'p_close')).toBe(Math.round(((await lead())?.propensity.p ?? 0) * 1e6))
  expect(integer(row ?? {}, 'closes_at')).toBe(NOON + 30 * DAY_MS)
  expect(await collector.store.all('SELECT segment FROM segment_accounts')).toEqual([{ segment: 'busy' }])
  expect(await collector.store.all('SELECT akey FROM lead_types')).toHaveLength(1)
})

test('looking again writes nothing twice; a later date than before withdraws and writes anew', async () => {
  await send(ran('sales'))
  await send(ran('sales'), ran('costs'))
  expect(await lives()).toEqual(['1 signed-up 0', '1 activating 0', '1 first-value 0'])
  await send(ran('early', { timestamp: NOON - DAY_MS }))
  expect(await lives()).toEqual([
    '1 signed-up -1',
    '1 activating -1',
    '1 first-value -1',
    '1 signed-up 0 withdrawn',
    '1 activating 0 withdrawn',
    '1 first-value 0 withdrawn',
  ])
})

test('others are told of each stage once, with its reasons, and not of what happened long ago', async () => {
  await send(ran('sales', { timestamp: NOON - 30 * DAY_MS }))
  expect(await told()).toEqual([])
  await send(...able(), locked())
  await send(locked())
  expect(await told()).toEqual(['pql'])
})

test('a purchase wins the account, a cancellation ends the round, and a person’s word opens the next', async () => {
  await send(...able(), group({ plan: 'pro' }), track('Subscription Started', { plan: 'pro', value: 10 }))
  expect(await lead()).toMatchObject({ stage: 'won', closesAt: null })
  await pass(2 * DAY_MS)
  await send(track('Subscription Cancelled', { plan: 'pro' }))
  expect((await lead())?.stage).toBe('churned')
  await pass(DAY_MS)
  expect((await touch({ kind: 'recycled' })).body.lead).toMatchObject({ stage: 'recycled', cycle: 2 })
})

test('a customer at risk is spoken to once, and by a date that stays', async () => {
  await send(...able(), group({ plan: 'pro' }), track('Subscription Started', { plan: 'pro', value: 10 }))
  for (let day = 0; day < 9; day++) await pass(DAY_MS)
  await signIn()
  const noticed = await lead()
  expect(noticed).toMatchObject({ stage: 'at-risk', touch: { state: 'due' } })
  await pass(DAY_MS)
  expect(await lead()).toMatchObject({ since: noticed?.since, touch: { by: noticed?.touch.by } })
  await touch({ kind: 'touched' })
  await pass(DAY_MS)
  expect((await lead())?.touch.state).toBe('done')
})

test('a lost account that is taken up again is spoken to anew', async () => {
  await send(...able(), locked())
  await pass(1000)
  await touch({ kind: 'touched' })
  await pass(DAY_MS)
  await touch({ kind: 'lost', reason: 'No budget' })
  await pass(DAY_MS)
  await touch({ kind: 'recycled' })
  expect(await lead()).toMatchObject({ stage: 'recycled', cycle: 2, touch: { state: 'due' } })
})

test('a lost account that runs into the lock again is a new qualification, told and dated as such', async () => {
  const qualifications = () => collector.store.all('SELECT cycle, at FROM qualifications ORDER BY cycle')
  await send(...able(), locked())
  await touch({ kind: 'lost', reason: 'No budget' })
  await pass(DAY_MS)
  await send(ran('more'))
  expect(await qualifications()).toHaveLength(1)
  await signIn()
  await touch({ kind: 'recycled' })
  expect((await lead())?.stage).toBe('recycled')
  await pass(DAY_MS)
  const at = collector.now()
  await send(locked())
  expect(await lead()).toMatchObject({ stage: 'pql', cycle: 2, since: at })
  expect(await qualifications()).toMatchObject([{ cycle: 1 }, { cycle: 2, at }])
  await pass(DAY_MS)
  expect(await lead()).toMatchObject({ stage: 'pql', cycle: 2, since: at })
  expect(await qualifications()).toHaveLength(2)
  expect((await told()).slice(-4)).toEqual(['pql', 'lost', 'recycled', 'pql'])
})

test('a lost account that shows a prompt’s own interest again is a new qualification, too', async () => {
  const program = aProgram()
  await collector.programs.publish(
    'app',
    aProgram({
      signals: [...program.signals, { key: 'plans', name: 'Looked at plans', on: { event: 'Plans Viewed' } }],
      prompts: program.prompts.map(one =>
        one.key === 'buy-export' ? { ...one, when: { 'events.plans.count': { $gte: 1 } } } : one,
      ),
    }),
    { author: 'test', note: '' },
  )
  const qualifications = () => collector.store.all('SELECT cycle, at FROM qualifications ORDER BY cycle')
  await send(...able(), track('Plans Viewed'))
  expect(await lead()).toMatchObject({ stage: 'pql', cycle: 1 })
  await pass(1000)
  await touch({ kind: 'lost', reason: 'No budget' })
  await pass(DAY_MS)
  await send(ran('more'))
  expect(await qualifications()).toHaveLength(1)
  expect((await lead())?.stage).toBe('lost')
  await pass(DAY_MS)
  const at = collector.now()
  await send(track('Plans Viewed'))
  expect(await lead()).toMatchObject({ stage: 'pql', cycle: 2, since: at })
  expect(await qualifications()).toMatchObject([{ cycle: 1 }, { cycle: 2, at }])
})

test('interest is gone when what it was read from proves to be somebody else’s', async () => {
  await collector.programs.publish(
    'app',
    aProgram({ leads: { mql: { 'events.report.count': { $gte: 3 } } } }),
    { author: 'test', note: '' },
  )
  const visitor = { userId: undefined, anonymousId: 'z9', context: {} }
  await send(group({}), ...able(visitor))
  await send({ type: 'identify', userId: 'ann', anonymousId: 'z9', messageId: 'i1', timestamp: NOON })
  expect((await lead())?.mqlAt).toBe(NOON)
  await send({
    type: 'identify',
    userId: 'bob',
    anonymousId: 'z9',
    messageId: 'i2',
    timestamp: NOON - 60_000,
  })
  expect((await lead())?.mqlAt).toBeNull()
})

test('a qualification is as old as the first of its users who had all that it takes', async () => {
  const aaron = { userId: 'aaron' }
  await send(...able({ timestamp: NOON - 5 * DAY_MS }), locked({ timestamp: NOON - 4 * DAY_MS }))
  expect(await lives()).toContain('1 pql -4')
  await send(
    ...able({ ...aaron, timestamp: NOON - 3 * DAY_MS }),
    locked({ ...aaron, timestamp: NOON - 2 * DAY_MS }),
  )
  expect(await lives()).toContain('1 pql -4')
  expect(await lives()).not.toContain('1 pql -2')
})

test('a touch is noted with who and why, makes the account due, and is on the page', async () => {
  await send(...able(), locked())
  expect((await page()).touches).toEqual([])
  const { status, body } = await touch({ kind: 'touched', reason: 'Called them' })
  expect(status).toBe(200)
  expect(body.touches).toMatchObject([{ kind: 'touched', by: 'editor', reason: 'Called them', at: NOON }])
  expect(await lead()).toMatchObject({ stage: 'touched', touch: { state: 'done' } })
  expect(await collector.store.all("SELECT target FROM audit WHERE action = 'account.touched'")).toEqual([
    { target: 'g:acme' },
  ])
})

test.each([
  [{ kind: 'lost' }, 'reason'],
  [{ kind: 'disqualified', reason: '  ' }, 'reason'],
  [{ kind: 'snoozed' }, 'until'],
  [{ kind: 'snoozed', until: NOON }, 'until'],
  [{ kind: 'touched', until: NOON + 1 }, 'snoozed'],
  [{ kind: 'kissed' }, 'kind'],
])('%j is refused, and says what is missing', async (body, word) => {
  await send(ran('sales'))
  const answer = await touch(body)
  expect(answer.status).toBe(400)
  expect(answer.body.error.message).toContain(word)
  expect(await collector.store.all('SELECT id FROM touches')).toEqual([])
})

test('of an account that nobody knows there is no page, and nothing to touch', async () => {
  expect((await touch({ kind: 'touched' }, 'g:nobody')).status).toBe(404)
  expect(await page('g:nobody')).toMatchObject({ error: { code: 'no-such-account' } })
})

test('what snoozes wakes by itself', async () => {
  await send(...able(), locked())
  await touch({ kind: 'snoozed', until: NOON + DAY_MS / 4, reason: 'On holiday' })
  expect((await lead())?.touch.state).toBe('snoozed')
  await pass(DAY_MS / 4)
  expect((await lead())?.touch.state).not.toBe('snoozed')
})

test('an ended trial adds what its account was in the middle of it, once, and moves the odds', async () => {
  await send(track('Trial Started'), ...able())
  await pass(13 * DAY_MS)
  expect(await collector.store.all('SELECT akey FROM trials')).toEqual([])
  await pass(2 * DAY_MS)
  const [row] = await collector.store.all('SELECT won, cycle, body FROM trials')
  expect(row).toMatchObject({ won: 0, cycle: 1 })
  const { membership } = json(row ?? {}, 'body') as { membership: Record<string, number> }
  expect(Object.values(membership).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1)
  await signIn()
  const { posteriors } = await page()
  const data = posteriors.reduce((sum, one) => sum + one.data.lost, 0)
  expect(data).toBeCloseTo(1)
  for (const { posterior } of posteriors) {
    expect(posterior.low).toBeLessThan(posterior.odds)
    expect(posterior.high).toBeGreaterThan(posterior.odds)
  }
  await send(ran('later'))
  expect(await collector.store.all('SELECT akey FROM trials')).toHaveLength(1)
  await send(track('Subscription Started', { plan: 'pro' }))
  expect(await collector.store.all('SELECT won FROM trials')).toEqual([{ won: 1 }])
})

test('what was said of an account after the middle of its trial says nothing of what it was then', async () => {
  const answered = (at: number): Message => ({
    ...track('Survey Answered', { survey: 'in-the-way', answer: 'budget' }),
    timestamp: at,
  })
  const membership = async () => {
    const [row] = await collector.store.all('SELECT body FROM trials')
    return (json(row ?? {}, 'body') as { membership: Record<string, number> }).membership
  }
  await send(
    track('Trial Started'),
    track('Message Received', { thread: 't' }),
    track('Message Received', { thread: 'u' }, { userId: 'cara' }),
  )
  await pass(20 * DAY_MS)
  const before = await membership()
  expect(before.incompatible).toBeCloseTo(before['positive-procrastinator'] ?? 0)
  await send(answered(collector.now()))
  expect(await membership()).toEqual(before)
  await send({ ...answered(NOON + DAY_MS), userId: 'cara' })
  expect((await membership())['positive-procrastinator']).toBe(0)
})

test('messages of which only the account is known are nobody: no user, no champion', async () => {
  const mail = { userId: undefined, anonymousId: 'messages:acme' }
  await collector.programs.publish(
    'app',
    aProgram({
      signals: [...aProgram().signals, { key: 'wrote', name: 'Wrote', on: { event: 'Message Received' } }],
      segments: [{ key: 'two', name: 'Two or more', where: { 'account.users': { $gte: 2 } } }],
    }),
    { author: 'test', note: '' },
  )
  await send(ran('sales'), ...[1, 2, 3].map(n => track('Message Received', { thread: `t${n}` }, mail)))
  expect(await lead()).toMatchObject({
    segments: [],
    communication: { inbound: 3 },
    engagement: { activeUsers: 1, champions: [{ user: 'u:ann' }] },
  })
})

test('everybody whose trial is over is counted for how simple the product is, however many they are', async () => {
  const longAgo = NOON - 20 * DAY_MS
  const users = Array.from({ length: 240 }, (_, n) => `u${n}`)
  await send(
    ...users.map((userId, n) =>
      n % 4 === 0
        ? track('Report Shared', { outcome: 'success', context: 'c' }, { userId, timestamp: longAgo + n })
        : ran('c', { userId, timestamp: longAgo + n }),
    ),
  )
  const [row] = await collector.store.all('SELECT trial_users, self_served FROM accounts')
  expect(row).toMatchObject({ trial_users: 240, self_served: 240 })
})

test('a message anywhere connects a source: silence then says something of everybody', async () => {
  await send(...able(), ran('x', { userId: 'bob', context: { groupId: 'birch' } }))
  expect((await lead())?.communication.responsiveness).toBe('unknown')
  await send(track('Message Received', { thread: 't' }, { userId: 'bob', context: { groupId: 'birch' } }))
  expect((await lead('g:birch'))?.communication.responsiveness).toBe('active')
  expect((await lead())?.communication.responsiveness).toBe('silent')
})

test('what we write, show or bill makes nobody active', async () => {
  await send(ran('sales'))
  const activeAt = async () => (await list('')).accounts[0]?.lastActiveAt
  await pass(3 * DAY_MS)
  await signIn()
  await send(
    track('Message Sent', { thread: 't' }),
    track('Prompt Shown', { prompt: 'buy-export' }),
    track('Subscription Started', { plan: 'pro', value: 10 }),
  )
  expect(await activeAt()).toBe(NOON)
  await send(track('Message Received', { thread: 't' }))
  expect(await activeAt()).toBe(collector.now())
})

test('interest is dated by the evidence, and stays', async () => {
  await send(ran('sales', { timestamp: NOON - 3 * DAY_MS }), group({ employees: 20 }))
  expect(await lead()).toMatchObject({ mqlAt: NOON - 3 * DAY_MS, sqlAt: null })
  await pass(DAY_MS)
  await send(group({ employees: 1 }))
  expect((await lead())?.mqlAt).toBe(NOON - 3 * DAY_MS)
})

test('the list is narrowed by type, life and segment, ordered as asked, and says how many there are', async () => {
  const other = { userId: 'bob', context: { groupId: 'birch' } }
  await send(...able(), locked(), ran('x', other), group({ dealSize: 50 }), {
    ...group({ dealSize: 9000 }, 'birch'),
    userId: 'bob',
  })
  const keys = async (query: string) => (await list(query)).accounts.map((one: { akey: string }) => one.akey)
  expect(await keys('?life=pql')).toEqual(['g:acme'])
  expect(await keys('?life=first-value')).toEqual(['g:birch'])
  expect(await keys('?segment=busy')).toEqual(['g:acme', 'g:birch'])
  expect(await keys('?segment=busy&life=pql')).toEqual(['g:acme'])
  expect(await keys('?segment=golden')).toEqual([])
  expect(await keys('?segment=nothing')).toEqual([])
  expect(await keys('?type=golden-lead')).toEqual([])
  expect(await keys('?sort=value')).toEqual(['g:birch', 'g:acme'])
  expect(await keys('?sort=engagement&limit=1')).toEqual(['g:acme'])
  expect(await list('?segment=busy&life=pql')).toMatchObject({
    total: 1,
    lives: { pql: 1, 'first-value': 1 },
    segments: [
      { key: 'busy', accounts: 2 },
      { key: 'golden', accounts: 0 },
    ],
    countedAt: NOON,
  })
})

test('what a page says of money does not count, is named, and never goes before what a server told', async () => {
  const claim = async (...messages: readonly Message[]) => {
    await collector.send(messages, {}, collector.publishable)
    await collector.settled()
  }
  await send(ran('sales'))
  await claim(group({ dealSize: 9000, isTarget: true, trialEndsAt: NOON + DAY_MS, employees: 20 }))
  expect(await lead()).toMatchObject({
    deal: null,
    closesAt: NOON + 30 * DAY_MS,
    mqlAt: NOON,
    claimed: ['dealSize', 'isTarget', 'trialEndsAt'],
  })
  expect((await lead())?.type.observed).toEqual([])
  await send(group({ dealSize: 100 }))
  expect(await lead()).toMatchObject({ deal: 100, claimed: ['isTarget', 'trialEndsAt'] })
  await pass(1000)
  await claim(group({ dealSize: 9000 }))
  expect((await lead())?.deal).toBe(100)
  await collector.programs.publish('app', aProgram({ forecast: { trust: 'claimed' } }), {
    author: 'test',
    note: '',
  })
  await send(ran('costs'))
  expect(await lead()).toMatchObject({ deal: 100, closesAt: NOON + DAY_MS })
  expect((await lead())?.claimed).toBeUndefined()
})

test('a page can say that somebody wrote, but not in what mood, nor that we wrote', async () => {
  await collector.send(
    [
      track('Message Received', { thread: 't', sentiment: 'negative' }),
      track('Message Sent', { thread: 'u' }),
    ],
    {},
    collector.publishable,
  )
  await collector.settled()
  expect((await lead())?.communication).toMatchObject({ inbound: 1, outbound: 0, sentiment: null })
  await send(track('Message Received', { thread: 't', sentiment: 'negative' }), track('Message Sent'))
  expect((await lead())?.communication).toMatchObject({
    inbound: 2,
    outbound: 1,
    sentiment: { positive: 0, negative: 1 },
  })
})

test('where the program says what a large deal is, the first account of all is judged by it', async () => {
  await collector.close()
  collector = await createTestCollector(aProgram({ playbook: { deals: { mid: 300, large: 1200 } } }))
  await signIn()
  await collector.send([ran('sales'), group({ dealSize: 2500 })])
  await collector.settled()
  await collector.store.run('DELETE FROM summaries')
  const live = await collector.programs.live('app')
  if (live === undefined) throw new Error('No program')
  const { assessment } = await createAssessor(collector).assess('app', 'g:acme', live)
  expect(assessment.lead).toMatchObject({ deal: 2500, size: 'large' })
})

test('who ran into the lock is offered the upgrade; when they are gone, the one who uses it most', async () => {
  const cara = { userId: 'cara' }
  await send(...able(), locked(), ...able(cara), ...able(cara))
  expect(await offersOf('ann')).toEqual(['buy-export'])
  expect(await offersOf('cara')).toEqual([])
  await send(group({ left: true }))
  expect(await offersOf('ann')).toEqual([])
  expect(await offersOf('cara')).toEqual(['buy-export'])
  expect((await page()).offers).toMatchObject([{ user: 'u:cara', code: 'champion', isOffered: true }])
})

test('who asked is answered, nobody else', async () => {
  await send(
    ...able(),
    ...able({ userId: 'cara' }),
    track('Help Asked', { feature: 'export', help: 'h1', message: 'How?' }),
  )
  expect(await offersOf('ann')).toEqual(['ask-export'])
  expect(await offersOf('cara')).toEqual([])
})

test('a message with a private audience is offered, has figures and can be paused', async () => {
  await collector.close()
  collector = await createTestCollector(
    aProgram({
      messages: [
        {
          key: 'ask-why',
          surface: 'survey',
          metric: 'Answers',
          audience: { 'engagement.score': { $gte: 1 } },
          questions: [{ key: 'reason', kind: 'text', title: 'Why?' }],
        },
      ],
    }),
  )
  await signIn()
  await send(...able())
  expect(await offersOf('ann')).toEqual(['ask-why'])
  await send(
    track('Prompt Shown', { prompt: 'ask-why' }),
    track('Survey Answered', { prompt: 'ask-why', survey: 'reason', answer: 'To see' }),
  )
  const ask = async (path: string, init: RequestInit = {}) =>
    (await collector.app.request(`/api/projects/app${path}`, { headers, ...init })).json()
  const figures = { key: 'ask-why', kind: 'survey', title: 'Why?', isPaused: false, shown: 1, goalReached: 1 }
  expect(await ask('/prompts')).toContainEqual(expect.objectContaining(figures))
  const body = JSON.stringify({ key: 'ask-why', paused: true })
  expect(await ask('/pause', { method: 'POST', body })).toContainEqual(
    expect.objectContaining({ key: 'ask-why', isPaused: true }),
  )
})

test('what support does under the name of a user is stored, and no evidence of theirs', async () => {
  const asAnn = { context: { groupId: 'acme', impersonated: true } }
  await send(...able(asAnn), track('Feature Locked', { feature: 'export' }, asAnn))
  expect(await collector.store.all('SELECT COUNT(*) AS n FROM events')).toEqual([{ n: 4 }])
  expect(await collector.store.all('SELECT COUNT(*) AS n FROM counts')).toEqual([{ n: 0 }])
  expect(await collector.store.all('SELECT COUNT(*) AS n FROM qualifications')).toEqual([{ n: 0 }])
})

test('stages of one instant are listed in the order of a life, the newest first', async () => {
  await send(...able())
  const { life } = await page()
  expect(life.map(one => one.stage)).toEqual(['first-value', 'activating', 'signed-up'])
})

test('whose account a person spoke to this week gets no pitch, and the page says why', async () => {
  await send(...able(), locked())
  expect(await offersOf('ann')).toEqual(['buy-export'])
  await touch({ kind: 'touched' })
  expect(await offersOf('ann')).toEqual([])
  expect((await page()).offers).toMatchObject([
    { prompt: 'buy-export', user: 'u:ann', isOffered: false, code: 'sales-touched' },
  ])
  await pass(7 * DAY_MS)
  expect(await offersOf('ann')).toEqual(['buy-export'])
})

test('an offer ends when it is no longer true, and by itself when nobody renews it', async () => {
  await send(...able(), locked())
  expect(await offersOf('ann')).toEqual(['buy-export'])
  await send(group({ plan: 'pro' }))
  expect(await offersOf('ann')).toEqual([])
  await send(group({ plan: 'free' }))
  expect(await offersOf('ann')).toEqual(['buy-export'])
  collector.later(8 * DAY_MS)
  expect(await offersOf('ann')).toEqual([])
})

test('somebody of ours who was logged in as a user makes nobody a user of theirs', async () => {
  await send(...able(), {
    type: 'identify',
    userId: 'support',
    anonymousId: 's1',
    messageId: 'i1',
    timestamp: NOON,
    traits: {},
  })
  await send(
    track(
      'Report Run',
      { outcome: 'success', context: 'x' },
      {
        anonymousId: 's1',
        context: { groupId: 'acme', impersonated: true },
      },
    ),
  )
  expect(
    await collector.store.all("SELECT target FROM links WHERE kind = 'user' AND source = 'a:s1'"),
  ).toEqual([{ target: 'u:support' }, { target: 'u:support' }])
})
