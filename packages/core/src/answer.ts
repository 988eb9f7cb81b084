import type { Evidence } from './evidence.ts'
import type { HelpRequest } from './prompt.ts'
import type { WireError, WireWarning } from './wire.ts'

/** A server's evidence about one user, to be added to what the browser has and the server has not. */
export interface Snapshot {
  /** Akeys come without the project in front. */
  readonly evidence: Evidence
  /** The highest sequence number of this device such that it and all below, but `gaps`, are in `evidence`. */
  readonly through: number
  readonly gaps: readonly number[]
  readonly at: number
}

/** A prompt that the collector offers: its key, and until when. Its words are in the public program. */
export interface Offer {
  readonly key: string
  readonly expiresAt: number
}

/** The body of a 200: everything accepted in it is committed. */
export interface BatchAnswer {
  readonly success: true
  /** When the batch came, by the collector's clock, epoch ms: tells a browser how much its own is off. */
  readonly at?: number
  readonly accepted: number
  /** Of those, how many were there already. */
  readonly duplicates: number
  /** Messages that will never be accepted as they are; `index` is the place in the batch. */
  readonly refused: readonly (WireError & { readonly index: number })[]
  readonly warnings: readonly { readonly index: number; readonly code: WireWarning }[]
  /** Version of the public program in force, pauses included: another than the browser's means fetch it. */
  readonly program: string
  readonly offers: readonly Offer[]
  readonly help: readonly Pick<HelpRequest, 'id' | 'state' | 'answer'>[]
  /** Only for an identity that the host's server vouched for. */
  readonly snapshot?: Snapshot
}
