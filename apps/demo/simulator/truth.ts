import type { LeadType } from '@fireball/core'
import type { Kind } from './kinds.ts'

/** One person of an account, and what there is to know about them. */
export interface TrueUser {
  readonly id: string
  /** `consultant`: of several accounts. `guided`: never did anything alone. */
  readonly is: 'owner' | 'member' | 'consultant' | 'guided'
  /** Ids of the accounts that they are in. */
  readonly accounts: readonly string[]
  /** Names that they had before they signed in, on their own devices. */
  readonly anonymousIds: readonly string[]
}

/** What becomes of an account: still in its trial, paying, or gone. */
export type Outcome = 'open' | 'won' | 'lost'

/** How a customer goes on. */
export type Afterwards = 'steady' | 'expanding' | 'at-risk' | 'churned'

/** What the product should say of it. */
export interface Expected {
  /** Of an open trial: the type that it is; null for guards' cases. */
  readonly type: LeadType | null
  /** Whether anybody in it is able to do anything. */
  readonly isAbleSomewhere: boolean | null
  /** How it stands at the limit of contacts; null where it never came near. */
  readonly limit: 'held' | 'qualified' | null
  /** Asked for help before first value: to be answered, no PQL. */
  readonly isHelped: boolean
}

/** An account as it is. */
export interface TrueAccount {
  readonly id: string
  readonly name: string
  readonly kind: Kind
  readonly signedUpAt: number
  readonly trialEndsAt: number
  readonly outcome: Outcome
  readonly wonAt: number | null
  readonly afterwards: Afterwards | null
  readonly dealSize: number | null
  readonly users: readonly TrueUser[]
  readonly expected: Expected
}

/** What is known to be true, one JSON document a line. */
export const truthLines = (accounts: readonly TrueAccount[]): string =>
  accounts.map(account => `${JSON.stringify(account)}\n`).join('')
