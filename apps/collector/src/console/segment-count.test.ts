import type { SegmentCount } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
})
afterEach(async () => {
  expect(f.errors).toEqual([])
  await f.dispose()
})

const AT = '/projects/app/segments/count'

const arrive = (groupId: string, plan: string, times = 1): Promise<void> =>
  f.receive(
    { type: 'group', userId: `of-${groupId}`, groupId, traits: { name: groupId, plan } },
    ...Array.from({ length: times }, (_, n) => ({
      type: 'track',
      event: 'Report Run',
      userId: `of-${groupId}`,
      messageId: `${groupId}-${n}`,
      context: { groupId },
      properties: { outcome: 'success', context: `${n}` },
    })),
  )

const count = async (where: object): Promise<SegmentCount> =>
  (await f.call('POST', AT, { where }, await f.signIn('viewer'))).body as SegmentCount

test('a condition is counted on the facts of the accounts, before it is published', async () => {
  await arrive('acme', 'trial')
  await arrive('bolt', 'pro')
  await arrive('cask', 'trial')
  await f.settle()
  expect(await count({ 'account.plan': 'trial' })).toEqual({
    matches: 2,
    looked: 3,
    toLookAt: 3,
    accounts: 3,
    examples: ['acme', 'cask'],
  })
  expect(await count({})).toMatchObject({ matches: 3, looked: 3 })
  expect(await count({ 'lead.stage': 'won' })).toMatchObject({ matches: 0 })
})

test('what came in since is counted too', async () => {
  await arrive('acme', 'trial')
  await f.settle()
  expect(await count({ 'account.plan': 'pro' })).toMatchObject({ matches: 0 })
  f.later(1000)
  await arrive('acme', 'pro')
  await f.settle()
  expect(await count({ 'account.plan': 'pro' })).toMatchObject({ matches: 1, examples: ['acme'] })
})

test('what is no condition, or could take for ever, is refused', async () => {
  const viewer = await f.signIn('viewer')
  const ask = async (body: object): Promise<number> => (await f.call('POST', AT, body, viewer)).status
  expect(await ask({ where: [] })).toBe(400)
  expect(await ask({ where: { 'account.name': { $regex: '(a+)+b' } } })).toBe(400)
  expect(await ask({})).toBe(400)
})
