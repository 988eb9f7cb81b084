import type { AbilityFit, CompiledSignal, Prediction, Skill } from '@fireball/core'
import type { TrainingSet, UserEvidence } from './training-set.ts'

/** What is learned of, and by which program it is read. */
export interface LearnInput {
  readonly users: readonly UserEvidence[]
  readonly skills: readonly Skill[]
  readonly signals: readonly CompiledSignal[]
  /** Lets requests go first; rejects when the run is to stop. */
  readonly rest: () => Promise<void>
}

/** Which later evidence is told: UTC day numbers, both included. */
export interface LaterDays {
  readonly since: number
  readonly until: number
}

/** How one fit compares with another on later evidence. */
export interface Comparison {
  readonly isBetter: boolean
  /** How much less log loss the candidate has, on the mean; between `low` and `high` with 90 % probability. */
  readonly gain: number
  readonly low: number
  readonly high: number
  readonly outcomes: number
}

/** The statistics that the job rests on. */
export interface LearnPort {
  fit(
    input: LearnInput & {
      readonly now: number
      readonly onProgress: (done: number, total: number) => void
    },
  ): Promise<AbilityFit>
  /** What browsers may get of it: contexts that the program declares, or that enough accounts have. */
  publishable(
    fit: AbilityFit,
    declared: ReadonlySet<string>,
    accountsOf: TrainingSet['accountsOf'],
  ): AbilityFit
  compare(
    input: LearnInput & LaterDays & { readonly candidate: AbilityFit; readonly current: AbilityFit },
  ): Promise<Comparison>
  predict(input: LearnInput & LaterDays & { readonly fit: AbilityFit }): Promise<Prediction>
}
