import { type AccountRow, DAY_MS, type Qualification } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { integer, json, maybeInteger, text } from './store/row.ts'

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

/** Two contexts, unassisted: able to run reports, and past first value. */
const able = (more: Message = {}): readonly Message[] => [
  ran('sales', more),
  ran('costs', more),
  ran('staff', more),
]

const send = async (...messages: readonly Message[]): Promise<void> => {
  await collector.send(messages)
  await collector.settled()
}

const account = async (akey: string): Promise<AccountRow | undefined> => {
  const [row] = await collector.store.all('SELECT body FROM accounts WHERE akey = $1', [`app/${akey}`])
  return row && (json(row, 'body') as AccountRow)
}

const written = async (akey = 'g:acme') =>
  (
    await collector.store.all(
      'SELECT kind, target, verdict, cycle, withdrawn_at FROM qualifications WHERE akey = $1',
      [`app/${akey}`],
    )
  ).map(row =>
    [
      text(row, 'kind'),
      text(row, 'target'),
      text(row, 'verdict'),
      integer(row, 'cycle'),
      maybeInteger(row, 'withdrawn_at') === null ? 'stands' : 'withdrawn',
    ].join(' '),
  )

const topics = async (): Promise<readonly string[]> =>
  (await collector.store.all("SELECT topic FROM outbox WHERE topic LIKE 'qualification.%' ORDER BY id")).map(
    row => text(row, 'topic'),
  )

test('an event makes a row with its one reason and one action', async () => {
  await send(ran('sales'))
  expect(await account('g:acme')).toMatchObject({
    akey: 'g:acme',
    stage: 'first-value',
    isOfOne: false,
    activation: 0.5,
    users: 1,
    engagement: 100,
    action: 'Nothing: the app shows “Invite someone” next',
  })
})

test('a lock without the skills is held; with them it is an upgrade PQL, written once', async () => {
  await send(track('Feature Locked', { feature: 'export' }))
  expect(await account('g:acme')).toMatchObject({ stage: 'signed-up', urgency: 1 })
  expect(await written()).toEqual([])
  await send(...able())
  expect(await account('g:acme')).toMatchObject({ stage: 'pql', urgency: 3 })
  expect(await written()).toEqual(['upgrade export qualified 1 stands'])
  await send(ran('again'), track('Feature Locked', { feature: 'export' }))
  expect(await written()).toEqual(['upgrade export qualified 1 stands'])
  expect(await topics()).toEqual(['qualification.qualified'])
})

test('the reasons of a transition stay as they were', async () => {
  await send(...able(), track('Feature Locked', { feature: 'export' }))
  const read = () => collector.store.all('SELECT body, at, version FROM qualifications')
  const before = await read()
  collector.later(DAY_MS)
  await send(track('Report Run', { outcome: 'failure', context: 'x' }), ran('y'))
  expect(await read()).toEqual(before)
  const body = before.map(row => json(row, 'body') as Qualification)
  expect(body[0]?.reasons.map(one => one.code)).toEqual(['lock-hit', 'value', 'ready'])
})

test('help assisted all the way never makes anyone able', async () => {
  const helped = { context: { groupId: 'acme', fireball: { assisted: 'try-reports' } } }
  await send(...able(helped), track('Feature Locked', { feature: 'export' }))
  expect(await account('g:acme')).toMatchObject({ stage: 'first-value', urgency: 1 })
  expect(await written()).toEqual([])
})

test('a limit hit by a spike is held until the level has held for seven days', async () => {
  const full = () => track('Quota Used', { feature: 'runs', used: 10, limit: 10, reached: true })
  await send(...able(), full())
  expect(await written()).toEqual([])
  expect((await account('g:acme'))?.reason).toContain('7 days')
  collector.later(7 * DAY_MS)
  collector.wake()
  await collector.settled()
  expect(await written()).toEqual(['usage runs qualified 1 stands'])
})

test('the same limit reached by steady growth qualifies at once', async () => {
  for (let day = 20; day >= 0; day--)
    await collector.send([ran(`r${day}`, { timestamp: collector.now() - day * DAY_MS })])
  await send(track('Quota Used', { feature: 'runs', used: 10, limit: 10, reached: true }))
  expect(await written()).toEqual(['usage runs qualified 1 stands'])
})

