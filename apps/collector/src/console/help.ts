import {
  type AccountRow,
  type Akey,
  dayOf,
  type Facts,
  factsOf,
  type HelpInbox,
  type HelpItem,
  knownOfAccount,
  knownOfUser,
} from '@fireball/core'
import type { People } from '../people.ts'
import type { LiveProgram } from '../program-store.ts'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import type { Driver, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { helpEvidence, missingFor } from './help-evidence.ts'
import { idOf, nameIn } from './name.ts'

/** What the help room needs. */
export interface HelpRoomPorts {
  readonly store: Driver
  readonly people: People
  readonly now: () => number
  /** An account was answered: how it stands is due to be looked at. */
  readonly onAnswered: () => void
}

/** What the team says to a request: it was seen, or here is the answer. */
export interface HelpChange {
  readonly state: 'seen' | 'answered'
  readonly answer?: string | undefined
}

/** Requests for help of one project's users. */
export interface HelpRoom {
  inbox(space: Space, live: LiveProgram): Promise<HelpInbox>
  /** Those of some subjects alone, newest first. */
  of(space: Space, live: LiveProgram, subjects: readonly string[]): Promise<readonly HelpItem[]>
  /** Undefined when there is no such request. */
  change(space: Space, live: LiveProgram, id: string, change: HelpChange): Promise<HelpItem | undefined>
}

const COLUMNS = 'akey, id, subject, feature, message, asked_at, state, seen_at, answer, answered_at'
const INBOX = `SELECT ${COLUMNS} FROM help WHERE space = $1
  ORDER BY CASE state WHEN 'answered' THEN 1 ELSE 0 END, asked_at DESC, id LIMIT 100`
const OPEN = "SELECT COUNT(*) AS n FROM help WHERE space = $1 AND state <> 'answered'"
const ONE = `SELECT ${COLUMNS} FROM help WHERE space = $1 AND id = $2 ORDER BY asked_at DESC`
const ACCOUNT = 'SELECT body FROM accounts WHERE akey = $1'
const OF_SUBJECT = `SELECT ${COLUMNS} FROM help WHERE space = $1 AND subject = $2 ORDER BY asked_at DESC LIMIT 20`
// What was answered stays so; a second answer replaces the first.
const SEEN = `UPDATE help SET state = 'seen', seen_at = $3 WHERE space = $1 AND id = $2 AND state = 'sent'`
const ANSWERED = `UPDATE help SET state = 'answered', answer = $3, answered_at = $4,
    seen_at = COALESCE(seen_at, $4) WHERE space = $1 AND id = $2`

// The account that asked no longer waits, or waits for another answer.
const TOUCH = 'UPDATE touched SET touched = touched + 1 WHERE akey = $1'

const STATES: readonly HelpItem['state'][] = ['sent', 'seen', 'answered']

interface Asker {
  readonly akey: string
  readonly user: string
  readonly name: string
  readonly accountName: string | undefined
  readonly facts: Facts
}

const toItem = (row: Row, { akey, user, name, accountName, facts }: Asker, live: LiveProgram): HelpItem => {
  const feature = text(row, 'feature') || undefined
  const answer = text(row, 'answer')
  const seenAt = maybeInteger(row, 'seen_at')
  const answeredAt = maybeInteger(row, 'answered_at')
  return {
    id: text(row, 'id'),
    message: text(row, 'message'),
    ...(feature === undefined ? {} : { feature }),
    askedAt: integer(row, 'asked_at'),
    state: STATES.find(one => one === text(row, 'state')) ?? 'sent',
    ...(answer === '' ? {} : { answer }),
    ...(seenAt === null ? {} : { seenAt }),
    ...(answeredAt === null ? {} : { answeredAt }),
    akey,
    user,
    name,
    ...(accountName === undefined ? {} : { accountName }),
    missing: missingFor(feature, facts),
    evidence: helpEvidence(feature, live.program, facts),
  }
}

export const createHelpRoom = ({ store, people, now, onAnswered }: HelpRoomPorts): HelpRoom => {
  /** What is loaded of one user says nothing of how others named the account: its row in the list does. */
  const accountNameOf = async (space: Space, akey: Akey): Promise<string> => {
    const [row] = await store.all(ACCOUNT, [inSpace(space, akey)])
    return row === undefined ? nameIn({}, akey) : (json(row, 'body') as AccountRow).name
  }
  const findAsker = async (space: Space, live: LiveProgram, row: Row): Promise<Asker> => {
    const { evidence, who } = await people.ofUser(space, text(row, 'subject'))
    const user = who.userOf(text(row, 'subject'))
    const named = withoutSpace(text(row, 'akey'))
    const akey = named.startsWith('g:')
      ? named
      : (who.accountOn(user, dayOf(integer(row, 'asked_at'))) ?? user)
    const known = knownOfUser(evidence, who, user)
    const account = knownOfAccount(evidence, who, akey)
    const { program, signals } = live
    const facts = factsOf({
      program,
      signals,
      user: known,
      userId: user.startsWith('u:') ? idOf(user) : undefined,
      account,
      accountId: akey.startsWith('g:') ? idOf(akey) : undefined,
      ability: live.ability,
      now: now(),
    })
    const accountName = akey.startsWith('g:') ? await accountNameOf(space, akey) : undefined
    return { akey, user, name: nameIn(known.registers, user), accountName, facts }
  }
  const toItems = async (
    space: Space,
    live: LiveProgram,
    rows: readonly Row[],
  ): Promise<readonly HelpItem[]> => {
    const items: HelpItem[] = []
    for (const row of rows) items.push(toItem(row, await findAsker(space, live, row), live))
    return items
  }
  return {
    inbox: async (space, live) => {
      const [open] = await store.all(OPEN, [space])
      return {
        items: await toItems(space, live, await store.all(INBOX, [space])),
        open: open === undefined ? 0 : integer(open, 'n'),
      }
    },
    of: async (space, live, subjects) => {
      const rows: Row[] = []
      for (const subject of subjects) rows.push(...(await store.all(OF_SUBJECT, [space, subject])))
      rows.sort((a, b) => integer(b, 'asked_at') - integer(a, 'asked_at'))
      return toItems(space, live, rows.slice(0, 20))
    },
    change: async (space, live, id, { state, answer }) => {
      if (state === 'seen') await store.run(SEEN, [space, id, now()])
      else await store.run(ANSWERED, [space, id, answer ?? '', now()])
      const [row] = await store.all(ONE, [space, id])
      if (row === undefined) return undefined
      const asker = await findAsker(space, live, row)
      if (state === 'answered') {
        await store.run(TOUCH, [inSpace(space, asker.akey)])
        onAnswered()
      }
      return toItem(row, asker, live)
    },
  }
}
