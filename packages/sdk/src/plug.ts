import type { BatchAnswer, CompiledSignal, FireballEvent, Handshake, JsonObject } from '@fireball/core'
import type { Found } from './ports.ts'
import type { Entry } from './queue.ts'

/** A part that is plugged onto a tracker; each of its methods is called at most once per happening. */
export interface Plug {
  /** It needs what is settled: acknowledged and local entries stay in the log until it removes them. */
  readonly keeps?: boolean
  /** What the published program reads, once it is there: `necessary` sends just that, and it is dropped last. */
  signals?(): readonly CompiledSignal[] | undefined
  /** Nothing says yet which events the program names, and events wait for that. */
  held?(): void
  /** More context of an event that is recorded now. */
  stamp?(at: number): JsonObject
  /** The last word on an event before it is kept; `undefined` keeps it out. */
  before?(event: FireballEvent): FireballEvent | undefined
  /** The key of the nudge that helped with an event, if one did. */
  assistedBy?(event: FireballEvent): string | undefined
  /** An event of this page has been kept. */
  recorded?(entry: Entry): void
  /** Something is known that was not: entries of other tabs, their states, consent, the address. */
  changed?(): void
  /** Once after all that was recorded or has changed in one task, before it is written. */
  tick?(): void
  /** All that was recorded or has changed until the last `tick` is in the store, or could not be. */
  stored?(): void
  /** Somebody else is in front, or (`isSame`) the same one under a user id; `before` and `after` are owners. */
  met?(before: string, after: string, isSame: boolean): void
  /** All that is stored has been read, again or for the first time. */
  loaded?(stored: Found): void
  /** What goes along with each batch. */
  handshake?(): Handshake
  /** Whether there is something to ask the collector though nothing waits. */
  asks?(): boolean
  /** A batch was answered; its entries have their new states. `isAll`: nothing else of its owner waited. */
  answered?(batch: readonly Entry[], answer: Partial<BatchAnswer>, isAll: boolean): void
  /** In view again. */
  seen?(): void
  end?(): void
}