test('asking before first value is a request for help; asking after it is a PQL that names what is missing', async () => {
  await send(track('Help Asked', { feature: 'export', help: 'h1', message: 'How?' }))
  expect(await written()).toEqual(['hand-raise export help 1 stands'])
  expect(await account('g:acme')).toMatchObject({ stage: 'signed-up', urgency: 2 })
  await send(ran('sales'))
  expect(await written()).toEqual(['hand-raise export help 1 stands', 'hand-raise export qualified 1 stands'])
  expect((await account('g:acme'))?.action).toContain('teach “Run reports”')
  expect(await topics()).toEqual(['qualification.helped', 'qualification.qualified'])
})

test('what was written is withdrawn when a late link moves the evidence elsewhere, and never edited', async () => {
  const alone = { context: {} }
  await send(...able(alone), track('Feature Locked', { feature: 'export' }, alone))
  expect(await written('u:ann')).toEqual(['upgrade export qualified 1 stands'])
  expect(await account('u:ann')).toMatchObject({ isOfOne: true, stage: 'pql' })
  collector.later(60_000)
  await send({ type: 'group', userId: 'ann', groupId: 'acme', messageId: 'late', timestamp: NOON - DAY_MS })
  expect(await account('u:ann')).toBeUndefined()
  expect(await written('u:ann')).toEqual(['upgrade export qualified 1 withdrawn'])
  expect(await account('g:acme')).toMatchObject({ stage: 'pql', users: 1 })
  expect(await written('g:acme')).toEqual(['upgrade export qualified 1 stands'])
})

test('evidence that comes back opens the next cycle', async () => {
  const alone = { context: {} }
  await send(...able(alone), track('Feature Locked', { feature: 'export' }, alone))
  const group = (id: string, left: boolean) => ({
    type: 'group',
    userId: 'ann',
    groupId: 'acme',
    messageId: id,
    timestamp: NOON + made++,
    traits: { left },
  })
  await send(group('joined', false))
  await send(group('left', true))
  expect(await written('u:ann')).toEqual([
    'upgrade export qualified 1 withdrawn',
    'upgrade export qualified 2 stands',
  ])
})

test('what an anonymous visitor did counts for the account that they turn out to belong to', async () => {
  const visitor = { userId: undefined, anonymousId: 'x1', context: {} }
  await send(...able(visitor))
  expect(await account('a:x1')).toBeUndefined()
  await send({ type: 'identify', userId: 'ann', anonymousId: 'x1', messageId: 'i1', traits: { name: 'Ann' } })
  expect(await account('u:ann')).toMatchObject({ name: 'Ann', stage: 'first-value', isOfOne: true })
  await send({ type: 'group', userId: 'ann', groupId: 'acme', messageId: 'g1', traits: { name: 'Acme' } })
  expect(await account('u:ann')).toBeUndefined()
  expect(await account('g:acme')).toMatchObject({ name: 'Acme', stage: 'first-value', users: 1 })
})

test('five users with one context each are not one able account', async () => {
  for (const user of ['a', 'b', 'c', 'd', 'e']) await collector.send([ran(`only-${user}`, { userId: user })])
  await send(track('Feature Locked', { feature: 'export' }, { userId: 'a' }))
  expect(await written()).toEqual([])
  expect(await account('g:acme')).toMatchObject({ users: 5, urgency: 1 })
})

test('people of the team are left out of figures, also when their address is known only later', async () => {
  await send(ran('sales', { userId: 'eve' }), ran('sales'))
  expect((await account('g:acme'))?.users).toBe(2)
  await send({ type: 'identify', userId: 'eve', messageId: 'i1', traits: { email: 'eve@elsewhere.example' } })
  await collector.programs.publish('app', aProgram({ exclude: { emailDomains: ['elsewhere.example'] } }), {
    author: 'test',
    note: '',
  })
  await collector.settled()
  expect((await account('g:acme'))?.users).toBe(1)
})

test('who said to be of the team is left out of what they do later, without saying it again', async () => {
  const emp = { userId: 'emp' }
  await send({ type: 'identify', ...emp, messageId: 'i1', traits: { email: 'a@Inside.example' } })
  await send(...able(emp), track('Feature Locked', { feature: 'export' }, emp))
  expect(await account('g:acme')).toBeUndefined()
  expect(await written()).toEqual([])
  await send(...able({ userId: 'emp', context: {} }))
  expect(await account('u:emp')).toBeUndefined()
  await send(ran('sales'))
  expect(await account('g:acme')).toMatchObject({ users: 1, stage: 'first-value' })
})

