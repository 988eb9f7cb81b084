import { type FireballEvent, type Handshake, type Json, type JsonObject, readPath } from '@fireball/core'
import type { Entry } from './queue.ts'

/** A batch stays under the 64 KiB that a browser grants to all requests that outlive the page. */
export const BATCH_BYTES = 60_000

/** Room for what is said once per batch. */
const ENVELOPE_BYTES = 1500

/** An event as a message of the tracking API; what is equal for the whole batch is left out. */
export const toMessage = (
  { type, id, name, properties, context, at, anonymousId, userId, previousId, groupId }: FireballEvent,
  shared?: FireballEvent,
): JsonObject => ({
  messageId: id,
  type,
  ...(type === 'track' ? { event: name } : name ? { name } : {}),
  ...(Object.keys(properties).length > 0 && {
    [type === 'identify' || type === 'group' ? 'traits' : 'properties']: properties,
  }),
  timestamp: at,
  context: groupId !== undefined && type !== 'group' ? { groupId, ...context } : context,
  ...(type === 'group' && groupId !== undefined ? { groupId } : {}),
  ...(previousId === undefined ? {} : { previousId }),
  ...(shared || anonymousId === undefined ? {} : { anonymousId }),
  ...(shared || userId === undefined ? {} : { userId }),
})

/** The first entries that go together: of one identity, at most so many bytes and so many. */
export const nextBatch = (
  pending: readonly Entry[],
  { bytes = BATCH_BYTES, count = Number.POSITIVE_INFINITY }: { bytes?: number; count?: number } = {},
): readonly Entry[] => {
  const batch: Entry[] = []
  let left = bytes - ENVELOPE_BYTES
  for (const entry of pending) {
    const first = batch[0] ?? entry
    left -= entry.bytes + 1
    if (
      batch.length >= count ||
      left < 0 ||
      entry.event.userId !== first.event.userId ||
      entry.event.anonymousId !== first.event.anonymousId
    )
      break
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
    readonly ids: { readonly anonymousId?: string; readonly userId?: string }
    readonly fireball: Handshake
    /** How much the collector's clock is ahead of this one, ms. */
    readonly ahead?: number
  },
): string => {
  const { anonymousId, userId } = batch[0]?.event ?? ids
  /** What lies at a path of all contexts, if it is the same in all. */
  const sharedAt = (path: string) => {
    const [value, ...others] = new Set(
      batch.map(({ event }) => JSON.stringify(readPath(event.context, path))),
    )
    return value && others.length === 0 ? (JSON.parse(value) as Json) : undefined
  }
  const [page, device] = [sharedAt('page'), sharedAt('fireball.device')]
  const withoutShared = ({ context, at, ...event }: FireballEvent) => ({
    ...event,
    at: at + ahead,
    // What is `undefined` is not sent.
    context: {
      ...context,
      ...(page !== undefined && { page: undefined }),
      ...(device !== undefined && { fireball: { ...Object(context.fireball), device: undefined } }),
    } as JsonObject,
  })
  return JSON.stringify({
    writeKey,
    sentAt: sentAt + ahead,
    anonymousId,
    userId,
    fireball,
    context: { page, fireball: device && { device } },
    batch: batch.map(({ event }) => toMessage(withoutShared(event), event)),
  })
}
