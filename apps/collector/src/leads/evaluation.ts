import type { Loaded } from '../people.ts'
import type { LiveProgram } from '../program-store.ts'
import type { Standing } from '../standing.ts'
import type { Space } from '../store/akey.ts'
import type { Assessment } from './assess.ts'
import type { LeadHistory } from './history.ts'

/** One evaluation to be written. */
export interface Evaluation {
  readonly space: Space
  readonly live: LiveProgram
  readonly loaded: Loaded
  readonly history: LeadHistory
  readonly standing: Standing
  readonly assessment: Assessment
  /** What its row is computed with: program, ability and propensity. */
  readonly basis: string
  readonly now: number
  readonly newId: () => string
  /** Whose lease the account is under. */
  readonly lease: string
}