test('what someone of the team says of themselves makes no account, and counts under no signal', async () => {
  await collector.programs.publish(
    'app',
    aProgram({
      signals: [
        ...aProgram().signals,
        { key: 'told', name: 'Told', on: { type: 'identify' }, outcome: 'none' },
      ],
    }),
    { author: 'test', note: '' },
  )
  const traits = { email: 'a@inside.example' }
  await send(
    { type: 'identify', userId: 'emp', messageId: 'i1', traits, context: { groupId: 'acme' } },
    { type: 'group', userId: 'emp', groupId: 'acme', messageId: 'g1', context: { traits } },
  )
  expect(await account('g:acme')).toBeUndefined()
  expect(await account('u:emp')).toBeUndefined()
  expect(await collector.store.all('SELECT akey FROM counts')).toEqual([])
})

test('what a visitor of the team did before they said who they are is left out as well', async () => {
  await send(...able({ userId: undefined, anonymousId: 'z1' }))
  expect(await account('g:acme')).toMatchObject({ users: 1 })
  const id = 'emp@inside.example'
  await send({ type: 'identify', userId: id, anonymousId: 'z1', messageId: 'i1', traits: {} })
  expect(await account('g:acme')).toBeUndefined()
})

test('a late link takes what a visitor did from its former owner, whose account is withdrawn', async () => {
  const visitor = { userId: undefined, anonymousId: 'z9', context: {} }
  await send({ type: 'group', userId: 'k1', groupId: 'kite', messageId: 'g1', timestamp: NOON - DAY_MS })
  await send(...able(visitor))
  await send({ type: 'identify', userId: 'k1', anonymousId: 'z9', messageId: 'i1', timestamp: NOON })
  await send(track('Feature Locked', { feature: 'export' }, { userId: 'k1', context: { groupId: 'kite' } }))
  expect(await written('g:kite')).toEqual(['upgrade export qualified 1 stands'])
  await send({ type: 'identify', userId: 'k2', anonymousId: 'z9', messageId: 'i2', timestamp: NOON - 60_000 })
  expect(await written('g:kite')).toEqual(['upgrade export qualified 1 withdrawn'])
  expect((await account('g:kite'))?.stage).not.toBe('pql')
  expect(await account('u:k2')).toMatchObject({ stage: 'first-value' })
})

test('a late link to a third owner leaves the one who lost nothing as they are', async () => {
  const visitor = { userId: undefined, anonymousId: 'z9', context: {} }
  await send(...able(visitor))
  const identify = (userId: string, timestamp: number) =>
    send({ type: 'identify', userId, anonymousId: 'z9', messageId: `i-${userId}`, timestamp })
  await identify('k1', NOON)
  await send(...able({ userId: 'k3', context: { groupId: 'kite' } }))
  await identify('k3', NOON + 1000)
  await send(track('Feature Locked', { feature: 'export' }, { userId: 'k3', context: { groupId: 'kite' } }))
  expect(await written('g:kite')).toEqual(['upgrade export qualified 1 stands'])
  await identify('k2', NOON - 60_000)
  expect(await written('g:kite')).toEqual(['upgrade export qualified 1 stands'])
  expect(await account('u:k1')).toMatchObject({ stage: 'signed-up' })
})

test('time and a changed program alone withdraw nothing', async () => {
  await send(...able(), track('Feature Locked', { feature: 'export' }))
  collector.later(100 * DAY_MS)
  collector.wake()
  await collector.settled()
  expect(await account('g:acme')).not.toMatchObject({ stage: 'pql' })
  expect(await written()).toEqual(['upgrade export qualified 1 stands'])
  const [report, ...others] = aProgram().signals
  await collector.programs.publish(
    'app',
    aProgram({ signals: [{ key: 'report', name: report?.name ?? '', on: { event: 'Else' } }, ...others] }),
    { author: 'test', note: '' },
  )
  collector.wake()
  await collector.settled()
  expect(await written()).toEqual(['upgrade export qualified 1 stands'])
})

test('who becomes able in one account is able in their others, where a lock was waiting', async () => {
  const inGroup = (groupId: string) => ({ userId: 'dual2', context: { groupId } })
  await send(ran('first', inGroup('b2')), track('Feature Locked', { feature: 'export' }, inGroup('b2')))
  expect(await written('g:b2')).toEqual([])
  await send(...able(inGroup('a2')))
  expect(await written('g:b2')).toEqual(['upgrade export qualified 1 stands'])
  expect(await account('g:b2')).toMatchObject({ stage: 'pql' })
  expect(await written('g:a2')).toEqual([])
})

