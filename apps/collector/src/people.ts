import {
  type Akey,
  type Count,
  dayOf,
  type Evidence,
  type Json,
  joinCountKey,
  joinLinkKey,
  joinRegisterKey,
  type Link,
  type Membership,
  membership,
  type Register,
  type Subject,
} from '@fireball/core'
import { inSpace, type Space, withoutSpace } from './store/akey.ts'
import { inChunks, placesOf } from './store/bulk.ts'
import type { Queries, Row } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

/** All evidence that bears on someone, with core akeys, and who belongs to whom. Core's `knownOf…` read it. */
export interface Loaded {
  readonly evidence: Evidence
  readonly who: Membership
  /** Of an account: what its users asked and nobody has answered yet, oldest first. */
  readonly questions?: readonly Question[]
}

/** A request for help that waits for an answer. */
export interface Question {
  readonly user: Subject
  /** The feature that it is about; '' for none. */
  readonly feature: string
  /** Epoch ms. */
  readonly askedAt: number
}

/** Reads evidence along the links. */
export interface People {
  /** Everything of one user (`u:…`, or `a:…` for someone not identified): all accounts, devices and earlier ids. */
  ofUser(space: Space, user: Subject): Promise<Loaded>
  /** Everything of one account (`g:…`, or `u:…` for an account of one), and all that its members did elsewhere. */
  ofAccount(space: Space, akey: Akey): Promise<Loaded>
  /**
   * The accounts in which evidence of this key may count: itself when a group; else every account of its user, and the
   * user as an account of one, unless nothing is there that could count so.
   */
  accountsOf(space: Space, akey: Akey): Promise<readonly Akey[]>
}

const LINKS = `SELECT kind, source, target, at, id, has_left FROM links WHERE akey IN (${placesOf()})`
const COUNTS = `SELECT akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
  other, other_assisted, amount, first_at, last_at FROM counts`
const COUNTS_OF_KEYS = `${COUNTS} WHERE akey IN (${placesOf()})`
const COUNTS_OF_SUBJECTS = `${COUNTS} WHERE akey = $1 AND subject IN (${placesOf(50, 2)})`
const REGISTERS = 'SELECT akey, subject, name, value, at, id FROM registers'
const REGISTERS_OF_KEYS = `${REGISTERS} WHERE akey IN (${placesOf()})`
const REGISTERS_OF_SUBJECTS = `${REGISTERS} WHERE akey = $1 AND subject IN (${placesOf(50, 2)})`

const QUESTIONS = `SELECT akey, subject, feature, asked_at FROM help
  WHERE akey IN (${placesOf()}) AND state <> 'answered'`

const LISTED = 'SELECT akey FROM accounts WHERE akey = $1'
const HAS_COUNTS = `SELECT akey FROM counts WHERE akey IN (${placesOf()}) LIMIT 1`

const toLink = (row: Row): Link => {
  const kind = text(row, 'kind')
  return {
    kind: kind === 'user' || kind === 'member' ? kind : 'seen',
    from: text(row, 'source'),
    to: text(row, 'target'),
    at: integer(row, 'at'),
    id: text(row, 'id'),
    left: integer(row, 'has_left') === 1,
  }
}

/** Walks the links from some keys on, each key read once. */
const createWalk = (store: Pick<Queries, 'all'>, space: Space) => {
  const links = new Map<string, Link>()
  const read = new Set<Akey>()
  return {
    links,
    read: async (akeys: Iterable<Akey>): Promise<void> => {
      const fresh = [...new Set(akeys)].filter(akey => !read.has(akey))
      for (const akey of fresh) read.add(akey)
      for (const chunk of inChunks(fresh.map(akey => inSpace(space, akey))))
        for (const row of await store.all(LINKS, chunk)) {
          const link = toLink(row)
          links.set(joinLinkKey(link), link)
        }
    },
  }
}

type Walk = ReturnType<typeof createWalk>

const ends = (walk: Walk, kind: Link['kind'], end: 'from' | 'to'): Akey[] =>
  [...walk.links.values()].filter(link => link.kind === kind).map(link => link[end])

const isGroup = (akey: Akey): boolean => akey.startsWith('g:')

/** From people to everything that is theirs: their anonymous ids, and what those say. */
const walkPeople = async (walk: Walk, subjects: readonly Subject[]): Promise<void> => {
  await walk.read(subjects)
  await walk.read(ends(walk, 'user', 'to'))
  // An anonymous id of theirs may have been another's before: its own links tell.
  await walk.read(ends(walk, 'user', 'from'))
  await walk.read(ends(walk, 'user', 'to'))
}

