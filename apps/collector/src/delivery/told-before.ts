import { type Akey, dayOf, type Subject } from '@fireball/core'
import type { People } from '../people.ts'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Queries } from '../store/driver.ts'
import { text } from '../store/row.ts'

const TOLD = `SELECT akey, subject FROM events WHERE akey IN (${placesOf()}) AND id = $51 ORDER BY akey`
const MEMBERS = `SELECT source FROM links WHERE akey = $1 AND kind IN ('member', 'seen') ORDER BY at DESC LIMIT 500`

/** Where a message was told: of whom, and in which account; an account of none is undefined. */
export interface Place {
  readonly subject: Subject
  readonly account: Akey | undefined
}

/** What a message says of where it belongs, and how it is known. */
export interface ToldInput {
  readonly space: Space
  /** Id of the event that it becomes. */
  readonly id: string
  /** Whose it is, as far as it says. */
  readonly subject: Subject | undefined
  readonly account: Akey | undefined
  readonly at: number
}

/** Where a message goes. `joins`: it is told anew with an account, to which its user belongs from then on. */
export interface Placed extends Place {
  readonly joins?: Akey
}

/**
 * Finds where the same message was told before, so that it counts once: a mail tool tells it by an address alone, and a help
 * desk later with the account. Undefined where it was not, or where its user is in another account, which keeps its own.
 */
export const placeToldBefore = async (
  store: Pick<Queries, 'all'>,
  people: Pick<People, 'whoAre'>,
  { space, id, subject, account, at }: ToldInput,
): Promise<Placed | undefined> => {
  const known =
    subject === undefined && account !== undefined
      ? (await store.all(MEMBERS, [inSpace(space, account)])).map(row => text(row, 'source'))
      : []
  const subjects = subject === undefined ? [...new Set(known)] : [subject]
  const who = await people.whoAre(space, subjects)
  const users = [...new Set(subjects.map(who.userOf))]
  const keys = new Set([
    ...(account === undefined ? [] : [account]),
    ...users.flatMap(user => [...who.subjectsOf(user), ...who.accountsOf(user)]),
  ])
  for (const chunk of inChunks([...keys].map(key => inSpace(space, key)))) {
    const [row] = await store.all(TOLD, [...chunk, id])
    if (row === undefined) continue
    const akey = withoutSpace(text(row, 'akey'))
    const place = { subject: text(row, 'subject') }
    if (akey.startsWith('g:')) return { ...place, account: akey }
    if (account === undefined) return { ...place, account: undefined }
    const home = who.accountOn(who.userOf(place.subject), dayOf(at))
    if (home === undefined) return { ...place, account: undefined, joins: account }
    return home === account ? { ...place, account: undefined } : undefined
  }
  return undefined
}
