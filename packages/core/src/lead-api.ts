import type { JsonObject } from './json.ts'

/** The seven leads of a trial. */
export const LEAD_TYPES = [
  'golden-lead',
  'silent-success',
  'contrary-converter',
  'positive-procrastinator',
  'fizzler',
  'incompatible',
  'heartbreaker',
] as const
export type LeadType = (typeof LEAD_TYPES)[number]

export type Band = 'low' | 'medium' | 'high'
/** `unknown` when no source of messages is connected. */
export type Responsiveness = 'active' | 'silent' | 'unknown'

/** Which of the seven leads an account resembles, and what that is worth. */
export interface LeadTypeView {
  /** Shown by name only when what the name claims was observed; null: the bands are shown. */
  readonly type: LeadType | null
  /** The nearest type, claimed or not. */
  readonly nearest: LeadType
  readonly bands: {
    readonly activation: Band
    readonly engagement: Band
    readonly communication: Responsiveness
  }
  /** In words: “Golden Lead”, or “low · low · silent: not started”. */
  readonly say: string
  /** Share of each type, adding up to 1. */
  readonly membership: Readonly<Record<LeadType, number>>
  /** Odds to convert, 0–1: the blend of the types’ posteriors by membership. */
  readonly odds: number
  /** What was observed that carries the name, one sentence each. */
  readonly observed: readonly string[]
  /** What would tell more, as questions for the team: connect a message source, ask what is in the way. */
  readonly asks: readonly string[]
  /** Whether anything was ever done in it. */
  readonly hasStarted: boolean
}

/** How much an account is used, and where that goes. */
export interface EngagementView {
  /** 0–100, normalised over the project; of the sum over users. */
  readonly score: number
  /** Weighted sum before normalising, and its mean over users active in the window (0 without any). */
  readonly raw: number
  readonly perActiveUser: number
  readonly activeUsers: number
  /** Raw of the last 7 days and of the 7 before them, and the best 7 days in a row ever (as far as evidence reaches). */
  readonly last7: number
  readonly before7: number
  readonly best7: number
  readonly trend: 'rising' | 'falling' | 'steady' | 'new'
  /** The last 7 days are at half or less of the account’s own best. */
  readonly hasFallen: boolean
  /** Users with the highest engagement first, at most three, those with none left out. */
  readonly champions: readonly { readonly user: string; readonly name: string; readonly raw: number }[]
}

/** What passed between the account and the team. */
export interface CommunicationView {
  readonly responsiveness: Responsiveness
  readonly inbound: number
  readonly outbound: number
  readonly lastInboundAt: number | null
  readonly lastOutboundAt: number | null
  /** Of threads that we began, how many they answered; null without any. */
  readonly answeredShare: number | null
  /** Median ms from our message to their answer; null without an answer. */
  readonly responseMs: number | null
  /** Our last message has had no answer since then; null when nothing waits. */
  readonly silentSince: number | null
  /** By what senders say of messages; null when nothing is said. */
  readonly sentiment: { readonly positive: number; readonly negative: number } | null
}

/** Where an account stands between sign-up and the end, in its present cycle. */
export const LIFE_STAGES = [
  'signed-up',
  'activating',
  'first-value',
  'pql',
  'touched',
  'won',
  'lost',
  'recycled',
  'expanding',
  'at-risk',
  'churned',
] as const
export type LifeStage = (typeof LIFE_STAGES)[number]

/** A transition as it was written; a later correction withdraws it, and never changes it. */
export interface LifeRecord {
  readonly id: string
  readonly cycle: number
  readonly stage: LifeStage
  readonly at: number
  /** Program version used. */
  readonly version: string
  /** What it stood on at that moment, one sentence each. */
  readonly reasons: readonly string[]
  readonly withdrawnAt?: number
}

export type DealSize = 'small' | 'mid' | 'large'
export type Complexity = 'simple' | 'intermediate' | 'complex'
/** When a person steps in, soonest first. */
export const TOUCH_MOMENTS = [
  'sign-up',
  'first-event',
  'half-or-stuck',
  'first-value',
  'pql',
  'hand-raise',
] as const
export type TouchMoment = (typeof TOUCH_MOMENTS)[number]

