import { DAY_MS, type Program } from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { afterEach, expect, test } from 'vitest'
import { examineProject } from './doctor.ts'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { signUser } from './trust.ts'

let c: TestCollector
const begin = async (change: Partial<Program> = {}): Promise<void> => {
  c = await createTestCollector(aProgram(change))
}
afterEach(async () => {
  expect(c.errors).toEqual([])
  await c.close()
})

let made = 0
const track = (event: string, properties: object, userId = 'ann'): Message => ({
  type: 'track',
  event,
  userId,
  messageId: `m${++made}`,
  timestamp: NOON - DAY_MS + made,
  properties,
  context: { groupId: 'acme' },
})

/** Able in reports, and at the door of what is sold. */
const ready = (userId = 'ann'): readonly Message[] => [
  ...['sales', 'costs', 'staff', 'stock'].flatMap(context =>
    [1, 2, 3].map(() => track('Report Run', { outcome: 'success', context }, userId)),
  ),
  track('Feature Locked', { feature: 'export' }, userId),
]

const as = {
  claimed: (messages: readonly Message[]) => c.send(messages, {}, c.publishable),
  signed: (messages: readonly Message[], userId = 'ann') =>
    c.send(messages, { fireball: { signature: signUser(userId, c.identity) } }, c.publishable),
  secret: (messages: readonly Message[]) => c.send(messages),
}

const stage = async (): Promise<string> => {
  c.wake()
  await c.settled()
  const [row] = await c.store.all(`SELECT stage FROM accounts WHERE akey = 'app/g:acme'`)
  return String(row?.stage ?? 'none')
}

const isPql = async (): Promise<boolean> => (await stage()) === 'pql'

test.each([
  [undefined, { claimed: true, signed: true, secret: true }],
  ['signed', { claimed: false, signed: true, secret: true }],
  ['secret', { claimed: false, signed: false, secret: true }],
] as const)('a program that demands %s: who says it decides whether it counts', async (trust, expected) => {
  for (const how of ['claimed', 'signed', 'secret'] as const) {
    await begin({ qualify: trust === undefined ? {} : { trust } })
    await as[how](ready())
    expect([how, await isPql()]).toEqual([how, expected[how]])
    expect(await c.store.all(`SELECT COUNT(*) AS n FROM qualifications`)).toEqual([
      { n: expected[how] ? 1 : 0 },
    ])
    expect((await examineProject(c, 'app', false))?.ailments).toEqual([])
    if (how !== 'secret') await c.close()
  }
})

test('what is claimed does not add to what is signed: no user is made able by a page in another’s name', async () => {
  await begin({ qualify: { trust: 'signed' } })
  await as.signed([track('Report Run', { outcome: 'success', context: 'sales' })])
  await as.claimed(ready())
  expect(await stage()).toBe('first-value')
})

test('a signal may demand more than the program, or be the only one that demands', async () => {
  const signals = aProgram().signals.map(one =>
    one.key === 'report' ? { ...one, trust: 'secret' as const } : one,
  )
  await begin({ signals })
  await as.signed(ready())
  expect(await isPql()).toBe(false)
  await as.secret(ready())
  expect(await isPql()).toBe(true)
})

test('a browser is still told what it said itself: its own steps do not go back', async () => {
  await begin({ qualify: { trust: 'secret' } })
  const { snapshot } = await as.signed([track('Report Run', { outcome: 'success', context: 'sales' })])
  const live = await c.programs.live('app')
  const open = live?.public.signals.find(one => one.key === 'report')?.hash ?? ''
  expect(Object.keys(snapshot?.evidence.counts ?? {}).some(key => key.includes(open))).toBe(true)
})

test('a demand that is published later holds for what came before, and one that is lifted as well', async () => {
  await begin()
  await as.claimed(ready())
  expect(await isPql()).toBe(true)
  const publish = (qualify: Program['qualify']) =>
    c.programs.publish('app', aProgram({ ...(qualify === undefined ? {} : { qualify }) }), {
      author: 'a',
      note: '',
    })
  await publish({ trust: 'signed' })
  expect(await stage()).toBe('signed-up')
  expect(await c.store.all('SELECT id FROM qualifications WHERE withdrawn_at IS NULL')).toEqual([])
  await publish(undefined)
  expect(await isPql()).toBe(true)
  expect((await examineProject(c, 'app', false))?.ailments).toEqual([])
})

test('offers are kept from whom nobody vouches for, where the program says so', async () => {
  const poll = [track('Looked', {})]
  for (const [claimedOffers, told] of [
    [true, ['buy-export']],
    [false, []],
  ] as const) {
    await begin({ qualify: { claimedOffers } })
    await as.signed(ready())
    expect(await isPql()).toBe(true)
    expect((await as.claimed(poll)).offers.map(offer => offer.key)).toEqual(told)
    expect((await as.signed(poll)).offers.map(offer => offer.key)).toEqual(['buy-export'])
    if (claimedOffers) await c.close()
  }
})

test('what is no such word is refused, and it is said what there is', async () => {
  await begin()
  const parsed = parseProgram({ ...aProgram(), qualify: { trust: 'claimed' } })
  expect(parsed.ok ? [] : parsed.error.map(one => one.path)).toEqual(['qualify.trust'])
  expect(JSON.stringify(parsed)).toContain('your server vouches for the user')
})
