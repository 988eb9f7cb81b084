import type { Complexity, EngagementView, LeadType, Override, Propensity, TypeOdds } from './lead-api.ts'

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
    /** UTC day number on which it was made. */
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
  /** What a fit, or a newer one, still needs; null when nothing is missing. */
  readonly missing: PropensityGap | null
  readonly ranAt: number | null
  /** Of the fit in use; null for the types’ odds. */
  readonly card: ModelCard | null
  readonly posteriors: readonly TypeOdds[]
}

/**
 * What a fit still needs. It learns of an earlier span, and is compared on accounts that convert in a later one, which
 * begins `apartDays` after it: only then was the outcome of the earlier looks known.
 */
export interface PropensityGap {
  readonly apartDays: number
  readonly earlier: { readonly converted: number; readonly not: number; readonly needed: number }
  readonly later: { readonly converted: number; readonly needed: number }
  /** When there will be enough at the pace so far, epoch ms; null while nothing converts. */
  readonly expectedAt: number | null
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

/** How a figure of seven days stands to that of the seven before; new while those were not there as a whole. */
export type Trend = EngagementView['trend']

/** GET /metrics?from&to&alone (UTC days, `2026-11-01`): figures of the whole product. */
export interface ProductMetrics {
  readonly from: string
  readonly to: string
  /** First day of the range that is not over yet; null when all are. */
  readonly unfinishedFrom: string | null
  /** Whether people without an account are in, each as an account of one. */
  readonly alone: 'in' | 'out'
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
  /** Weighted use of the whole product, by the program’s engagement settings. */
  readonly engagement: {
    /** Days over which actions count. */
    readonly windowDays: number
    /** At the end of each day: raw engagement of all accounts, users with any in the window, and of one of them on the mean. */
    readonly days: readonly {
      readonly day: string
      readonly total: number
      readonly users: number
      readonly average: number
    }[]
    /** By week from Monday: points of that week, not aged, and the users who made them; no trend while it is not over. */
    readonly weeks: readonly {
      readonly week: string
      readonly points: number
      readonly users: number
      readonly average: number
      readonly trend: Trend | null
    }[]
    /** The last seven whole days against the seven before: all points, and those of one active user. */
    readonly trend: {
      /** The last of these days. */
      readonly through: string
      readonly last7: number
      readonly before7: number
      readonly total: Trend
      readonly average: Trend
    }
  }
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