/** What the playbook says about one account: who does what, by when, and why. */
export interface TouchAdvice {
  /** `due`: somebody steps in now. `wait`: its moment has not come, or the type holds it back. `done`: touched since. */
  readonly state: 'due' | 'wait' | 'done' | 'snoozed' | 'disqualified'
  /** Who: sales, success or support. Nobody while automation carries it. */
  readonly who: 'sales' | 'success' | 'support' | null
  readonly what: string
  /** By when, epoch ms; null when nothing is due. */
  readonly by: number | null
  /** One sentence: the cell of the grid, then what the type changes about it. */
  readonly why: string
  readonly moment: TouchMoment
  readonly cell: { readonly complexity: Complexity; readonly size: DealSize }
  /** Touches and prompts that count against the attention of its users this week, and how many are allowed. */
  readonly attention: { readonly used: number; readonly allowed: number }
}

/** What a person did about an account. POST /accounts/:akey/touches */
export interface Touch {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly kind:
    | 'touched'
    | 'snoozed'
    | 'woken'
    | 'disqualified'
    | 'requalified'
    | 'won'
    | 'lost'
    | 'recycled'
  /** Snoozed until then. */
  readonly until?: number
  /** Why; asked for when disqualified or lost. */
  readonly reason: string
}

/** The chance that an account converts within the horizon, and where that comes from. */
export interface Propensity {
  /** 0–1. */
  readonly p: number
  /** `fit`: of a model learned from the project’s own outcomes. `types`: the blended odds of the seven types. */
  readonly source: 'fit' | 'types'
  readonly version: string
  readonly horizonDays: number
  /** Additive on the logit scale, the greatest effect first; empty for `types`. */
  readonly reasons: readonly { readonly feature: string; readonly say: string; readonly adds: number }[]
}

/** What the ranked list and the account page show of an account as a lead. */
export interface LeadView {
  readonly type: LeadTypeView
  readonly engagement: EngagementView
  readonly communication: CommunicationView
  readonly propensity: Propensity
  readonly stage: LifeStage
  readonly cycle: number
  readonly touch: TouchAdvice
  /** In the program’s currency, units not cents; null when nobody knows. */
  readonly deal: number | null
  readonly size: DealSize
  /** Since when the stage stands. */
  readonly since: number | null
  /** When it became a marketing- and a sales-qualified lead by the program’s rules; secondary facts. */
  readonly mqlAt: number | null
  readonly sqlAt: number | null
  /** Keys of the segments it is in. */
  readonly segments: readonly string[]
  /** When it is expected to close, epoch ms; null when it is not open. */
  readonly closesAt: number | null
}

/** GET /accounts/:akey/lead */
export interface LeadPage {
  readonly lead: LeadView
  readonly posteriors: readonly TypeOdds[]
  /** As written, newest first. */
  readonly life: readonly LifeRecord[]
  readonly types: readonly { readonly at: number; readonly type: LeadType | null; readonly say: string }[]
  readonly touches: readonly Touch[]
  readonly override: Override | null
  /**
   * Prompts that are offered to its users, or held back. `called`: they ran into it, or asked. `champion`: who ran into it
   * is not there. `audience`: a private audience holds. Held: `nobody-there`, `sales-touched` within the week,
   * `attention-spent`.
   */
  readonly offers?: readonly {
    readonly prompt: string
    readonly user: string
    readonly isOffered: boolean
    readonly code: 'called' | 'champion' | 'audience' | 'nobody-there' | 'sales-touched' | 'attention-spent'
  }[]
}

/** What one type’s odds rest on: prior, data, posterior. */
export interface TypeOdds {
  readonly type: LeadType
  readonly name: string
  /** Beta(won, lost) of the prior, and its mean. */
  readonly prior: { readonly won: number; readonly lost: number; readonly odds: number }
  /** Membership weights of ended trials. */
  readonly data: { readonly won: number; readonly lost: number }
  readonly posterior: { readonly odds: number; readonly low: number; readonly high: number }
}

/** A person’s own probability for an account: shown and summed on a line of its own. */
export interface Override {
  readonly akey: string
  readonly name: string
  /** 0–1. */
  readonly p: number
  readonly reason: string
  readonly by: string
  readonly at: number
  /** What the model said then. */
  readonly modelP: number
  /** What came of it, once it ended. */
  readonly outcome: 'won' | 'lost' | null
}

