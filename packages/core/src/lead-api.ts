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
  /** Points of a week of the 28 days before the last 7, as far as they are known. Absent: none are. */
  readonly usual7?: number
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
  /** Somebody would step in now, but prompts and touches have spent the attention of the week: when there is some again. */
  readonly heldUntil?: number
}

/**
 * What a person did about an account. POST /accounts/:akey/touches; POST …/touches/:id/withdraw { reason } takes one back,
 * which is written down and changes nothing that was written before.
 */
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
  /** It was taken back: it counts for nothing, as if it had never been noted. */
  readonly withdrawn?: { readonly at: number; readonly by: string; readonly reason: string }
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
  /** Traits that money is told by, that pages alone claim, and that do not count for it. Absent: none. */
  readonly claimed?: readonly string[]
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
