import { inSpace, type Space, spaceOf, withoutSpace } from './store/akey.ts'
import { inChunks, placesOf } from './store/bulk.ts'
import type { Queries, Row } from './store/driver.ts'
import { text } from './store/row.ts'

/** What a user shows in one account counts in their others, and what a link takes from a user is missed in theirs. */

const OWNERS = `SELECT target FROM links WHERE akey = $1 AND kind = 'user' ORDER BY at, id`
const KIN = `SELECT DISTINCT akey, kind, source, target FROM links WHERE akey IN (${placesOf()})`

/**
 * The keys of users who lost an anonymous id to the links just written (rows with akey, kind, target), with their
 * spaces: nothing else would tell that their accounts changed.
 */
export const formerOwners = async (
  queries: Pick<Queries, 'all'>,
  written: readonly Row[],
): Promise<ReadonlyMap<string, Space>> => {
  const fresh = new Map<string, Set<string>>()
  for (const row of written) {
    const akey = text(row, 'akey')
    if (text(row, 'kind') !== 'user' || !withoutSpace(akey).startsWith('a:')) continue
    fresh.set(akey, (fresh.get(akey) ?? new Set()).add(text(row, 'target')))
  }
  const former = new Map<string, Space>()
  for (const [akey, targets] of fresh) {
    const owners = (await queries.all(OWNERS, [akey])).map(row => text(row, 'target'))
    if (!targets.has(owners[0] ?? '')) continue
    // Those who were written are touched by their own links; of the others only the first was the owner.
    const before = owners.find(owner => !targets.has(owner))
    if (before !== undefined) former.set(inSpace(spaceOf(akey), before), spaceOf(akey))
  }
  return former
}

/** Which of these people have an account beside the one they were just seen in. */
export const activeElsewhere = async (
  queries: Pick<Queries, 'all'>,
  people: ReadonlyMap<string, Space>,
): Promise<readonly string[]> => {
  const accounts = new Map<string, Set<string>>()
  const kin = new Map<string, Set<string>>()
  const read = async (keys: Iterable<string>): Promise<void> => {
    for (const chunk of inChunks([...keys].sort()))
      for (const row of await queries.all(KIN, chunk)) {
        const akey = text(row, 'akey')
        const [from, to] = [text(row, 'source'), text(row, 'target')]
        if (text(row, 'kind') !== 'user') accounts.set(akey, (accounts.get(akey) ?? new Set()).add(to))
        else {
          const other = inSpace(spaceOf(akey), withoutSpace(akey) === from ? to : from)
          kin.set(akey, (kin.get(akey) ?? new Set()).add(other))
        }
      }
  }
  await read(people.keys())
  await read(
    new Set([...people.keys()].flatMap(key => [...(kin.get(key) ?? [])]).filter(one => !people.has(one))),
  )
  return [...people.keys()].filter(key => {
    const theirs = [key, ...(kin.get(key) ?? [])].flatMap(one => [...(accounts.get(one) ?? [])])
    return new Set(theirs).size > 1
  })
}
