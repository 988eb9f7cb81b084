import { type Condition, evaluate } from '../condition.ts'
import type { JsonObject } from '../json.ts'
import type { Checklist } from '../program/program.ts'

export interface StepProgress {
  readonly key: string
  readonly isDone: boolean
  /** Steps that come first and are not done. */
  readonly waitsFor: readonly string[]
}

/** How far along one user or account is in one checklist. */
export interface Activation {
  readonly checklist: string
  readonly steps: readonly StepProgress[]
  readonly done: number
  readonly total: number
  /** Share of the steps done, 0–1. */
  readonly rate: number
  readonly isComplete: boolean
  /** All steps marked `firstValue` are done; with none marked, all steps. */
  readonly hasFirstValue: boolean
}

/** The facts that steps read: the user's, and the account's for steps about the account. */
export interface StepFacts {
  readonly user: JsonObject
  readonly account: JsonObject
}

const activationBy = (
  checklist: Checklist,
  holds: (step: Checklist['steps'][number]) => boolean,
): Activation => {
  const { steps } = checklist
  const doneKeys = new Set(steps.filter(holds).map(step => step.key))
  const done = doneKeys.size
  const total = steps.length
  const isDone = (step: { key: string }): boolean => doneKeys.has(step.key)
  const marked = steps.filter(step => step.firstValue === true)
  return {
    checklist: checklist.key,
    steps: steps.map(step => ({
      key: step.key,
      isDone: isDone(step),
      waitsFor: (step.requires ?? []).filter(key => !doneKeys.has(key)),
    })),
    done,
    total,
    rate: done / total,
    isComplete: done === total,
    hasFirstValue: (marked.length > 0 ? marked : steps).every(isDone),
  }
}

const holds = (condition: Condition, facts: JsonObject, now: number): boolean =>
  evaluate(condition, facts, { now }) === true

/** Of one user: each step reads the facts of its own subject. */
export const activationOfUser = (checklist: Checklist, facts: StepFacts, now: number): Activation =>
  activationBy(checklist, step =>
    holds(step.done, step.subject === 'account' ? facts.account : facts.user, now),
  )

/** Of an account: a step is done when its condition holds on the account's summed evidence. */
export const activationOfAccount = (checklist: Checklist, account: JsonObject, now: number): Activation =>
  activationBy(checklist, step => holds(step.done, account, now))

export interface ProductActivation {
  /** Mean of the accounts' rates, 0–1; 0 without accounts. */
  readonly rate: number
  /** Share of the accounts with every step done. */
  readonly complete: number
  readonly firstValue: number
  readonly accounts: number
}

/** Of the product: the mean of the accounts' rates, with the share fully activated beside it. */
export const activationOfProduct = (accounts: readonly Activation[]): ProductActivation => {
  const n = accounts.length
  const share = (of: (one: Activation) => number): number =>
    n === 0 ? 0 : accounts.reduce((sum, one) => sum + of(one), 0) / n
  return {
    rate: share(one => one.rate),
    complete: share(one => Number(one.isComplete)),
    firstValue: share(one => Number(one.hasFirstValue)),
    accounts: n,
  }
}
