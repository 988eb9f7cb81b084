import {
  type Akey,
  type Count,
  type Row as CountedRow,
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
import { toRow } from './count-row.ts'
import { inSpace, type Space, withoutSpace } from './store/akey.ts'
import { inChunks, placesOf } from './store/bulk.ts'
import type { Queries, Row } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

/** One count with its key: a row as views read it, and under which core akey it lies. */
export interface LoadedRow extends CountedRow {
  readonly akey: Akey
}

/** All evidence that bears on someone, with core akeys, and who belongs to whom. Core's `knownOf…` read it. */
export interface Loaded {
  /** Its counts are put together when they are first asked for; `rows` holds the same. */
  readonly evidence: Evidence
  readonly rows: readonly LoadedRow[]
  readonly who: Membership
  /** Of an account: what its users asked and nobody has answered yet, oldest first. */
  readonly questions?: readonly Question[]
  /** What somebody of the team has answered. */
  readonly answers?: readonly Question[]
}

/** A request for help. */
export interface Question {
  readonly user: Subject
  /** The feature that it is about; '' for none. */
  readonly feature: string
  /** Epoch ms; `answeredAt` null while it waits. */
  readonly askedAt: number
  readonly answeredAt: number | null
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
  /** Who some people are, and which accounts they were in when. */
  whoAre(space: Space, subjects: readonly Subject[]): Promise<Membership>
}

const LINKS = `SELECT kind, source, target, at, id, has_left FROM links WHERE akey IN (${placesOf()})`
const COUNTS = `SELECT akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
  other, other_assisted, amount, first_at, last_at FROM counts`
const COUNTS_OF_KEYS = `${COUNTS} WHERE akey IN (${placesOf()})`
const COUNTS_OF_SUBJECTS = `${COUNTS} WHERE akey = $1 AND subject IN (${placesOf(50, 2)})`
const REGISTERS = 'SELECT akey, subject, name, value, at, id FROM registers'
const REGISTERS_OF_KEYS = `${REGISTERS} WHERE akey IN (${placesOf()})`
const REGISTERS_OF_SUBJECTS = `${REGISTERS} WHERE akey = $1 AND subject IN (${placesOf(50, 2)})`

const QUESTIONS = `SELECT akey, subject, feature, asked_at, state, answered_at FROM help
  WHERE akey IN (${placesOf()})`

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

const toLoadedRow = (row: Row, akey: Akey, user: Subject): LoadedRow => ({ ...toRow(row, user), akey })

/** Counts by joined key, as evidence is passed around; under the subjects that they were told of. */
const countsOf = (
  rows: readonly LoadedRow[],
  subjects: readonly Subject[],
): Readonly<Record<string, Count>> =>
  Object.fromEntries(
    rows.map(({ akey, user: _, signal, context, day, ...count }, i): [string, Count] => [
      joinCountKey({ akey, subject: subjects[i] ?? '', signal, context, day }),
      count,
    ]),
  )

const toRegister = (row: Row): readonly [string, Register] => [
  joinRegisterKey({
    akey: withoutSpace(text(row, 'akey')),
    subject: text(row, 'subject'),
    name: text(row, 'name'),
  }),
  { value: json(row, 'value') as Json, at: integer(row, 'at'), id: text(row, 'id') },
]

/** The same key comes many times in a row. */
const remembered = (of: (key: string) => string): ((key: string) => string) => {
  const known = new Map<string, string>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const value = of(key)
    known.set(key, value)
    return value
  }
}

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
    const rows: LoadedRow[] = []
    /** Whose each row is as it was told. */
    const told: Subject[] = []
    const registers: (readonly [string, Register])[] = []
    const akeyOf = remembered(withoutSpace)
    const userOf = remembered(who.userOf)
    const read = async (countsSql: string, registersSql: string, params: readonly string[]) => {
      for (const row of await store.all(countsSql, params)) {
        const subject = text(row, 'subject')
        rows.push(toLoadedRow(row, akeyOf(text(row, 'akey')), userOf(subject)))
        told.push(subject)
      }
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
    let counts: Evidence['counts'] | undefined
    return {
      who,
      rows,
      evidence: {
        get counts() {
          counts ??= countsOf(rows, told)
          return counts
        },
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
  const questionsIn = async (
    space: Space,
    akey: Akey,
    who: Membership,
  ): Promise<Required<Pick<Loaded, 'questions' | 'answers'>>> => {
    const subjects = (isGroup(akey) ? who.membersOf(akey) : [akey]).flatMap(who.subjectsOf)
    const questions: Question[] = []
    for (const chunk of inChunks([...new Set([akey, ...subjects])].map(key => inSpace(space, key))))
      for (const row of await store.all(QUESTIONS, chunk)) {
        const user = who.userOf(text(row, 'subject'))
        const askedAt = integer(row, 'asked_at')
        const named = withoutSpace(text(row, 'akey'))
        const account = isGroup(named) ? named : (who.accountOn(user, dayOf(askedAt)) ?? user)
        const answeredAt = text(row, 'state') === 'answered' ? integer(row, 'answered_at') : null
        if (account === akey) questions.push({ user, feature: text(row, 'feature'), askedAt, answeredAt })
      }
    questions.sort((a, b) => a.askedAt - b.askedAt)
    return {
      questions: questions.filter(one => one.answeredAt === null),
      answers: questions.filter(one => one.answeredAt !== null),
    }
  }

  const ofUser = async (space: Space, subject: Subject): Promise<Loaded> => {
    const walk = createWalk(store, space)
    await walkPeople(walk, [subject])
    const who = membership(walk.links.values())
    return load(space, walk, who, [who.userOf(subject)])
  }

  return {
    ofUser,
    whoAre: async (space, subjects) => {
      const walk = createWalk(store, space)
      await walkPeople(walk, subjects)
      return membership(walk.links.values())
    },
    ofAccount: async (space, akey) => {
      if (!isGroup(akey)) {
        const loaded = await ofUser(space, akey)
        return { ...loaded, ...(await questionsIn(space, akey, loaded.who)) }
      }
      const walk = createWalk(store, space)
      await walk.read([akey])
      await walkPeople(
        walk,
        [...walk.links.values()].map(link => link.from),
      )
      const who = membership(walk.links.values())
      const loaded = await load(space, walk, who, who.membersOf(akey), akey)
      return { ...loaded, ...(await questionsIn(space, akey, who)) }
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
