/**
 * What the list of accounts is narrowed to and ordered by, and what is exported of it: all that is given holds at once; what
 * cannot be read as such is as if it were not there.
 */
export interface AccountFilter {
  /** `pql`: those that qualified and are open: neither customers nor lost. */
  readonly stage?: string
  readonly quadrant?: string
  readonly type?: string
  readonly life?: string
  readonly segment?: string
  /** State of its touch: `due`, `wait`, `done`, `snoozed`, `disqualified`; `held`: due, but for spent attention. */
  readonly touch?: string
  /** Epoch ms: the touch is to be made by then, or is held until then at the latest. */
  readonly dueBy?: string
  readonly sort?: 'rank' | 'chance' | 'value' | 'engagement'
  /** Part of a name or id, of the account or of a champion’s name. */
  readonly q?: string
  readonly ofOne?: 'hide'
}

/** A list of accounts under a name, for everybody in the project. GET /views; POST /views { name, search }; DELETE /views/:id */
export interface SavedView {
  readonly id: string
  readonly name: string
  /** As it stands in the console’s address bar. */
  readonly search: Readonly<Record<string, string>>
  readonly by: string
  readonly at: number
}

/** POST /segments/count: how many accounts a condition holds for; asked again, it has looked at more of them. */
export interface SegmentCount {
  readonly matches: number
  /** So many were looked at, of so many that are to be, of so many that there are. */
  readonly looked: number
  readonly toLookAt: number
  readonly accounts: number
  /** Names of some for which it holds. */
  readonly examples: readonly string[]
}

/** The project of made-up accounts. GET /simulation; POST /simulation fills it; POST …/cancel; DELETE deletes what is in it. */
export interface Simulation {
  /** Whether this collector fills one. */
  readonly isOffered: boolean
  /** Id of the project; null while there is none. */
  readonly project: string | null
  /** Accounts in it now, and those that still have to be worked out. */
  readonly accounts: number
  readonly pending: number
  /** What is being done. `total` is 0 until it is known. */
  readonly at: 'rest' | 'filling' | 'deleting'
  readonly done: number
  readonly total: number
  /** Why the last run did not end well; null when it did, or none was made. */
  readonly failure: string | null
}
