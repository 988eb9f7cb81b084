import type { ChecklistView, Decision, Facts } from '@fireball/core'

/** What is known of the user in front, and what is shown now. */
export interface Progress extends Pick<Facts, 'skills' | 'activations' | 'features'> {
  /** Whether the program and what is stored have been read. */
  readonly ready: boolean
  /** The checklist on screen, in words; there once the widget is. */
  readonly checklist?: ChecklistView
  readonly decision: Decision
}

export const NO_PROGRESS: Progress = {
  ready: false,
  skills: {},
  activations: {},
  features: {},
  decision: { held: [] },
}

/** Where `progress` goes: a nanostore, or something like it. */
export interface ProgressStore {
  get(): Progress
  set(progress: Progress): void
}
