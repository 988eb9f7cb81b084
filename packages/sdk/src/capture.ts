import {
  type CompiledSignal,
  type EventType,
  type FireballEvent,
  type JsonObject,
  utf8Length,
} from '@fireball/core'
import { toMessage } from './batch.ts'
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
  readonly level: ConsentLevel
  readonly signals: readonly CompiledSignal[] | undefined
  /** Path of the page. */
  readonly path: string
  /** The key of the nudge that helped, if one did. */
  assistedBy(event: FireballEvent): string | undefined
  /** The next number of this device. */
  nextSeq(): number
}

/** The event with the ids that it names from now on, and where it goes under the consent level in force. */
export const capture = ({ me, level, signals, path, previousId, ...call }: Captured): Entry => {
  const { id, type, name, properties, at } = call
  const { anonymousId, userId, groupId, device } = me
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
  const state = admission(bare, level, signals)
  const helper = call.assistedBy(bare)
  const seq = state === 'local' ? 0 : call.nextSeq()
  // At `necessary` what leaves names nobody.
  const isNamed = state === 'local' || level === 'full'
  const event: FireballEvent = {
    ...bare,
    ...(isNamed && userId !== undefined ? { userId } : {}),
    ...(isNamed && groupId !== undefined ? { groupId } : {}),
    ...(previousId === undefined ? {} : { previousId }),
    assisted: isAssisted || helper !== undefined,
    context: {
      ...(isNamed ? { page: { path } } : {}),
      ...(seq > 0
        ? { fireball: { device, seq, ...(helper === undefined ? {} : { assisted: helper }) } }
        : {}),
    },
  }
  const bytes = utf8Length(JSON.stringify(toMessage(event, event)))
  return { event, state, owner: ownerOf(me), seq, bytes }
}
