import type { WidgetPorts, WidgetState } from '@fireball/core'
import type { Memory } from './memory.ts'

/** What a later part sees of the whole widget. */
export interface Whole {
  readonly state: WidgetState
  readonly ports: WidgetPorts
  /** What was typed and not yet sent, so that closing a form loses nothing. */
  readonly draft: { text: string }
  remember(memory: Memory): void
}
