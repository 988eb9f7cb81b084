import type { ProductMetrics } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture, PROGRAM } from '../console/fixture.ts'

let f: Fixture
let headers: Record<string, string>
beforeEach(async () => {
  f = await createFixture()
  headers = await f.signIn('viewer')
})
afterEach(() => f.dispose())

const ask = async (search = ''): Promise<ProductMetrics> => {
  const { status, body } = await f.call('GET', `/projects/app/metrics${search}`, undefined, headers)
  expect([status, body]).toEqual([200, body])
  return body as ProductMetrics
}

const report = (userId: string, timestamp: string) => ({
  type: 'track',
  event: 'Report Run',
  userId,
  properties: { outcome: 'success', context: 'a' },
  timestamp,
  context: { groupId: 'acme' },
})

test('an empty product has figures that say so', async () => {
  expect(await ask('?from=2026-03-01&to=2026-03-01')).toEqual({
    from: '2026-03-01',
    to: '2026-03-01',
    unfinishedFrom: '2026-03-01',
    alone: 'in',
    accounts: 0,
    users: 0,
    activation: { rate: 0, complete: 0, firstValue: 0 },
    trialToPaid: { ended: 0, paid: 0, rate: null },
    churn: { customers: 0, cancelled: 0, rate: null },
    active: [{ day: '2026-03-01', dau: 0, wau: 0, mau: 0 }],
    stickiness: null,
    engagement: {
      windowDays: 30,
      days: [{ day: '2026-03-01', total: 0, users: 0, average: 0 }],
      weeks: [{ week: '2026-02-23', points: 0, users: 0, average: 0, trend: null }],
      trend: { through: '2026-02-28', last7: 0, before7: 0, total: 'new', average: 'new' },
    },
    cohorts: [],
    funnel: ['mql', 'sql', 'pql', 'won'].map(step => ({ step, accounts: 0 })),
    equation: { customers: 0, transactions: 0, revenuePerTransaction: 0, revenue: 0 },
    tippingPoints: [],
    complexity: { measured: null, users: 0, complexity: 'intermediate', isTyped: true },
    computedAt: f.now(),
  })
})

test('what is known is answered at once, and counted anew behind the answer when there is new evidence', async () => {
  await f.receive(report('ada', '2026-02-27T10:00:00Z'))
  await f.settle()
  const first = await ask()
  expect([first.users, first.computedAt, first.active.length]).toEqual([1, f.now(), 90])
  await f.receive(report('bob', '2026-02-28T10:00:00Z'))
  await f.settle()
  f.later(60_000)
  expect(await ask()).toEqual(first)
  await f.counted()
  expect(await ask()).toMatchObject({ users: 2, accounts: 1, computedAt: f.now() })
  f.later(60_000)
  await ask()
  await f.counted()
  expect((await ask()).computedAt, 'nothing is new').toBe(f.now() - 60_000)
})

test('messages are no use of the product, even where a signal of the program reads them', async () => {
  const signals = [
    ...PROGRAM.signals,
    { key: 'mail', name: 'Wrote to us', on: { event: 'Message Received' }, means: ['support'] },
  ] as const
  await f.programs.publish('app', { ...PROGRAM, signals }, { author: 'test', note: '' })
  await f.receive(report('ada', '2026-02-27T10:00:00Z'))
  await f.receive({ ...report('bob', '2026-02-27T10:00:00Z'), event: 'Message Received' })
  await f.settle()
  expect(await ask()).toMatchObject({ users: 1, accounts: 1 })
})

test('a range that is none is refused in words', async () => {
  const { status, body } = await f.call('GET', '/projects/app/metrics?from=soon', undefined, headers)
  expect(status).toBe(400)
  expect(body).toMatchObject({ error: { code: 'bad-query' } })
})
