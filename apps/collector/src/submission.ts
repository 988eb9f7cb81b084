import type { FireballEvent, WireError, WireWarning } from '@fireball/core'
import type { Space } from './store/akey.ts'
import type { Trust } from './stored-event.ts'

/** One good message. */
export interface Accepted {
  readonly event: FireballEvent
  readonly warnings: readonly WireWarning[]
  readonly trust: Trust
}

/** One message that is refused for good; `message` is the start of it, for people to read. */
export interface Refused {
  readonly error: WireError
  readonly message: string
}

/** What one request brings. */
export interface Submission {
  readonly project: string
  readonly space: Space
  readonly receivedAt: number
  /** The client that sent it, where that is the user's own. */
  readonly agent?: string
  readonly accepted: readonly Accepted[]
  readonly refused: readonly Refused[]
}

/**
 * What became of it: how many of the accepted were there already, and how many add no evidence. `late`: places of those
 * that are not stored, because their day is closed.
 */
export interface Committed {
  readonly late: readonly number[]
  readonly duplicates: number
  readonly excluded: number
}
