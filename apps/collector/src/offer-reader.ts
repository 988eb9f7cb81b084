import type { Offer } from '@fireball/core'
import { inChunks, placesOf } from './store/bulk.ts'
import type { Driver, Row } from './store/driver.ts'
import { integer, text } from './store/row.ts'

const OF_ONE =
  'SELECT akey, prompt, expires_at FROM offers WHERE akey = $1 AND expires_at > $2 ORDER BY prompt'
const CHUNK = 50
const OF_MANY = `SELECT akey, prompt, expires_at FROM offers WHERE akey IN (${placesOf(CHUNK)})
  AND expires_at > $${CHUNK + 1} ORDER BY akey, prompt`

/** Reads what is offered under a stored key. */
export type ReadOffers = (akey: string) => Promise<readonly Offer[]>

interface Asked {
  readonly settle: (offers: readonly Offer[]) => void
  readonly fail: (error: unknown) => void
}

/**
 * Reads what many ask for in one turn by one statement: the requests of a group that was committed are answered together,
 * and a look for each would cost more than its share of the commit.
 */
export const createOfferReader = (store: Pick<Driver, 'all'>, now: () => number): ReadOffers => {
  let asked = new Map<string, Asked[]>()

  const read = (akeys: readonly string[]): Promise<readonly Row[]> => {
    const [only] = akeys
    if (akeys.length === 1 && only !== undefined) return store.all(OF_ONE, [only, now()])
    const chunks = inChunks([...akeys].sort(), CHUNK)
    return Promise.all(chunks.map(chunk => store.all(OF_MANY, [...chunk, now()]))).then(found => found.flat())
  }

  const answer = async (waiting: ReadonlyMap<string, readonly Asked[]>): Promise<void> => {
    try {
      const offers = new Map<string, Offer[]>()
      for (const row of await read([...waiting.keys()])) {
        const akey = text(row, 'akey')
        const offer = { key: text(row, 'prompt'), expiresAt: integer(row, 'expires_at') }
        const known = offers.get(akey)
        if (known === undefined) offers.set(akey, [offer])
        else known.push(offer)
      }
      for (const [akey, all] of waiting) for (const { settle } of all) settle(offers.get(akey) ?? [])
    } catch (error) {
      for (const all of waiting.values()) for (const { fail } of all) fail(error)
    }
  }

  const askAll = (): void => {
    const waiting = asked
    asked = new Map()
    answer(waiting)
  }

  return akey =>
    new Promise((settle, fail) => {
      // After everything that is settled in this turn, so that whoever is answered with it asks with it.
      if (asked.size === 0) setImmediate(askAll)
      const known = asked.get(akey)
      if (known === undefined) asked.set(akey, [{ settle, fail }])
      else known.push({ settle, fail })
    })
}
