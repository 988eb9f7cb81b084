import { type Condition, evaluate } from '../condition.ts'
import type { JsonObject } from '../json.ts'
import type { CommunicationView, EngagementView } from '../lead-api.ts'
import type { Program } from '../program/program.ts'

/** What was observed of what the types’ names claim. False: not observed, which is not the same as known to be false. */
export interface Claims {
  /** What they write is mostly negative. */
  readonly negative: boolean
  readonly excuses: boolean
  /** A plan was agreed and not kept. */
  readonly brokenPlan: boolean
  readonly noResources: boolean
  readonly noFit: boolean
  /** A target logo. */
  readonly famous: boolean
  /** The last 7 days are at half or less of the account’s own best 7. */
  readonly fell: boolean
}

/** Nothing observed. */
export const NO_CLAIMS: Claims = {
  negative: false,
  excuses: false,
  brokenPlan: false,
  noResources: false,
  noFit: false,
  famous: false,
  fell: false,
}

const inTheWay = (...answers: readonly string[]): Condition => ({ 'survey.in-the-way': { $in: answers } })

/** Where the program says nothing: answers to the survey “what is in the way?” (`in-the-way`) and traits of the account. */
export const CLAIM_DEFAULTS: Readonly<
  Record<'excuses' | 'brokenPlan' | 'noResources' | 'noFit' | 'famous', Condition>
> = {
  excuses: inTheWay('time', 'no-time', 'not-now', 'busy'),
  brokenPlan: { 'account.brokenPlan': true },
  noResources: inTheWay('budget', 'people', 'no-resources', 'no-money', 'no-people'),
  noFit: inTheWay('fit', 'no-fit'),
  famous: { 'account.isTarget': true },
}

export interface ClaimsInput {
  readonly program: Pick<Program, 'leads'>
  /** What is known of the account (`accountFacts`). */
  readonly doc: JsonObject
  readonly communication: Pick<CommunicationView, 'sentiment'>
  readonly engagement: Pick<EngagementView, 'hasFallen'>
  readonly now: number
}

/** Reads off an account what the types’ names claim. A fact that is not there observes nothing. */
export const claimsOf = ({ program, doc, communication, engagement, now }: ClaimsInput): Claims => {
  const own = program.leads?.claims
  const holds = (condition: Condition): boolean => evaluate(condition, doc, { now }) === true
  const { sentiment } = communication
  return {
    negative:
      own?.negative === undefined
        ? sentiment !== null && sentiment.negative > sentiment.positive
        : holds(own.negative),
    excuses: holds(own?.excuses ?? CLAIM_DEFAULTS.excuses),
    brokenPlan: holds(own?.brokenPlan ?? CLAIM_DEFAULTS.brokenPlan),
    noResources: holds(own?.noResources ?? CLAIM_DEFAULTS.noResources),
    noFit: holds(own?.noFit ?? CLAIM_DEFAULTS.noFit),
    famous: holds(own?.famous ?? CLAIM_DEFAULTS.famous),
    fell: engagement.hasFallen,
  }
}
