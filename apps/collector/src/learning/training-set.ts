import { type CompiledSignal, hash, type Row, type Skill, type Subject } from '@fireball/core'
import { toRow } from '../count-row.ts'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Queries } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'

/** All that one user did in the program's skills, over all their accounts, devices and earlier ids. */
export interface UserEvidence {
  readonly user: string
  readonly account: string
  /** In order of their first event. */
  readonly rows: readonly Row[]
}

/** What there is to learn from. */
export interface TrainingSet {
  readonly users: readonly UserEvidence[]
  /** In how many accounts a context was seen, by signal and context hash; counted up to `MAX_COUNTED`. */
  readonly accountsOf: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly accounts: number
  /** Share of users that was kept. */
  readonly share: number
}

export interface TrainingSetInput {
  readonly store: Pick<Queries, 'all'>
  readonly space: Space
  readonly skills: readonly Skill[]
  /** As views read them. */
  readonly signals: readonly CompiledSignal[]
  /** Lets requests go first; called after each slice. */
  readonly rest: () => Promise<void>
  /** Keys read, of how many. */
  readonly onProgress?: (done: number, total: number) => void
  /** So many rows of evidence at most; above that, users are left out by lot. */
  readonly maxRows?: number
}

/** A context seen in more accounts than this is as well known as can be. */
export const MAX_COUNTED = 10

/** Rows of evidence that one fit reads at most: about a hundred megabytes. */
const MAX_ROWS = 400_000
/** Contexts whose accounts are counted at most: what is not counted is never told. */
const MAX_CONTEXTS = 200_000

const KEYS = 'SELECT akey FROM touched WHERE space = $1 AND akey > $2 ORDER BY akey LIMIT 50'
const HOW_MANY = 'SELECT COUNT(*) AS n FROM touched WHERE space = $1'
const COUNTS = `SELECT akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
    other, other_assisted, amount, first_at, last_at FROM counts
  WHERE akey IN (${placesOf()}) AND signal IN (${placesOf(50, 51)})`
const LINKS = `SELECT akey, kind, target FROM links WHERE akey IN (${placesOf()}) AND kind IN ('user', 'member')
  ORDER BY at, id`

/** Who a subject is: the user of its earliest link, and the first account of that user. */
const createKin = (store: Pick<Queries, 'all'>, space: Space) => {
  const users = new Map<Subject, Subject>()
  const accounts = new Map<Subject, string>()
  const read = async (subjects: readonly Subject[]): Promise<void> => {
    for (const chunk of inChunks(subjects.map(one => inSpace(space, one))))
      for (const row of await store.all(LINKS, chunk)) {
        const subject = withoutSpace(text(row, 'akey'))
        const target = text(row, 'target')
        const known = text(row, 'kind') === 'user' ? users : accounts
        if (target !== subject && !known.has(subject)) known.set(subject, target)
      }
  }
  const seen = new Set<Subject>()
  return {
    meet: async (subjects: Iterable<Subject>): Promise<void> => {
      const fresh = [...new Set(subjects)].filter(one => !seen.has(one))
      for (const one of fresh) seen.add(one)
      await read(fresh)
      const owners = [...new Set(fresh.flatMap(one => users.get(one) ?? []))].filter(one => !seen.has(one))
      for (const one of owners) seen.add(one)
      await read(owners)
    },
    userOf: (subject: Subject): Subject =>
      subject.startsWith('a:') ? (users.get(subject) ?? subject) : subject,
    /** An unknown visitor is no account: one person may be many of them. */
    accountOf: (user: Subject): string | undefined =>
      accounts.get(user) ?? (user.startsWith('u:') ? user : undefined),
  }
}

const createCensus = () => {
  const seen = new Map<string, Map<string, number[]>>()
  const numbers = new Map<string, number>()
  let contexts = 0
  return {
    size: () => numbers.size,
    add: (signal: string, context: string, account: string | undefined): void => {
      if (account === undefined) return
      const number = numbers.get(account) ?? numbers.size
      numbers.set(account, number)
      if (context === '') return
      const ofSignal = seen.get(signal) ?? new Map<string, number[]>()
      seen.set(signal, ofSignal)
      const known = ofSignal.get(context)
      if (known === undefined) {
        if (contexts >= MAX_CONTEXTS) return
        contexts++
        ofSignal.set(context, [number])
      } else if (known.length < MAX_COUNTED && !known.includes(number)) known.push(number)
    },
    counts: (): ReadonlyMap<string, ReadonlyMap<string, number>> =>
      new Map(
        [...seen].map(([signal, ofSignal]) => [
          signal,
          new Map([...ofSignal].map(([context, accounts]) => [context, accounts.length])),
        ]),
      ),
  }
}

/** Reads a project's evidence of its skills in slices, each user's together; never more than `maxRows` rows. */
export const readTrainingSet = async (input: TrainingSetInput): Promise<TrainingSet> => {
  const { store, space, skills, signals, rest, onProgress, maxRows = MAX_ROWS } = input
  const shown = new Set(skills.flatMap(skill => skill.shownBy))
  const hashes = [...new Set(signals.filter(one => shown.has(one.key)).map(one => one.hash))].sort()
  const [count] = await store.all(HOW_MANY, [space])
  const total = count === undefined ? 0 : integer(count, 'n')
  const kin = createKin(store, space)
  const census = createCensus()
  const byUser = new Map<Subject, Row[]>()
  const accounts = new Map<Subject, string>()
  let rows = 0
  let share = 1
  let done = 0
  const isKept = (user: Subject): boolean => (hash('learning', user, 2) ?? 0) < share

  const thin = (): void => {
    while (rows > maxRows) {
      share /= 2
      for (const [user, theirs] of byUser)
        if (!isKept(user)) {
          byUser.delete(user)
          rows -= theirs.length
        }
    }
  }

  for (let last = ''; ; ) {
    const keys = (await store.all(KEYS, [space, last])).map(row => text(row, 'akey'))
    const end = keys.at(-1)
    if (end === undefined) break
    last = end
    for (const ofSignals of inChunks(hashes))
      for (const chunk of inChunks(keys)) {
        const found = await store.all(COUNTS, [...chunk, ...ofSignals])
        await kin.meet(found.map(row => text(row, 'subject')))
        for (const stored of found) {
          const akey = withoutSpace(text(stored, 'akey'))
          const user = kin.userOf(text(stored, 'subject'))
          const account = akey.startsWith('g:') ? akey : kin.accountOf(user)
          const row = toRow(stored, user, akey)
          census.add(row.signal, row.context, account)
          if (!isKept(user)) continue
          if (!accounts.has(user)) accounts.set(user, account ?? user)
          const theirs = byUser.get(user)
          if (theirs === undefined) byUser.set(user, [row])
          else theirs.push(row)
          rows++
        }
        thin()
        await rest()
      }
    done += keys.length
    onProgress?.(done, Math.max(total, done))
  }
  return {
    users: [...byUser].map(([user, theirs]) => ({
      user,
      account: accounts.get(user) ?? user,
      rows: theirs.sort((a, b) => a.first - b.first),
    })),
    accountsOf: census.counts(),
    accounts: census.size(),
    share,
  }
}
