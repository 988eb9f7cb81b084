import { DAY_MS } from './day.ts'
import type { Akey, Link, Subject } from './identity.ts'

/** Who belongs to whom, derived from the links alone: a late or repeated link corrects every answer by itself. */
export interface Membership {
  /** The user of an anonymous id's earliest identify; anything else is itself. */
  userOf(subject: Subject): Subject
  /** The user with every anonymous id that is theirs. */
  subjectsOf(user: Subject): readonly Subject[]
  /** Every account that the user was ever in, or named. */
  accountsOf(user: Subject): readonly Akey[]
  /** Everyone who was ever in the account, as users. */
  membersOf(account: Akey): readonly Subject[]
  /**
   * The one account in which an event counts that names none: that of the latest `group` at or before the end of
   * the UTC day, else the first ever; undefined when the user never had one, or left.
   */
  accountOn(user: Subject, day: number): Akey | undefined
}

const before = (a: Link, b: Link): number => a.at - b.at || (a.id < b.id ? -1 : 1)

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else if (!list.includes(value)) list.push(value)
}

export const membership = (links: Iterable<Link>): Membership => {
  const owner = new Map<Subject, Subject>()
  const subjects = new Map<Subject, Subject[]>()
  const groups = new Map<Subject, Link[]>()
  const accounts = new Map<Subject, Akey[]>()
  const members = new Map<Akey, Subject[]>()
  const sorted = [...links].sort(before)
  for (const { kind, from, to } of sorted)
    if (kind === 'user' && !owner.has(from)) {
      owner.set(from, to)
      push(subjects, to, from)
    }
  const userOf = (subject: Subject): Subject => owner.get(subject) ?? subject
  for (const fact of sorted) {
    if (fact.kind === 'user') continue
    const user = userOf(fact.from)
    if (fact.kind === 'member') push(groups, user, fact)
    push(accounts, user, fact.to)
    push(members, fact.to, user)
  }
  return {
    userOf,
    subjectsOf: user => [user, ...(subjects.get(user) ?? [])],
    accountsOf: user => accounts.get(user) ?? [],
    membersOf: account => members.get(account) ?? [],
    accountOn: (user, day) => {
      const facts = groups.get(user) ?? []
      const known = facts.filter(fact => fact.at < (day + 1) * DAY_MS)
      if (known.length === 0) return facts.find(fact => !fact.left)?.to
      const latest = new Map<Akey, Link>()
      for (const fact of known) latest.set(fact.to, fact)
      return [...latest.values()]
        .filter(fact => !fact.left)
        .sort(before)
        .at(-1)?.to
    },
  }
}
