import { expect, test } from 'vitest'
import { createOfferReader } from './offer-reader.ts'
import type { Row, Value } from './store/driver.ts'

const NOW = 1000

/** A store in which some keys have an offer of their own name; it notes what it is asked. */
const aStore = (offered: readonly string[], isBroken = () => false) => {
  const asked: (readonly Value[])[] = []
  const all = async (_: string, params: readonly Value[] = []): Promise<readonly Row[]> => {
    asked.push(params)
    if (isBroken()) throw new Error('away')
    return offered
      .filter(akey => params.includes(akey))
      .map(akey => ({ akey, prompt: `for ${akey}`, expires_at: NOW + 1 }))
  }
  return { asked, store: { all } }
}

const offerFor = (akey: string) => ({ key: `for ${akey}`, expiresAt: NOW + 1 })

test('what is asked for in one turn is read by one statement, and each gets their own', async () => {
  const { asked, store } = aStore(['app/u:ann', 'app/u:bob'])
  const read = createOfferReader(store, () => NOW)
  const found = await Promise.all(['app/u:bob', 'app/u:cid', 'app/u:ann', 'app/u:bob'].map(read))
  expect(found).toEqual([[offerFor('app/u:bob')], [], [offerFor('app/u:ann')], [offerFor('app/u:bob')]])
  expect(asked).toHaveLength(1)
  expect(asked[0]?.at(-1)).toBe(NOW)
})

test('one alone is asked for by its key, and the next turn reads anew', async () => {
  const { asked, store } = aStore(['app/u:ann'])
  const read = createOfferReader(store, () => NOW)
  expect(await read('app/u:ann')).toEqual([offerFor('app/u:ann')])
  expect(await read('app/u:bob')).toEqual([])
  expect(asked).toEqual([
    ['app/u:ann', NOW],
    ['app/u:bob', NOW],
  ])
})

test('more than one statement takes are read by several', async () => {
  const keys = Array.from({ length: 120 }, (_, i) => `app/u:${i}`)
  const { asked, store } = aStore(keys)
  const read = createOfferReader(store, () => NOW)
  expect(await Promise.all(keys.map(read))).toEqual(keys.map(key => [offerFor(key)]))
  expect(asked).toHaveLength(3)
})

test('when the store fails everybody is told, and who asks later is not', async () => {
  let isBroken = true
  const { store } = aStore(['app/u:ann'], () => isBroken)
  const read = createOfferReader(store, () => NOW)
  const found = await Promise.allSettled([read('app/u:ann'), read('app/u:bob')])
  expect(found.map(one => one.status)).toEqual(['rejected', 'rejected'])
  isBroken = false
  expect(await read('app/u:ann')).toEqual([offerFor('app/u:ann')])
})
