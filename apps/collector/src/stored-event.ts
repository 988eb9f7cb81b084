import {
  dayOf,
  EVENT_TYPES,
  type FireballEvent,
  type JsonObject,
  type Subject,
  type WireWarning,
} from '@fireball/core'
import type { Space } from './store/akey.ts'
import type { Row, Value } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

/** Who vouches for an event: the host's server by a secret key or a signed user id, or nobody. */
export type Trust = 'secret' | 'signed' | 'claimed'

/** Why an event adds no evidence. */
export type Exclusion = 'internal' | 'bot'

/** An event as it is stored, beside the event itself. */
export interface Arrival {
  /** With its space in front. */
  readonly akey: string
  readonly subject: Subject
  readonly space: Space
  readonly trust: Trust
  readonly receivedAt: number
  /** Place in the order of arrival. */
  readonly received: number
  readonly isExcluded: boolean
  /** Of `bodyOf`. */
  readonly body: string
}

const LONE_SURROGATE = /\p{Surrogate}/gu
/** Much cheaper than the above; of a text with whole pairs it says yes as well. */
const ANY_SURROGATE = /[\ud800-\udfff]/

/** A text without halves of surrogate pairs, which no database keeps. */
export const wellFormed = (text: string): string =>
  ANY_SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text

const isClean = (text: string | undefined): boolean => text === undefined || !ANY_SURROGATE.test(text)

/** Half a surrogate pair in an id or name is replaced, as a database would do: what is compared is what is stored. */
export const withCleanNames = (event: FireballEvent): FireballEvent => {
  const { id, name, userId, anonymousId, groupId, previousId } = event
  if ([id, name, userId, anonymousId, groupId, previousId].every(isClean)) return event
  return {
    ...event,
    id: wellFormed(id),
    name: wellFormed(name),
    ...(userId === undefined ? {} : { userId: wellFormed(userId) }),
    ...(anonymousId === undefined ? {} : { anonymousId: wellFormed(anonymousId) }),
    ...(groupId === undefined ? {} : { groupId: wellFormed(groupId) }),
    ...(previousId === undefined ? {} : { previousId: wellFormed(previousId) }),
  }
}

/** What is stored of an event beside its columns, as JSON. */
export const bodyOf = (event: FireballEvent, warnings: readonly WireWarning[]): string => {
  const { userId, anonymousId, groupId, previousId, properties, context, assisted } = event
  const own = { userId, anonymousId, groupId, previousId, properties, context, assisted }
  return JSON.stringify(warnings.length === 0 ? own : { ...own, warnings })
}

/** The columns of `events`. */
export const toRow = (
  { id, type, name, at }: FireballEvent,
  { akey, subject, space, trust, receivedAt, received, isExcluded, body }: Arrival,
): readonly Value[] => [
  akey,
  id,
  space,
  type,
  name,
  subject,
  at,
  dayOf(at),
  receivedAt,
  received,
  trust,
  isExcluded ? 1 : 0,
  body,
]

interface Body extends Omit<FireballEvent, 'id' | 'type' | 'name' | 'at'> {
  readonly properties: JsonObject
  readonly warnings?: readonly WireWarning[]
}

const TRUSTS: readonly Trust[] = ['secret', 'signed']

/** Who vouched for a row of `events`, by its column `trust`. */
export const trustIn = (row: Row): Trust => TRUSTS.find(one => one === text(row, 'trust')) ?? 'claimed'

/** Reads a row of `events` (id, type, name, at, body) back. */
export const toEvent = (
  row: Row,
): { readonly event: FireballEvent; readonly warnings: readonly WireWarning[] } => {
  const { warnings = [], ...body } = json(row, 'body') as Body
  const type = text(row, 'type')
  return {
    warnings,
    event: {
      ...body,
      id: text(row, 'id'),
      type: EVENT_TYPES.find(one => one === type) ?? 'track',
      name: text(row, 'name'),
      at: integer(row, 'at'),
    },
  }
}
