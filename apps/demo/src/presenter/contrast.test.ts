import { expect, test } from 'vitest'
import { newShop } from '../shop/shop.ts'
import { countedAt } from './contrast.ts'

const shop = { ...newShop('shop', 'owner', 'Corner Bakery'), contacts: 1800 }

test('counting pitches at every limit and lock, and is silent on the plan page', () => {
  expect(countedAt({ kind: 'limit' }, shop)).toMatchObject({ rule: 'contacts ≥ 2,000' })
  expect(countedAt({ kind: 'lock', feature: 'api' }, shop).title).toBe('Unlock API access!')
  expect(countedAt({ kind: 'onboarded' }, shop).rule).toBe('onboarding = 100 %')
  expect(countedAt({ kind: 'plans' }, shop)).toMatchObject({
    title: 'Nothing',
    body: expect.stringContaining('1,800 of 2,000 contacts'),
  })
  expect(countedAt({ kind: 'plans' }, { ...shop, contacts: 2000 }).title).toBe('You’ve outgrown Free!')
})