/** An amount with the interval in which it lies with 80 % probability. */
export interface Amount {
  readonly expected: number
  readonly low: number
  readonly high: number
}

/** GET /forecast; PUT /forecast/overrides/:akey { p, reason } (p 0–1; null takes it back) → the same. */
export interface Forecast {
  readonly currency: string
  readonly at: number
  readonly horizonDays: number
  readonly source: Propensity['source']
  readonly total: Amount
  /** By the month in which it is expected to close, `2026-12`; the open ones in order. */
  readonly months: readonly (Amount & { readonly month: string; readonly accounts: number })[]
  readonly types: readonly { readonly type: LeadType; readonly expected: number; readonly share: number }[]
  readonly accounts: number
  /** Left out because nobody knows their deal size; the first hundred. */
  readonly unsized: {
    readonly count: number
    readonly accounts: readonly { readonly akey: string; readonly name: string }[]
  }
  /** What overrides would make of it: their sum, beside what the model says of the same accounts. */
  readonly overrides: {
    readonly items: readonly Override[]
    readonly expected: number
    readonly modelExpected: number
  }
  /** Earlier forecasts against what happened since. */
  readonly history: readonly {
    readonly day: number
    readonly expected: number
    readonly low: number
    readonly high: number
    /** Won of those accounts within the horizon so far, and whether the horizon is over. */
    readonly won: number
    readonly isOver: boolean
  }[]
  /** Over forecasts whose horizon is over; null without any. */
  readonly calibration: {
    readonly accounts: number
    readonly brier: number
    /** Of always saying the share that converted. */
    readonly baseBrier: number
    readonly bins: readonly { readonly p: number; readonly share: number; readonly accounts: number }[]
    /** The same for people’s overrides and what the model said then. */
    readonly overrides: {
      readonly count: number
      readonly brier: number
      readonly modelBrier: number
    } | null
  } | null
}

/** What was learned about converting. GET /propensity; POST /propensity/run → the same. */
export interface PropensityState {
  readonly source: Propensity['source']
  readonly horizonDays: number
  /** Ended accounts found: converted and not; and how many of each are needed. */
  readonly converted: number
  readonly not: number
  readonly needed: number
  /** What the last run says, in words. */
  readonly say: string
  readonly ranAt: number | null
  /** Of the fit in use; null for the types’ odds. */
  readonly card: ModelCard | null
  readonly posteriors: readonly TypeOdds[]
}

/** How a propensity model was made, and how well it told what came later. */
export interface ModelCard {
  readonly version: string
  readonly at: number
  readonly trainedOn: {
    readonly accounts: number
    readonly converted: number
    readonly from: number
    readonly to: number
  }
  readonly testedOn: {
    readonly accounts: number
    readonly converted: number
    readonly from: number
    readonly to: number
  }
  readonly auc: number | null
  readonly ece: number
  /** Of a logistic recalibration on the test accounts: 0 and 1 are perfect. */
  readonly intercept: number
  readonly slope: number
  /** The types’ odds on the same accounts. */
  readonly typesAuc: number | null
  readonly features: readonly {
    readonly feature: string
    readonly say: string
    readonly weight: number
  }[]
  /** Facts left out because they are only known after the outcome, and why. */
  readonly leaks: readonly { readonly feature: string; readonly say: string }[]
}

