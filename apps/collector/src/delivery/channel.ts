import type { DestinationPreview, JsonObject, Topic } from '@fireball/core'
import type { Caller } from './call.ts'
import type { Outcome } from './outcome.ts'
import type { StoredDestination } from './stored-destination.ts'

/** One message on its way to one destination. */
export interface Outgoing {
  /** The same at every try. */
  readonly id: string
  /** Of the account, as the store keys it. */
  readonly akey: string
  readonly topic: Topic
  readonly at: number
  readonly payload: JsonObject
  /** The payload as it is stored, to the byte. */
  readonly body: string
}

/** What a test says, for people. */
export interface Tested {
  readonly ok: boolean
  readonly say: string
}

/** What a way of sending needs of the world. */
export interface ChannelPorts {
  readonly caller: Pick<Caller, 'call'>
  readonly now: () => number
  /** Reads a `Retry-After`. */
  readonly waitMs: (header: unknown) => number
}

/** A way of sending: one a kind of destination. */
export interface Channel {
  /** So many messages go into one call at most. */
  readonly batch: number
  /** So many calls at once. */
  readonly parallel: number
  /** One outcome a message, in their order. Never throws. */
  send(
    destination: StoredDestination,
    messages: readonly Outgoing[],
    signal?: AbortSignal,
  ): Promise<readonly Outcome[]>
  /** Sends something that is marked as a test; where that would write, it looks whether writing could go well. */
  test(destination: StoredDestination): Promise<Tested>
  /** What would be written of these accounts; without one there is nothing to compare with. */
  preview?(destination: StoredDestination, akeys: readonly string[]): Promise<DestinationPreview>
}
