/** One answer of a log of learners: who, on which item, of which skills, right or wrong. */
export interface Answer {
  readonly user: string
  readonly item: string
  /** At least one. */
  readonly skills: readonly string[]
  readonly isRight: boolean
  /** Epoch ms; undefined where the log has no usable time, and order is all there is. */
  readonly at: number | undefined
}

/** A log as it was read. */
export interface Log {
  /** Each user's answers together, in order of time; users in order of first appearance. */
  readonly answers: readonly Answer[]
  /** What was found on the way, in words: guesses, repairs, rows left out. */
  readonly notes: readonly string[]
}