/** GET /metrics?from&to (UTC days, `2026-11-01`): figures of the whole product. */
export interface ProductMetrics {
  readonly from: string
  readonly to: string
  readonly accounts: number
  readonly users: number
  /** Mean of the accounts’ rates, share with all steps, share at first value. */
  readonly activation: { readonly rate: number; readonly complete: number; readonly firstValue: number }
  readonly trialToPaid: {
    readonly ended: number
    readonly paid: number
    readonly rate: number | null
  }
  readonly churn: { readonly customers: number; readonly cancelled: number; readonly rate: number | null }
  /** One a day of the range: distinct users after merges, of that day, of 7 and of 30 days up to it. */
  readonly active: readonly {
    readonly day: string
    readonly dau: number
    readonly wau: number
    readonly mau: number
  }[]
  /** Mean of DAU ÷ MAU over the range; null without use. */
  readonly stickiness: number | null
  /** By week of sign-up (first event): users, and of them those seen again in each week since. */
  readonly cohorts: readonly {
    readonly week: string
    readonly users: number
    readonly seen: readonly number[]
  }[]
  /** Accounts that reached each step within the range, and of those how many went on. */
  readonly funnel: readonly {
    readonly step: 'mql' | 'sql' | 'pql' | 'won'
    readonly accounts: number
  }[]
  /** Customers × transactions per customer × revenue per transaction = revenue. */
  readonly equation: {
    readonly customers: number
    readonly transactions: number
    readonly revenuePerTransaction: number
    readonly revenue: number
  }
  /** Which actions, how many and within how many days, are followed by upgrading. */
  readonly tippingPoints: readonly {
    readonly signal: string
    readonly name: string
    readonly times: number
    readonly days: number
    readonly lift: number
    readonly precision: number
    readonly recall: number
    /** Lift on accounts not used to find it; null with too few. */
    readonly heldOutLift: number | null
  }[]
  readonly complexity: {
    readonly measured: number | null
    readonly users: number
    readonly complexity: Complexity
    readonly isTyped: boolean
  }
  readonly computedAt: number
}

export type DestinationKind = 'webhook' | 'slack' | 'hubspot' | 'salesforce'
/** What is sent out: transitions of leads. */
export const TOPICS = [
  'qualification.qualified',
  'qualification.helped',
  'qualification.withdrawn',
  'lead.stage',
  'help.asked',
] as const
export type Topic = (typeof TOPICS)[number]

/** Where leads are sent. GET /destinations; POST /destinations (admin) → the list. Secrets are never answered. */
export interface Destination {
  readonly id: string
  readonly kind: DestinationKind
  readonly name: string
  /** Of Slack without what is secret about it; sent back so, it stays. */
  readonly url: string
  readonly topics: readonly Topic[]
  readonly isEnabled: boolean
  readonly createdAt: number
  /** The end of its secret, so that people know which one it is; null without one. */
  readonly hint: string | null
  readonly waiting: number
  readonly sent: number
  readonly dead: number
  readonly lastSentAt: number | null
  readonly lastError: string | null
  /** When it is tried again, after an error. */
  readonly nextAt: number | null
}

/** One thing sent or to be sent. GET /destinations/:id/deliveries?state; POST …/replay { ids? } */
export interface Delivery {
  readonly id: string
  readonly topic: Topic
  readonly akey: string
  readonly name: string
  readonly at: number
  readonly attempts: number
  readonly state: 'waiting' | 'sent' | 'dead'
  readonly lastError: string | null
  readonly sentAt: number | null
  readonly payload: JsonObject
}

/** POST /destinations/:id/preview: what would be written, without writing. */
export interface DestinationPreview {
  readonly items: readonly {
    readonly akey: string
    readonly name: string
    /** What it would do there: `create`, `update` with what changes, or `same`. */
    readonly does: 'create' | 'update' | 'same'
    readonly changes: readonly { readonly field: string; readonly from: string | null; readonly to: string }[]
  }[]
  readonly error: string | null
}

/** POST /destinations and PUT /destinations/:id. */
export interface DestinationInput {
  readonly kind: DestinationKind
  readonly name: string
  /** Where it is: of the webhook; of HubSpot and Salesforce, where their API is reached. */
  readonly url: string
  readonly topics: readonly Topic[]
  /**
   * Signing key of a webhook (made when left out), token of HubSpot and Salesforce; kept when left out of a change. `''` in
   * a change of a webhook makes a new key: the one before signs beside it for a day.
   */
  readonly secret?: string
  /**
   * Names of the fields over there, by ours: `name`, `domain`, `score`, `chance`, `stage`, `type`, `reason`, `action`,
   * `deal`, `link`; and `id`: of the unique one that finds an account, `object`: of what accounts are there.
   */
  readonly fields?: Readonly<Record<string, string>>
  readonly isEnabled?: boolean
}

/** GET /destinations. `made`: the signing key of a webhook that was just made, shown this once. */
export interface DestinationList {
  readonly destinations: readonly Destination[]
  readonly made?: { readonly id: string; readonly secret: string }
}