test('and so where only their browser was seen before they were known', async () => {
  const visitor = { userId: undefined, anonymousId: 'd1', context: { groupId: 'b3' } }
  await send(ran('first', visitor), track('Feature Locked', { feature: 'export' }, visitor))
  await send({ type: 'identify', userId: 'dual3', anonymousId: 'd1', messageId: 'i1', traits: {} })
  await send(...able({ userId: 'dual3', context: { groupId: 'a3' } }))
  expect(await written('g:b3')).toEqual(['upgrade export qualified 1 stands'])
})

test('engagement is scored against the 90th percentile, for rows computed before it moved as well', async () => {
  for (let i = 1; i <= 11; i++)
    await send(
      ...Array.from({ length: i }, (_, n) =>
        ran(`c${n}`, { userId: `u${i}`, context: { groupId: `org-${i}` } }),
      ),
    )
  expect((await account('g:org-10'))?.engagement).toBeCloseTo(100)
  expect((await account('g:org-11'))?.engagement).toBe(100)
  expect((await account('g:org-5'))?.engagement).toBeCloseTo(50)
})

test('days that pass lower engagement by themselves', async () => {
  await send(ran('sales'))
  const before = await collector.store.all('SELECT raw_engagement FROM accounts')
  collector.later(15 * DAY_MS)
  collector.wake()
  await collector.settled()
  const after = await collector.store.all('SELECT raw_engagement FROM accounts')
  expect(integer(after[0] ?? {}, 'raw_engagement')).toBeCloseTo(
    integer(before[0] ?? {}, 'raw_engagement') / 2,
    -1,
  )
})

test('a prompt for whom only the collector can tell reaches the user as an offer, and ends when it no longer fits', async () => {
  const program = aProgram()
  await collector.programs.publish(
    'app',
    {
      ...program,
      nudges: program.nudges.map(one => ({ ...one, audience: { 'lead.stage': 'first-value' } })),
    },
    { author: 'test', note: '' },
  )
  await send(ran('sales'))
  const asked = await collector.send([], { userId: 'ann' }, collector.publishable)
  expect(asked.offers).toMatchObject([{ key: 'try-reports' }])
  const other = await collector.send([], { userId: 'bob' }, collector.publishable)
  expect(other.offers).toEqual([])
  await send(...able(), track('Feature Locked', { feature: 'export' }))
  const later = await collector.send([], { userId: 'ann' }, collector.publishable)
  expect(later.offers.map(one => one.key)).toEqual(['buy-export'])
})

test('for each prompt: who could see it, saw, clicked and dismissed it, and whose goal holds', async () => {
  const stats = async () =>
    (
      await collector.store.all(
        "SELECT eligible_at, shown_at, clicked_at, dismissed_at, goal_at FROM prompt_stats WHERE prompt = 'try-reports'",
      )
    ).map(row =>
      Object.values(row)
        .map(value => (value === null ? '-' : 'x'))
        .join(''),
    )
  await send(track('Signed Up'), track('Feature Locked', { feature: 'export' }))
  expect(await stats()).toEqual(['x----'])
  await send(
    track('Prompt Shown', { prompt: 'try-reports' }),
    track('Prompt Clicked', { prompt: 'try-reports' }),
  )
  expect(await stats()).toEqual(['xxx--'])
  await send(...able())
  expect(await stats()).toEqual(['xxx-x'])
})

test('an account that cannot be evaluated does not keep the others waiting', async () => {
  await collector.send([ran('sales'), ran('sales', { userId: 'bob', context: { groupId: 'birch' } })])
  await collector.settled()
  await collector.store.run("UPDATE registers SET value = 'broken' WHERE akey = 'app/g:acme'")
  await collector.store.run(
    "INSERT INTO registers (akey, subject, name, value, at, id) VALUES ('app/g:acme', '', 'traits.x', 'broken', 1, 'x')",
  )
  await send(ran('costs'), ran('costs', { userId: 'bob', context: { groupId: 'birch' } }))
  const rows = await collector.store.all('SELECT akey, touched - evaluated AS due FROM touched ORDER BY akey')
  expect(rows.find(row => row.akey === 'app/g:birch')).toMatchObject({ due: 0 })
  expect(rows.find(row => row.akey === 'app/g:acme')?.due).toBeGreaterThan(0)
  expect(collector.errors.length).toBeGreaterThan(0)
  collector.errors.length = 0
})
