import { allSignals, hash53 } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { readTrainingSet, type TrainingSetInput } from './training-set.ts'

let t: TestCollector
const program = aProgram()
const signals = allSignals(program)
const report = signals.find(one => one.key === 'report')?.hash ?? ''

beforeEach(async () => {
  t = await createTestCollector(program)
})
afterEach(() => t.close())

const run = (who: Message, context: string): Message => ({
  type: 'track',
  event: 'Report Run',
  properties: { outcome: 'success', context },
  ...who,
})
const read = (more: Partial<TrainingSetInput> = {}) =>
  readTrainingSet({
    store: t.store,
    space: 'app',
    skills: program.skills,
    signals,
    rest: async () => {},
    ...more,
  })
const seenIn = async (context: string): Promise<number | undefined> =>
  (await read()).accountsOf.get(report)?.get(hash53(context))

test('all that one person did is one user’s, whatever the device and the account', async () => {
  await t.send([
    run({ anonymousId: 'phone' }, 'a'),
    run({ anonymousId: 'desk' }, 'b'),
    { type: 'identify', userId: '1', anonymousId: 'phone' },
    { type: 'identify', userId: '1', anonymousId: 'desk' },
    { type: 'group', userId: '1', groupId: 'acme' },
    run({ userId: '1', context: { groupId: 'acme' } }, 'c'),
    run({ userId: '1' }, 'd'),
    { type: 'track', event: 'Other', userId: '1' },
  ])
  const { users, accounts, share } = await read()
  expect(users).toHaveLength(1)
  expect(users[0]).toMatchObject({ user: 'u:1', account: 'g:acme' })
  expect(users[0]?.rows).toHaveLength(4)
  expect(users[0]?.rows.every(row => row.user === 'u:1' && row.signal === report)).toBe(true)
  expect([accounts, share]).toEqual([1, 1])
})

test('a context is known by how many accounts saw it; visitors and devices are no accounts', async () => {
  await t.send([
    ...Array.from({ length: 12 }, (_, i) => run({ anonymousId: `visitor-${i}` }, 'visited')),
    ...Array.from({ length: 12 }, (_, i) => run({ anonymousId: `device-${i}` }, 'one-person')),
    ...Array.from({ length: 12 }, (_, i) => ({
      type: 'identify',
      userId: 'one',
      anonymousId: `device-${i}`,
    })),
    ...Array.from({ length: 9 }, (_, i) => run({ userId: `nine-${i}` }, 'in-nine')),
    ...Array.from({ length: 12 }, (_, i) => run({ userId: `ten-${i}` }, 'in-twelve')),
    ...Array.from({ length: 12 }, (_, i) =>
      run({ userId: `staff-${i}`, context: { groupId: 'acme' } }, 'in-one-company'),
    ),
  ])
  expect(await seenIn('visited')).toBeUndefined()
  expect(await seenIn('one-person')).toBe(1)
  expect(await seenIn('in-nine')).toBe(9)
  expect(await seenIn('in-twelve')).toBe(10)
  expect(await seenIn('in-one-company')).toBe(1)
})

test('test data teach nothing about live users', async () => {
  await t.send([run({ userId: '1' }, 'a')])
  expect((await read({ space: 'app:test' })).users).toEqual([])
})

test('of very many, whole users are left out by lot', async () => {
  await t.send(
    Array.from({ length: 200 }, (_, i) => [
      run({ userId: `${i}` }, 'a'),
      run({ userId: `${i}` }, 'b'),
    ]).flat(),
  )
  const { users, share } = await read({ maxRows: 100 })
  expect(share).toBeLessThanOrEqual(0.25)
  expect(users.length).toBeGreaterThan(10)
  expect(users.every(one => one.rows.length === 2)).toBe(true)
  expect(users.length * 2).toBeLessThanOrEqual(100)
})
