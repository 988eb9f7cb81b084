import { expect, test } from 'vitest'
import type { Access } from '../projects.ts'
import { createIngestLimits, type Sender } from './ingest-limits.ts'

const RATES = { perAddress: 1, perKey: 0, perAccount: 0 }

const ACCESS: Access = {
  project: 'app',
  space: 'app',
  kind: 'publishable',
  scopes: [],
  rate: undefined,
  identitySecrets: [],
}

const sender = (more: Partial<Sender> = {}): Sender => ({
  network: '203.0.113.1',
  key: 'pk_live_app',
  access: ACCESS,
  body: { batch: [{ userId: 'ann' }] },
  ...more,
})

/** How many of a hundred were let through, and what held back the last. */
const tries = (limits: ReturnType<typeof createIngestLimits>, one: Sender) => {
  const answers = Array.from({ length: 100 }, () => limits.take(one))
  return [answers.filter(answer => answer === undefined).length, answers.at(-1)?.by]
}

test('an address gets its burst, and nobody else pays for it', () => {
  const limits = createIngestLimits(RATES, () => 0)
  expect(tries(limits, sender())).toEqual([10, 'address'])
  expect(limits.before('203.0.113.1')).toMatchObject({ by: 'address', waitMs: 1000 })
  expect(limits.before('203.0.113.2')).toBeUndefined()
  expect(tries(limits, sender({ network: '203.0.113.2' }))).toEqual([10, 'address'])
})

test('guessing keys costs ten times as much', () => {
  const limits = createIngestLimits(RATES, () => 0)
  expect(tries(limits, sender({ access: undefined }))).toEqual([1, 'address'])
})

test.each(['127.0.0.1', '0:0:0:0::/64', ''])('%s, where a proxy may stand, is nobody’s address', network => {
  const limits = createIngestLimits({ perAddress: 1, perKey: 0, perAccount: 1 }, () => 0)
  expect(tries(limits, sender({ network }))).toEqual([100, undefined])
})

test('a server is limited by its key alone', () => {
  const server: Access = { ...ACCESS, kind: 'secret', scopes: ['ingest'] }
  const limits = createIngestLimits({ perAddress: 1, perKey: 0, perAccount: 1 }, () => 0)
  expect(tries(limits, sender({ access: server }))).toEqual([100, undefined])
  expect(tries(limits, sender({ access: { ...server, rate: 2 } }))).toEqual([20, 'key'])
  const byDefault = createIngestLimits({ perAddress: 0, perKey: 3, perAccount: 0 }, () => 0)
  expect(tries(byDefault, sender({ access: server }))).toEqual([30, 'key'])
})

test('one account cannot use up what others need, wherever it is named', () => {
  const limits = createIngestLimits({ perAddress: 0, perKey: 0, perAccount: 2 }, () => 0)
  for (const body of [
    { batch: [{ userId: 'ann', context: { groupId: 'acme' } }] },
    { context: { groupId: 'bolt' }, batch: [{ userId: 'ann' }] },
    { userId: 'ann' },
    { batch: [], anonymousId: 'x' },
  ])
    expect(tries(limits, sender({ body }))).toEqual([20, 'account'])
  expect(tries(limits, sender({ body: { batch: [{ groupId: 'acme' }] } }))).toEqual([0, 'account'])
})

test.each([undefined, null, 7, [], { batch: 7 }, { batch: [null] }, { batch: [{ userId: {} }] }])(
  'a body of %j names no account',
  body => {
    const limits = createIngestLimits({ perAddress: 0, perKey: 0, perAccount: 1 }, () => 0)
    expect(tries(limits, sender({ body }))).toEqual([100, undefined])
  },
)