const toCount = (row: Row): readonly [string, Count] => [
  joinCountKey({
    akey: withoutSpace(text(row, 'akey')),
    subject: text(row, 'subject'),
    signal: text(row, 'signal'),
    context: text(row, 'context'),
    day: integer(row, 'day'),
  }),
  {
    success: integer(row, 'success'),
    successAssisted: integer(row, 'success_assisted'),
    failure: integer(row, 'failure'),
    failureAssisted: integer(row, 'failure_assisted'),
    none: integer(row, 'other'),
    noneAssisted: integer(row, 'other_assisted'),
    sum: integer(row, 'amount'),
    first: integer(row, 'first_at'),
    last: integer(row, 'last_at'),
  },
]

const toRegister = (row: Row): readonly [string, Register] => [
  joinRegisterKey({
    akey: withoutSpace(text(row, 'akey')),
    subject: text(row, 'subject'),
    name: text(row, 'name'),
  }),
  { value: json(row, 'value') as Json, at: integer(row, 'at'), id: text(row, 'id') },
]

export const createPeople = (store: Pick<Queries, 'all'>): People => {
  const load = async (
    space: Space,
    { links }: Walk,
    who: Membership,
    users: readonly Subject[],
    account?: Akey,
  ): Promise<Loaded> => {
    const subjects = [...new Set(users.flatMap(who.subjectsOf))]
    const elsewhere = [...new Set(users.flatMap(who.accountsOf))].filter(akey => akey !== account)
    const counts: (readonly [string, Count])[] = []
    const registers: (readonly [string, Register])[] = []
    const read = async (countsSql: string, registersSql: string, params: readonly string[]) => {
      for (const row of await store.all(countsSql, params)) counts.push(toCount(row))
      for (const row of await store.all(registersSql, params)) registers.push(toRegister(row))
    }
    const whole = [...(account === undefined ? [] : [account]), ...subjects]
    for (const chunk of inChunks(whole.map(akey => inSpace(space, akey))))
      await read(COUNTS_OF_KEYS, REGISTERS_OF_KEYS, chunk)
    for (const akey of elsewhere) {
      const theirs = subjects.filter(subject => who.accountsOf(who.userOf(subject)).includes(akey))
      for (const chunk of inChunks(theirs))
        await read(COUNTS_OF_SUBJECTS, REGISTERS_OF_SUBJECTS, [inSpace(space, akey), ...chunk])
    }
    return {
      who,
      evidence: {
        counts: Object.fromEntries(counts),
        registers: Object.fromEntries(registers),
        links: Object.fromEntries(links),
      },
    }
  }

  /** Whether a user in accounts may be an account of one beside them: was listed so, or did what names no account. */
  const standsAlone = async (space: Space, user: Subject, subjects: readonly Subject[]): Promise<boolean> => {
    if ((await store.all(LISTED, [inSpace(space, user)])).length > 0) return true
    for (const chunk of inChunks(subjects.map(subject => inSpace(space, subject))))
      if ((await store.all(HAS_COUNTS, chunk)).length > 0) return true
    return false
  }

  /** Asked in the account, or, by who was in none or names none, while it was theirs. */
  const questionsIn = async (space: Space, akey: Akey, who: Membership): Promise<readonly Question[]> => {
    const subjects = (isGroup(akey) ? who.membersOf(akey) : [akey]).flatMap(who.subjectsOf)
    const questions: Question[] = []
    for (const chunk of inChunks([...new Set([akey, ...subjects])].map(key => inSpace(space, key))))
      for (const row of await store.all(QUESTIONS, chunk)) {
        const user = who.userOf(text(row, 'subject'))
        const askedAt = integer(row, 'asked_at')
        const named = withoutSpace(text(row, 'akey'))
        const account = isGroup(named) ? named : (who.accountOn(user, dayOf(askedAt)) ?? user)
        if (account === akey) questions.push({ user, feature: text(row, 'feature'), askedAt })
      }
    return questions.sort((a, b) => a.askedAt - b.askedAt)
  }

  const ofUser = async (space: Space, subject: Subject): Promise<Loaded> => {
    const walk = createWalk(store, space)
    await walkPeople(walk, [subject])
    const who = membership(walk.links.values())
    return load(space, walk, who, [who.userOf(subject)])
  }

  return {
    ofUser,
    ofAccount: async (space, akey) => {
      if (!isGroup(akey)) {
        const loaded = await ofUser(space, akey)
        return { ...loaded, questions: await questionsIn(space, akey, loaded.who) }
      }
      const walk = createWalk(store, space)
      await walk.read([akey])
      await walkPeople(
        walk,
        [...walk.links.values()].map(link => link.from),
      )
      const who = membership(walk.links.values())
      const loaded = await load(space, walk, who, who.membersOf(akey), akey)
      return { ...loaded, questions: await questionsIn(space, akey, who) }
    },
    accountsOf: async (space, akey) => {
      if (isGroup(akey)) return [akey]
      const walk = createWalk(store, space)
      await walkPeople(walk, [akey])
      const who = membership(walk.links.values())
      const user = who.userOf(akey)
      const accounts = who.accountsOf(user)
      return accounts.length > 0 && !(await standsAlone(space, user, who.subjectsOf(user)))
        ? accounts
        : [user, ...accounts]
    },
  }
}
