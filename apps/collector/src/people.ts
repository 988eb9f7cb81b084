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
import { type LoadedRow, toRow } from './count-row.ts'
import { inSpace, type Space, withoutSpace } from './store/akey.ts'
import { inChunks, placesOf } from './store/bulk.ts'
import type { Queries, Row } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

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
// Of one key and the subjects between two, both ends included: the rest of them, in the order of the primary key.
const COUNTS_AFTER = `${COUNTS} WHERE akey = $1 AND (subject, signal, context, day) > ($2, $3, $4, $5) AND subject <= $6
  ORDER BY akey, subject, signal, context, day`
const REGISTERS = 'SELECT akey, subject, name, value, at, id FROM registers'
const REGISTERS_OF_KEYS = `${REGISTERS} WHERE akey IN (${placesOf()})`
const REGISTERS_OF_SUBJECTS = `${REGISTERS} WHERE akey = $1 AND subject IN (${placesOf(50, 2)})`

const QUESTIONS = `SELECT akey, subject, feature, asked_at, state, answered_at FROM help
  WHERE akey IN (${placesOf()})`

/** A row as the store tells it takes several times what is made of it: so many are held beside one another at most. */
const PART = 20_000
/** Before every day, and after every subject. */
const [FIRST_DAY, LAST_SUBJECT] = [-1_000_000_000, '\u{10ffff}'] as const

/** Where rows lie: under a stored key, of the subjects from one to another. */
interface Range {
  readonly key: string
  readonly from: Subject
  readonly to: Subject
}

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

/** Reads from a store; `part`: so many rows of evidence at once at most. */
export const createPeople = (store: Pick<Queries, 'all'>, part = PART): People => {
  /** All counts that a statement finds, or, where those are too many for one answer, part by part of where they lie. */
  const readCounts = async (
    sql: string,
    params: readonly string[],
    ranges: readonly Range[],
    put: (row: Row) => void,
  ): Promise<void> => {
    const found = await store.all(`${sql} LIMIT ${part + 1}`, params)
    if (found.length <= part) {
      found.forEach(put)
      return
    }
    for (const { key, from, to } of ranges)
      for (let after: readonly (string | number)[] = [from, '', '', FIRST_DAY]; ; ) {
        const rows = await store.all(`${COUNTS_AFTER} LIMIT ${part}`, [key, ...after, to])
        rows.forEach(put)
        const last = rows.at(-1)
        if (last === undefined || rows.length < part) break
        after = [text(last, 'subject'), text(last, 'signal'), text(last, 'context'), integer(last, 'day')]
      }
  }

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
    const put = (row: Row): void => {
      const subject = text(row, 'subject')
      rows.push(toRow(row, userOf(subject), akeyOf(text(row, 'akey'))))
      told.push(subject)
    }
    const whole = [...(account === undefined ? [] : [account]), ...subjects]
    for (const chunk of inChunks(whole.map(akey => inSpace(space, akey)))) {
      const ranges = [...new Set(chunk)].map(key => ({ key, from: '', to: LAST_SUBJECT }))
      await readCounts(COUNTS_OF_KEYS, chunk, ranges, put)
      for (const row of await store.all(REGISTERS_OF_KEYS, chunk)) registers.push(toRegister(row))
    }
    for (const akey of elsewhere) {
      const key = inSpace(space, akey)
      const theirs = subjects.filter(subject => who.accountsOf(who.userOf(subject)).includes(akey))
      for (const chunk of inChunks(theirs)) {
        const params = [key, ...chunk]
        const ranges = [...new Set(chunk)].map(subject => ({ key, from: subject, to: subject }))
        await readCounts(COUNTS_OF_SUBJECTS, params, ranges, put)
        for (const row of await store.all(REGISTERS_OF_SUBJECTS, params)) registers.push(toRegister(row))
      }
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
