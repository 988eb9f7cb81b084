import {
  akeyOf,
  dayOf,
  EVENT_TYPES,
  type FireballEvent,
  type JsonObject,
  subjectOf,
  type WireWarning,
} from '@fireball/core'
import { inSpace, type Space } from './store/akey.ts'
import type { Row, Value } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

/** Who vouches for an event: the host's server by a secret key or a signed user id, or nobody. */
export type Trust = 'secret' | 'signed' | 'claimed'

/** Why an event adds no evidence. */
export type Exclusion = 'internal' | 'bot'

/** An event as it is stored, beside the event itself. */
export interface Arrival {
  readonly space: Space
  readonly trust: Trust
  readonly warnings: readonly WireWarning[]
  readonly receivedAt: number
  /** Place in the order of arrival. */
  readonly received: number
  readonly isExcluded: boolean
}

const LONE_SURROGATE = /\p{Surrogate}/gu

/** A text without halves of surrogate pairs, which no database keeps. */
export const wellFormed = (text: string): string => text.replace(LONE_SURROGATE, '\ufffd')

/** Half a surrogate pair in an id or name is replaced, as a database would do: what is compared is what is stored. */
export const withCleanNames = (event: FireballEvent): FireballEvent => {
  const { id, name, userId, anonymousId, groupId, previousId } = event
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

/** The columns of `events`. */
export const toRow = (event: FireballEvent, arrival: Arrival): readonly Value[] => {
  const { id, type, name, at, ...body } = event
  const { space, warnings, receivedAt, received, trust, isExcluded } = arrival
  return [
    inSpace(space, akeyOf(event)),
    id,
    space,
    type,
    name,
    subjectOf(event),
    at,
    dayOf(at),
    receivedAt,
    received,
    trust,
    Number(isExcluded),
    JSON.stringify(warnings.length === 0 ? body : { ...body, warnings }),
  ]
}

interface Body extends Omit<FireballEvent, 'id' | 'type' | 'name' | 'at'> {
  readonly properties: JsonObject
  readonly warnings?: readonly WireWarning[]
}

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
