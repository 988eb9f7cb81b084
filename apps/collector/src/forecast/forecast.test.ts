import { type ApiError, DAY_MS, type Forecast, type LeadPage } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'

let t: TestCollector
let cookie = ''
beforeEach(async () => {
  t = await createTestCollector(aProgram())
  await t.send([...account('acme', 1000), ...account('bell', 500), ...account('cave', undefined)])
  await evaluate()
  await signIn()
})
afterEach(() => t.close())

const account = (id: string, dealSize: number | undefined): Message[] => {
  const shared = { userId: `${id}-ann`, timestamp: new Date(NOON - DAY_MS).toISOString() }
  return [
    {
      type: 'group',
      groupId: id,
      ...shared,
      messageId: `${id}-group`,
      traits: { name: id, ...(dealSize === undefined ? {} : { dealSize }) },
    },
    {
      type: 'track',
      event: 'Report Run',
      ...shared,
      messageId: `${id}-1`,
      context: { groupId: id },
      properties: { outcome: 'success', context: 'a' },
    },
  ]
}

const evaluate = async (): Promise<void> => {
  t.wake()
  await t.settled()
}

const signIn = async (): Promise<void> => {
  cookie = `fireball_session=${await t.sessions.exchange(await t.sessions.issue('editor'))}`
}

