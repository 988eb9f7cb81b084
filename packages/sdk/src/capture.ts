import {
  type CompiledSignal,
  type EventType,
  type FireballEvent,
  type JsonObject,
  utf8Length,
} from '@fireball/core'
import { admission, type ConsentLevel } from './consent.ts'
import { type Identity, ownerOf } from './identity.ts'
import type { Entry } from './queue.ts'

/** A call of the host, checked, and the moment in which it was made. */
export interface Captured {
  readonly id: string
  readonly type: EventType
  readonly name: string
  readonly properties: JsonObject
  readonly previousId?: string | undefined
  readonly at: number
  readonly me: Identity
  /** Names what counts the events: this page. */
  readonly device: string
  readonly level: ConsentLevel
  readonly signals: readonly CompiledSignal[] | undefined
  /** Path of the page. */
  readonly path: string
  /** More context, of what leaves under the user's name. */
  readonly stamps: JsonObject
  /** The key of the nudge that helped, if one did. */
  assistedBy(event: FireballEvent): string | undefined
  /** The last word of the host; `undefined` keeps it out. */
  before(event: FireballEvent): FireballEvent | undefined
  /** The host's word failed. */
  failed(error: unknown): void
  /** The next number of this page. */
  nextSeq(): number
}

/** The event with the ids that it names from now on, where it goes under the level in force, and all that as JSON. */
export const capture = ({
  me,
  level,
  signals,
  path,
  stamps,
  previousId,
  ...call
}: Captured): readonly [entry: Entry, text: string] | undefined => {
  const { id, type, name, properties, at } = call
  const { anonymousId, userId, groupId, actor } = me
  const isAssisted = properties.assisted === true
  const bare: FireballEvent = {
    anonymousId,
    id,
    type,
    name,
    properties,
    context: {},
    at,
    assisted: isAssisted,
  }
  let state = admission(bare, level, signals)
  // What somebody does who is logged in as the user proves nothing of that user's.
  const assisted = actor === undefined ? call.assistedBy(bare) : 'impersonated'
  // At `necessary` what leaves names nobody.
  const isNamed = state === 'local' || level === 'full'
  const given: FireballEvent = {
    ...bare,
    ...(isNamed && userId !== undefined && { userId }),
    ...(isNamed && groupId !== undefined && { groupId }),
    ...(previousId !== undefined && { previousId }),
    assisted: isAssisted || assisted !== undefined,
    context: {
      ...(isNamed && { page: { path }, ...stamps }),
      ...(actor !== undefined && { impersonated: true }),
    },
  }
  let event: FireballEvent | undefined = given
  try {
    event = call.before(given)
  } catch (error) {
    // Nobody knows whether it may leave, so it does not.
    state = 'local'
    call.failed(error)
  }
  if (!event) return
  const seq = state === 'local' ? 0 : call.nextSeq()
  const fireball = { device: call.device, seq, ...(assisted !== undefined && { assisted }) }
  const kept = seq > 0 ? { ...event, context: { ...event.context, fireball } } : event
  const text = JSON.stringify(kept)
  const rest = { state, owner: ownerOf(me), seq, bytes: utf8Length(text) }
  // Written as it is to journal and store: nothing is put into words twice.
  return [{ event: kept, ...rest }, `{"event":${text},${JSON.stringify(rest).slice(1)}`]
}
