import { type Program, type Subject, userKey } from '@fireball/core'
import type { People } from '../people.ts'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import type { Queries, Row, Value } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'

/** One row of evidence after merges: whose it is, and in which account it counts. */
export interface MergedRow {
  readonly user: Subject
  readonly account: string
  readonly signal: string
  readonly day: number
  readonly readings: number
  readonly amount: number
  /** First and last time, epoch ms. */
  readonly first: number
  readonly last: number
  /** Kept under another key than that of the account and user for whom it counts: other rows may add to it. */
  readonly isMoved: boolean
}

export interface ScanPorts {
  readonly store: Pick<Queries, 'all'>
  readonly people: Pick<People, 'whoAre'>
  readonly space: Space
  /** Lets requests go first; called after each page. */
  readonly rest: () => Promise<void>
}

/** Rows at once: bounds what is held, and for how long the store is busy. */
const PAGE = 1000

const ROWS = `SELECT akey, subject, signal, context, day, first_at, last_at, amount,
    success + success_assisted + failure + failure_assisted + other + other_assisted AS readings
  FROM counts WHERE akey >= $1 AND akey < $2 AND (akey, subject, signal, context, day) > ($3, $4, $5, $6, $7)
  ORDER BY akey, subject, signal, context, day LIMIT ${PAGE}`
const EMAILS = `SELECT akey, subject, name, value FROM registers
  WHERE akey >= $1 AND akey < $2 AND name = 'traits.email' AND (akey, subject, name) > ($3, $4, $5)
  ORDER BY akey, subject, name LIMIT ${PAGE}`

/** Every akey of a space lies from the first to before the second: `0` follows the slash. */
const boundsOf = (space: Space): readonly [string, string] => [inSpace(space, ''), `${space}0`]

const pages = async (
  { store, space, rest }: Pick<ScanPorts, 'store' | 'space' | 'rest'>,
  sql: string,
  key: readonly string[],
  read: (rows: readonly Row[]) => Promise<boolean>,
): Promise<boolean> => {
  const last: Value[] = key.map(name => (name === 'day' ? -1 : ''))
  for (;;) {
    const rows = await store.all(sql, [...boundsOf(space), ...last])
    const end = rows.at(-1)
    if (end === undefined) return true
    if (!(await read(rows))) return false
    for (const [i, name] of key.entries()) last[i] = end[name] ?? ''
    await rest()
  }
}

/** Users of the team itself, by what they ever said of themselves; what they did before that is left out as well. */
export const internalOf = async (
  ports: ScanPorts,
  { exclude }: Program,
): Promise<(user: Subject) => boolean> => {
  const internal = new Set((exclude?.users ?? []).map(userKey))
  const domains = (exclude?.emailDomains ?? []).map(domain => `@${domain.toLowerCase()}`)
  const isInside = (id: unknown): boolean =>
    typeof id === 'string' && domains.some(domain => id.toLowerCase().endsWith(domain))
  if (domains.length > 0)
    await pages(ports, EMAILS, ['akey', 'subject', 'name'], async rows => {
      const inside = rows.filter(row => isInside(json(row, 'value'))).map(row => text(row, 'subject'))
      const who = inside.length === 0 ? undefined : await ports.people.whoAre(ports.space, inside)
      for (const subject of inside) internal.add(who?.userOf(subject) ?? subject)
      return true
    })
  return user => internal.has(user) || isInside(user)
}

/**
 * All rows of a space, page by page, each with the user and the account that it counts for, whatever links came later.
 * `read` answers whether to go on; so does the whole.
 */
export const scanEvidence = (
  ports: ScanPorts,
  isInternal: (user: Subject) => boolean,
  read: (row: MergedRow) => void,
  goesOn: () => boolean,
): Promise<boolean> =>
  pages(ports, ROWS, ['akey', 'subject', 'signal', 'context', 'day'], async rows => {
    const found = rows.map(row => ({
      row,
      akey: withoutSpace(text(row, 'akey')),
      subject: text(row, 'subject'),
    }))
    // A row that names its account, by somebody who is known by name, needs no links.
    const open = found.filter(({ akey, subject }) => !akey.startsWith('g:') || subject.startsWith('a:'))
    const who = await ports.people.whoAre(ports.space, [...new Set(open.map(one => one.subject))])
    for (const { row, akey, subject } of found) {
      const user = who.userOf(subject)
      if (isInternal(user)) continue
      const day = integer(row, 'day')
      const account = akey.startsWith('g:') ? akey : (who.accountOn(user, day) ?? user)
      read({
        user,
        account,
        isMoved: account !== akey || user !== subject,
        signal: text(row, 'signal'),
        day,
        readings: integer(row, 'readings'),
        amount: integer(row, 'amount'),
        first: integer(row, 'first_at'),
        last: integer(row, 'last_at'),
      })
    }
    return goesOn()
  })