const call = async (method: string, path: string, body?: unknown) => {
  const response = await t.app.request(`/api/projects/app${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}
const forecast = async (): Promise<Forecast> => (await call('GET', '/forecast')).body as Forecast
const override = (akey: string, body: unknown) =>
  call('PUT', `/forecast/overrides/${encodeURIComponent(akey)}`, body)

test('sums what open accounts are expected to bring; who has no size is listed and left out', async () => {
  const found = await forecast()
  const [acme] = await t.store.all(`SELECT p_close FROM accounts WHERE akey = 'app/g:acme'`)
  const p = Number(acme?.p_close) / 1e6
  expect(p).toBeGreaterThan(0)
  expect(found).toMatchObject({ currency: 'USD', horizonDays: 30, source: 'types', accounts: 2 })
  expect(found.total.expected).toBeCloseTo(1500 * p, 1)
  expect(found.unsized).toEqual({ count: 1, accounts: [{ akey: 'g:cave', name: 'cave' }] })
  expect(found.months.reduce((sum, one) => sum + one.accounts, 0)).toBe(2)
  expect(found.types.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1, 6)
})

test('an override is between 0 and 1 and has a reason, or it is refused in words', async () => {
  const refused = async (body: unknown): Promise<string> => {
    const answer = await override('g:acme', body)
    expect(answer.status).toBe(400)
    return (answer.body as ApiError).error.message
  }
  expect(await refused({ p: 6.38, reason: 'I feel it' })).toBe(
    'A chance lies between 0 and 1 (0–100 %), and 6.38 (638 %) does not.',
  )
  expect(await refused({ p: '638 %', reason: 'x' })).toContain('a chance is a number from 0 to 1')
  expect(await refused('{"p": NaN, "reason": "x"}')).toBe('The body must be JSON.')
  expect(await refused({ p: 0.9, reason: '  ' })).toBe('Say why: a chance of your own needs a reason.')
  expect(await refused({ p: 0.9 })).toBe('Say why: a chance of your own needs a reason.')
  expect((await override('g:nobody', { p: 0.9, reason: 'x' })).status).toBe(404)
  expect((await forecast()).overrides.items).toEqual([])
})

test('an override stands on a line of its own, the newest counts, and null takes it back', async () => {
  const before = await forecast()
  await override('g:acme', { p: 0.4, reason: 'They wait for a budget' })
  t.later(1000)
  const { status, body } = await override('g:acme', { p: 0.9, reason: 'They signed' })
  expect(status).toBe(200)
  const after = body as Forecast
  expect(after.total).toEqual(before.total)
  expect(after.overrides).toMatchObject({
    expected: 900,
    items: [{ akey: 'g:acme', name: 'acme', p: 0.9, reason: 'They signed', outcome: null }],
  })
  expect(after.overrides.modelExpected).toBeCloseTo((before.total.expected * 2) / 3, 1)
  await override('g:acme', { p: null })
  expect((await forecast()).overrides.items).toEqual([])
})

test('of an account that is closed nobody’s chance is taken: nothing is left to come true', async () => {
  await override('g:bell', { p: 0.4, reason: 'They wait' })
  await t.send([
    {
      type: 'track',
      event: 'Subscription Started',
      userId: 'bell-ann',
      messageId: 'won',
      context: { groupId: 'bell' },
      timestamp: new Date(t.now()).toISOString(),
      properties: { plan: 'pro', value: 1000 },
    },
  ])
  await evaluate()
  const answer = await override('g:bell', { p: 0.9, reason: 'They signed' })
  expect(answer.status).toBe(400)
  expect((answer.body as ApiError).error.message).toBe(
    'This account is not open: there is nothing left to close.',
  )
  expect((await override('g:bell', { p: null })).status).toBe(200)
})

test('every chance that was given is judged by itself, and both pages tell the same', async () => {
  const onPage = async (akey: string) =>
    ((await call('GET', `/accounts/${encodeURIComponent(akey)}/lead`)).body as LeadPage).override
  // Of the day's forecast, so that there is one to judge.
  t.later(DAY_MS)
  await evaluate()
  await override('g:acme', { p: 0.4, reason: 'They wait for a budget' })
  t.later(10 * DAY_MS)
  await override('g:acme', { p: 0.8, reason: 'They have it' })
  await override('g:bell', { p: 0.7, reason: 'A feeling' })
  await override('g:bell', { p: null })
  t.later(25 * DAY_MS)
  await signIn()
  // The first had its thirty days; what stands has five left.
  const between = await forecast()
  expect(between.overrides.items.map(one => [one.akey, one.p, one.outcome])).toEqual([['g:acme', 0.8, null]])
  expect(await onPage('g:acme')).toEqual(between.overrides.items[0])
  t.later(6 * DAY_MS)
  await t.send([
    {
      type: 'track',
      event: 'Subscription Started',
      userId: 'acme-ann',
      messageId: 'won',
      context: { groupId: 'acme' },
      timestamp: new Date(t.now() - 3 * DAY_MS).toISOString(),
      properties: { plan: 'pro', value: 1000 },
    },
  ])
  await evaluate()
  await signIn()
  const after = await forecast()
  expect(after.overrides.items).toMatchObject([{ akey: 'g:acme', outcome: 'won' }])
  expect(await onPage('g:acme')).toEqual(after.overrides.items[0])
  expect(await onPage('g:bell')).toBeNull()
  // The first was not won in time; what was taken back was an opinion too.
  expect(after.calibration?.overrides).toMatchObject({
    count: 3,
    brier: expect.closeTo((0.16 + 0.04 + 0.49) / 3, 6),
  })
  expect(t.errors).toEqual([])
})

test('each day’s forecast is kept once, and judged when its horizon is over', async () => {
  t.later(3_600_000)
  await evaluate()
  const said = await forecast()
  expect(said.history).toMatchObject([
    { day: Math.floor(NOON / DAY_MS), expected: said.total.expected, won: 0, isOver: false },
  ])
  t.later(3_600_000)
  await evaluate()
  expect((await forecast()).history).toEqual(said.history)
  await override('g:acme', { p: 0.9, reason: 'They signed' })
  await override('g:bell', { p: 0.9, reason: 'A feeling' })
  t.later(DAY_MS)
  await t.send([
    {
      type: 'track',
      event: 'Subscription Started',
      userId: 'acme-ann',
      messageId: 'won',
      context: { groupId: 'acme' },
      timestamp: new Date(t.now()).toISOString(),
      properties: { plan: 'pro', value: 1000 },
    },
  ])
  await evaluate()
  const won = await forecast()
  expect(won.history[0]).toMatchObject({ won: 1000, isOver: false })
  expect(won.accounts).toBe(1)
  expect(won.overrides.items.find(one => one.akey === 'g:acme')?.outcome).toBe('won')
  t.later(32 * DAY_MS)
  await evaluate()
  await signIn()
  const over = await forecast()
  expect(over.history[0]).toMatchObject({ won: 1000, isOver: true, expected: said.total.expected })
  const [first] = await t.store.all('SELECT COUNT(*) AS n FROM predictions WHERE day = $1', [
    Math.floor(NOON / DAY_MS),
  ])
  expect(Number(first?.n)).toBe(0)
  expect(over.calibration).toMatchObject({ accounts: expect.any(Number) })
  expect(over.calibration?.bins.reduce((sum, bin) => sum + bin.accounts, 0)).toBe(over.calibration?.accounts)
  // Two opinions: one came true, one did not.
  expect(over.calibration?.overrides).toMatchObject({ count: 2, brier: expect.closeTo((0.01 + 0.81) / 2, 6) })
  expect(t.errors).toEqual([])
})
