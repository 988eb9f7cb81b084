import { expect, test } from 'vitest'
import { createTestCollector, NOON } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { MIGRATIONS } from './store/schema.ts'
import { storedRegistersOf, vouchedOf } from './vouched.ts'

const event = (type: 'group' | 'identify', traits: Record<string, string | number>) => ({
  id: 'm1',
  type,
  name: '',
  at: 5,
  userId: 'ann',
  groupId: 'acme',
  properties: traits,
  context: {},
  assisted: false,
})
const names = (...input: Parameters<typeof storedRegistersOf>) =>
  Object.keys(storedRegistersOf(...input))
    .map(key => key.split('\t')[2])
    .sort()

test('a secret key vouches for every trait, a signature for an address of mail alone, a page for nothing', () => {
  const group = event('group', { dealSize: 9 })
  expect(names(group, 'g:acme', 'secret')).toEqual(['traits.dealSize', 'vouched.traits.dealSize'])
  expect(names(group, 'g:acme', 'signed')).toEqual(['traits.dealSize'])
  expect(names(group, 'g:acme', 'claimed')).toEqual(['traits.dealSize'])
  const identify = event('identify', { email: 'a@b.example', dealSize: 9 })
  expect(names(identify, 'g:acme', 'signed')).toEqual([
    'traits.dealSize',
    'traits.email',
    'vouched.traits.email',
  ])
})

test('what is too long for an address of mail, and for the index of them, is not kept as one', () => {
  const identify = event('identify', { email: '一'.repeat(990), plan: '一'.repeat(900) })
  expect(names(identify, 'g:acme', 'signed')).toEqual(['traits.plan'])
})

test('money is told by what is vouched for; what is claimed counts only where the program says so, and nothing better is known', () => {
  const registers = {
    'traits.dealSize': 9,
    'traits.plan': 'pro',
    'vouched.traits.plan': 'free',
    'quota.x': 1,
  }
  expect(vouchedOf(registers, {})).toEqual({ 'traits.plan': 'free', 'quota.x': 1 })
  expect(vouchedOf(registers, { forecast: { trust: 'claimed' } })).toEqual({
    'traits.dealSize': 9,
    'traits.plan': 'free',
    'quota.x': 1,
  })
})

test('a store from before keeps as vouched what the event that told it was trusted in', async () => {
  const collector = await createTestCollector(aProgram())
  const group = (dealSize: number, at: number, groupId: string) => ({
    type: 'group',
    userId: 'ann',
    groupId,
    messageId: `${groupId}-${at}`,
    timestamp: NOON - at,
    traits: { dealSize },
  })
  await collector.send([group(1, 9, 'acme'), group(1, 9, 'birch')])
  await collector.send([group(2, 5, 'birch')], {}, collector.publishable)
  const vouched = () =>
    collector.store.all(
      "SELECT akey, value FROM registers WHERE name = 'vouched.traits.dealSize' ORDER BY akey",
    )
  expect(await vouched()).toMatchObject([
    { akey: 'app/g:acme', value: '1' },
    { akey: 'app/g:birch', value: '1' },
  ])
  await collector.store.run("DELETE FROM registers WHERE name LIKE 'vouched.%'")
  const fill = MIGRATIONS.flat().find(
    step => typeof step === 'string' && step.startsWith('INSERT INTO registers'),
  )
  if (typeof fill === 'string') await collector.store.run(fill)
  // Of the other one nobody knows any more what a server said of it before the page did.
  expect(await vouched()).toMatchObject([{ akey: 'app/g:acme', value: '1' }])
  expect(collector.errors).toEqual([])
  await collector.close()
})
