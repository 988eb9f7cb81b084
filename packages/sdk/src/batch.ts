import type { FireballEvent, Handshake, Json, JsonObject } from '@fireball/core'
import type { Entry } from './queue.ts'

/** A batch stays under the 64 KiB that a browser grants to all requests that outlive the page. */
export const BATCH_BYTES = 60_000

/** Room for what is said once per batch. */
const ENVELOPE_BYTES = 1500
/** A comma, and that a message has no user among others that have one. */
const SEPARATION_BYTES = 16

/** What a batch says once, where a message does not say otherwise. */
interface Shared {
  readonly anonymousId?: string | undefined
  readonly userId?: string | undefined
  readonly type?: string | undefined
  readonly timestamp?: number | undefined
  readonly context?: JsonObject
}

/** Its account rides in the context; a group's own message names another. */
const contextOf = ({ type, context, groupId }: FireballEvent): JsonObject =>
  groupId !== undefined && type !== 'group' ? { groupId, ...context } : context

/** What of an object another one does not say; `undefined` if that is nothing. */
const without = (own: JsonObject, shared: JsonObject): JsonObject | undefined => {
  const rest = Object.entries(own).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(shared[key]),
  )
  return rest.length > 0 ? Object.fromEntries(rest) : undefined
}

/**
 * An event as a message of the tracking API, without what its batch says for all; ids that others have may be none. The
 * batch numbers its messages, each one more than the one before.
 */
export const toMessage = (event: FireballEvent, shared: Shared = {}, index = 0): JsonObject => {
  const { type, id, name, properties, at, anonymousId, userId, previousId, groupId } = event
  const { fireball, ...rest } = contextOf(event)
  const { fireball: common = {}, ...others } = shared.context ?? {}
  const { device, seq } = Object(common)
  const own = without(Object(fireball), { device, seq: seq + index })
  const message = {
    messageId: id,
    type: type === shared.type ? undefined : type,
    [type === 'track' ? 'event' : 'name']: name || undefined,
    [type === 'identify' || type === 'group' ? 'traits' : 'properties']: without(properties, {}),
    timestamp: at === shared.timestamp ? undefined : at,
    context: without({ ...rest, ...(own && { fireball: own }) }, others),
    groupId: type === 'group' ? groupId : undefined,
    previousId,
    anonymousId: anonymousId === shared.anonymousId ? undefined : (anonymousId ?? null),
    userId: userId === shared.userId ? undefined : (userId ?? null),
  }
  // What is `undefined` is not sent.
  return message as JsonObject
}

/** The first entries that go together: at most so many bytes and so many. */
export const nextBatch = (
  pending: readonly Entry[],
  { bytes = BATCH_BYTES, count = Infinity }: { bytes?: number; count?: number } = {},
): readonly Entry[] => {
  const batch: Entry[] = []
  let left = bytes - ENVELOPE_BYTES
  for (const entry of pending) {
    left -= entry.bytes + SEPARATION_BYTES
    if (batch.length >= count || left < 0) break
    batch.push(entry)
  }
  return batch
}

/** A request body; without entries it only asks. */
export const bodyOf = (
  batch: readonly Entry[],
  {
    writeKey,
    sentAt,
    ids,
    fireball,
    ahead = 0,
  }: {
    readonly writeKey: string
    readonly sentAt: number
    /** For a batch without entries: who asks. */
    readonly ids: Pick<Shared, 'anonymousId' | 'userId'>
    readonly fireball: Handshake
    /** How much the collector's clock is ahead of this one, ms. */
    readonly ahead?: number
  },
): string => {
  const events = batch.map(({ event }) => ({ ...event, at: event.at + ahead }))
  const [first] = events
  // The collector answers whom the last message names.
  const { anonymousId, userId } = events.at(-1) ?? ids
  const context: Record<string, Json> = {}
  // What one does not have it must not get from the others; who differs says so.
  for (const [key, value] of Object.entries(first ? contextOf(first) : {}))
    if (events.every(event => key in contextOf(event))) context[key] = value
  const { device, seq } = Object(context.fireball)
  if (seq) context.fireball = { device, seq }
  const shared: Shared = { anonymousId, userId, type: first?.type, timestamp: first?.at, context }
  return JSON.stringify({
    writeKey,
    sentAt: sentAt + ahead,
    ...shared,
    fireball,
    batch: events.map((event, index) => toMessage(event, shared, index)),
  })
}
