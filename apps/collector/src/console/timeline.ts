import { type Akey, dayOf, isObject, type TimelineItem } from '@fireball/core'
import type { Loaded } from '../people.ts'
import type { LiveProgram } from '../program-store.ts'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Queries, Row } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'
import { toEvent } from '../stored-event.ts'
import { signalKeys } from './connect.ts'

/** So many of the newest events are shown. */
const NEWEST = 100
/** So many keys of an account's people are looked into. */
const MAX_KEYS = 200

const EVENTS = `SELECT akey, id, type, name, subject, at, day, trust, body FROM events
  WHERE akey IN (${placesOf()}) ORDER BY at DESC, id LIMIT ${NEWEST}`

const TRUSTS: readonly TimelineItem['trust'][] = ['secret', 'signed', 'claimed']

const toItem = (row: Row, user: string, { signals }: LiveProgram): TimelineItem => {
  const { event } = toEvent(row)
  return {
    at: event.at,
    user,
    name: event.name === '' ? event.type : event.name,
    type: event.type,
    properties: isObject(event.properties) ? event.properties : {},
    signals: signalKeys(event, signals),
    isAssisted: event.assisted,
    trust: TRUSTS.find(one => one === text(row, 'trust')) ?? 'claimed',
  }
}

/** The newest events that count in an account, by whomever, newest first. */
export const timelineOf = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  akey: Akey,
  { who }: Loaded,
  live: LiveProgram,
): Promise<readonly TimelineItem[]> => {
  const isGroup = akey.startsWith('g:')
  const people = isGroup ? who.membersOf(akey) : [akey]
  const keys = [...new Set([akey, ...people.flatMap(who.subjectsOf)])].slice(0, MAX_KEYS)
  const found: { row: Row; user: string }[] = []
  for (const chunk of inChunks(keys.map(key => inSpace(space, key))))
    for (const row of await store.all(EVENTS, chunk)) {
      const user = who.userOf(text(row, 'subject'))
      const named = withoutSpace(text(row, 'akey'))
      const counts = named.startsWith('g:')
        ? named === akey
        : who.accountOn(user, dayOf(integer(row, 'at'))) === (isGroup ? akey : undefined)
      if (counts) found.push({ row, user })
    }
  return found
    .sort((a, b) => integer(b.row, 'at') - integer(a.row, 'at'))
    .slice(0, NEWEST)
    .map(({ row, user }) => toItem(row, user, live))
}
