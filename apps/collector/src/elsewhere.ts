import { inSpace, type Space, spaceOf, withoutSpace } from './store/akey.ts'
import { inChunks, placesOf } from './store/bulk.ts'
import type { Queries } from './store/driver.ts'
import { text } from './store/row.ts'

/** What a user shows in one account counts in their others, and what a link takes from a user is missed in theirs. */

const OWNERS = `SELECT target FROM links WHERE akey = $1 AND kind = 'user' ORDER BY at, id`
const KIN = `SELECT DISTINCT akey, kind, source, target FROM links WHERE akey IN (${placesOf()})`

/** A link that was just written: under which stored key, of which kind, to whom. */
export interface WrittenLink {
  readonly akey: string
  readonly kind: string
  readonly target: string
}

/**
 * The keys of users who lost an anonymous id to the links just written, with their spaces: nothing else would tell that
 * their accounts changed.
 */
export const formerOwners = async (
  queries: Pick<Queries, 'all'>,
  written: readonly WrittenLink[],
): Promise<ReadonlyMap<string, Space>> => {
  const fresh = new Map<string, Set<string>>()
  for (const { akey, kind, target } of written) {
    if (kind !== 'user' || !withoutSpace(akey).startsWith('a:')) continue
    fresh.set(akey, (fresh.get(akey) ?? new Set()).add(target))
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

/** Accounts and further ids of people, as far as links tell. */
interface Relations {
  readonly accounts: ReadonlyMap<string, ReadonlySet<string>>
  readonly kin: ReadonlyMap<string, ReadonlySet<string>>
}

const readRelations = async (
  queries: Pick<Queries, 'all'>,
  people: readonly string[],
): Promise<Relations> => {
  const accounts = new Map<string, Set<string>>()
  const kin = new Map<string, Set<string>>()
  const read = async (keys: Iterable<string>): Promise<void> => {
    const chunks = inChunks([...keys].sort())
    for (const rows of await Promise.all(chunks.map(chunk => queries.all(KIN, chunk))))
      for (const row of rows) {
        const akey = text(row, 'akey')
        const [from, to] = [text(row, 'source'), text(row, 'target')]
        if (text(row, 'kind') !== 'user') accounts.set(akey, (accounts.get(akey) ?? new Set()).add(to))
        else {
          const other = inSpace(spaceOf(akey), withoutSpace(akey) === from ? to : from)
          kin.set(akey, (kin.get(akey) ?? new Set()).add(other))
        }
      }
  }
  await read(people)
  const known = new Set(people)
  await read(new Set(people.flatMap(key => [...(kin.get(key) ?? [])]).filter(one => !known.has(one))))
  return { accounts, kin }
}

/** Tells who of the people just seen in an account has another one beside it. */
export interface Elsewhere {
  activeElsewhere(queries: Pick<Queries, 'all'>, people: Iterable<string>): Promise<readonly string[]>
  /** Links under these keys were written: what was known of them, and of who depends on them, no longer holds. */
  forget(akeys: Iterable<string>): void
  /** Nothing that was read in a transaction that failed may be kept. */
  forgetAll(): void
}

const MAX_REMEMBERED = 100_000

/** `isAlone`: nobody else writes links, so that what was read once need not be read again. */
export const createElsewhere = (isAlone: boolean): Elsewhere => {
  const answers = new Map<string, boolean>()
  /** Whose answer was read from whose links. */
  const readers = new Map<string, Set<string>>()
  const forgetAll = (): void => {
    answers.clear()
    readers.clear()
  }
  const remember = (person: string, isElsewhere: boolean, kin: Iterable<string>): void => {
    answers.set(person, isElsewhere)
    for (const one of kin) readers.set(one, (readers.get(one) ?? new Set()).add(person))
  }
  return {
    forgetAll,
    forget: akeys => {
      for (const akey of akeys) {
        answers.delete(akey)
        for (const reader of readers.get(akey) ?? []) answers.delete(reader)
        readers.delete(akey)
      }
    },
    activeElsewhere: async (queries, people) => {
      if (!isAlone || answers.size > MAX_REMEMBERED) forgetAll()
      const all = [...people]
      const unknown = all.filter(person => !answers.has(person))
      if (unknown.length > 0) {
        const { accounts, kin } = await readRelations(queries, unknown)
        for (const person of unknown) {
          const theirs = kin.get(person) ?? new Set<string>()
          const found = new Set([person, ...theirs].flatMap(one => [...(accounts.get(one) ?? [])]))
          remember(person, found.size > 1, theirs)
        }
      }
      return all.filter(person => answers.get(person) === true)
    },
  }
}
