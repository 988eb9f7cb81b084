import {
  DAY_MS,
  dayOf,
  type Forecast,
  type ProductMetrics,
  type PropensityState,
  type Trend,
} from '@fireball/core'
import { SAMPLE_NOW, SAMPLE_POSTERIORS } from './sample-profiles.ts'

const daysAgo = (days: number): number => SAMPLE_NOW - days * DAY_MS
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** What is expected to close, with earlier forecasts to judge it by. */
export const SAMPLE_FORECAST: Forecast = {
  currency: 'USD',
  at: SAMPLE_NOW - 20 * 60_000,
  horizonDays: 30,
  source: 'fit',
  total: { expected: 84_300, low: 61_200, high: 108_900 },
  months: [
    { month: '2026-11', accounts: 14, expected: 22_400, low: 12_600, high: 33_000 },
    { month: '2026-12', accounts: 31, expected: 41_200, low: 26_100, high: 57_400 },
    { month: '2027-01', accounts: 19, expected: 15_900, low: 6_300, high: 26_800 },
    { month: '2027-02', accounts: 8, expected: 4_800, low: 0, high: 12_000 },
  ],
  types: [
    { type: 'golden-lead', expected: 44_700, share: 0.53 },
    { type: 'silent-success', expected: 21_900, share: 0.26 },
    { type: 'contrary-converter', expected: 10_100, share: 0.12 },
    { type: 'positive-procrastinator', expected: 5_100, share: 0.06 },
    { type: 'fizzler', expected: 1_700, share: 0.02 },
    { type: 'incompatible', expected: 500, share: 0.006 },
    { type: 'heartbreaker', expected: 300, share: 0.004 },
  ],
  accounts: 72,
  unsized: {
    count: 11,
    accounts: [
      { akey: 'g:sample-2', name: 'Viral Cakes' },
      { akey: 'u:sample-4', name: '<img src=x onerror=alert(1)>' },
    ],
  },
  overrides: {
    items: [
      {
        akey: 'g:sample-3',
        name: 'A company with quite a long name that nobody would ever shorten GmbH & Co. KG',
        p: 0.6,
        reason: 'Their director promised the order by Christmas.',
        by: 'growth@example.com',
        at: daysAgo(4),
        modelP: 0.07,
        outcome: null,
      },
      {
        akey: 'g:sample-8',
        name: 'Alder Foods 8',
        p: 0.9,
        reason: 'Contract is with their lawyers.',
        by: 'lead@example.com',
        at: daysAgo(40),
        modelP: 0.71,
        outcome: 'won',
      },
    ],
    expected: 19_200,
    modelExpected: 2_240,
  },
  history: [
    { day: dayOf(daysAgo(77)), expected: 58_000, low: 39_000, high: 76_000, won: 63_400, isOver: true },
    { day: dayOf(daysAgo(70)), expected: 61_500, low: 42_000, high: 80_000, won: 55_900, isOver: true },
    { day: dayOf(daysAgo(63)), expected: 64_200, low: 45_000, high: 84_500, won: 88_100, isOver: true },
    { day: dayOf(daysAgo(56)), expected: 66_000, low: 46_500, high: 86_000, won: 71_200, isOver: true },
    { day: dayOf(daysAgo(49)), expected: 69_800, low: 49_000, high: 90_500, won: 66_300, isOver: true },
    { day: dayOf(daysAgo(42)), expected: 72_100, low: 51_200, high: 94_000, won: 78_800, isOver: true },
    { day: dayOf(daysAgo(35)), expected: 74_900, low: 53_000, high: 97_000, won: 69_500, isOver: true },
    { day: dayOf(daysAgo(28)), expected: 77_000, low: 55_000, high: 99_500, won: 51_000, isOver: false },
    { day: dayOf(daysAgo(21)), expected: 79_400, low: 57_000, high: 102_000, won: 34_200, isOver: false },
    { day: dayOf(daysAgo(14)), expected: 81_000, low: 58_800, high: 104_500, won: 19_800, isOver: false },
    { day: dayOf(daysAgo(7)), expected: 83_200, low: 60_100, high: 107_000, won: 9_600, isOver: false },
  ],
  calibration: {
    accounts: 412,
    brier: 0.118,
    baseBrier: 0.176,
    bins: [
      { p: 0.05, share: 0.04, accounts: 151 },
      { p: 0.15, share: 0.17, accounts: 82 },
      { p: 0.25, share: 0.22, accounts: 51 },
      { p: 0.35, share: 0.38, accounts: 34 },
      { p: 0.45, share: 0.41, accounts: 27 },
      { p: 0.55, share: 0.6, accounts: 22 },
      { p: 0.65, share: 0.62, accounts: 17 },
      { p: 0.75, share: 0.78, accounts: 14 },
      { p: 0.86, share: 0.83, accounts: 14 },
    ],
    overrides: { count: 9, brier: 0.241, modelBrier: 0.173 },
  },
}

/** A project without accounts. */
export const SAMPLE_NO_FORECAST: Forecast = {
  currency: 'USD',
  at: SAMPLE_NOW,
  horizonDays: 30,
  source: 'types',
  total: { expected: 0, low: 0, high: 0 },
  months: [],
  types: [],
  accounts: 0,
  unsized: { count: 0, accounts: [] },
  overrides: { items: [], expected: 0, modelExpected: 0 },
  history: [],
  calibration: null,
}

/** A model of the project's own outcomes, in use. */
export const SAMPLE_PROPENSITY: PropensityState = {
  source: 'fit',
  horizonDays: 30,
  converted: 141,
  not: 603,
  needed: 30,
  say: 'Told 186 later accounts better than the types’ odds: 81.2% against 74.9%. It is in use.',
  missing: null,
  ranAt: daysAgo(1),
  card: {
    version: 'p7k2',
    at: daysAgo(1),
    trainedOn: { accounts: 558, converted: 104, from: daysAgo(300), to: daysAgo(90) },
    testedOn: { accounts: 186, converted: 37, from: daysAgo(89), to: daysAgo(31) },
    auc: 0.812,
    ece: 0.023,
    intercept: -0.04,
    slope: 0.96,
    typesAuc: 0.749,
    features: [
      { feature: 'able', say: 'Share of users able in what the plan builds on', weight: 0.82 },
      { feature: 'locks', say: 'Locks and limits run into, 7 days', weight: 0.61 },
      { feature: 'days', say: 'Active days, 14 days', weight: 0.48 },
      { feature: 'inbound', say: 'Messages from them, 14 days', weight: 0.31 },
      { feature: 'breadth', say: 'Parts of the product in use', weight: 0.12 },
      { feature: 'fell', say: 'Use fell to half of its best', weight: -0.37 },
      { feature: 'silence', say: 'Days of silence after our message', weight: -0.44 },
    ],
    leaks: [
      {
        feature: 'traits.plan',
        say: 'The plan changes when they pay: in 139 of 141 conversions it was only set afterwards.',
      },
      { feature: 'events.invoice-paid', say: 'Seen in paying accounts alone, never before paying.' },
    ],
  },
  posteriors: SAMPLE_POSTERIORS,
}

/** Too few ended accounts for a model: the types' odds are in use. */
export const SAMPLE_TYPES_ONLY: PropensityState = {
  ...SAMPLE_PROPENSITY,
  source: 'types',
  converted: 9,
  not: 41,
  say: 'Not enough yet: 9 of 30 accounts that converted. The types’ odds stay in use.',
  missing: {
    apartDays: 30,
    earlier: { converted: 9, not: 41, needed: 20 },
    later: { converted: 0, needed: 10 },
    expectedAt: daysAgo(-118),
  },
  card: null,
}

const DAYS = 28

const WEEKS: readonly (readonly [points: number, users: number, trend: Trend | null])[] = [
  [12_400, 1480, 'steady'],
  [16_100, 1510, 'rising'],
  [15_900, 1560, 'steady'],
  [11_200, 1320, 'falling'],
  [5300, 980, null],
]

/** Figures of 28 days of a product. */
export const SAMPLE_METRICS: ProductMetrics = {
  from: dayText(daysAgo(DAYS - 1)),
  to: dayText(SAMPLE_NOW),
  unfinishedFrom: dayText(SAMPLE_NOW),
  alone: 'in',
  accounts: 1240,
  users: 3906,
  activation: { rate: 0.38, complete: 0.14, firstValue: 0.27 },
  trialToPaid: { ended: 212, paid: 41, rate: 41 / 212 },
  churn: { customers: 318, cancelled: 7, rate: 7 / 318 },
  active: Array.from({ length: DAYS }, (_, i) => {
    const isWeekend = new Date(daysAgo(DAYS - 1 - i)).getUTCDay() % 6 === 0
    const dau = Math.round((isWeekend ? 290 : 610) + i * 4 + ((i * 37) % 60))
    return { day: dayText(daysAgo(DAYS - 1 - i)), dau, wau: 1500 + i * 9, mau: 2710 + i * 12 }
  }),
  stickiness: 0.21,
  engagement: {
    windowDays: 30,
    days: Array.from({ length: DAYS }, (_, i) => {
      const users = 2710 + i * 12
      const total = 61_000 + i * 640 + ((i * 917) % 1300)
      return { day: dayText(daysAgo(DAYS - 1 - i)), total, users, average: total / users }
    }),
    weeks: WEEKS.map(([points, users, trend], i) => ({
      week: dayText(daysAgo(2 + (WEEKS.length - 1 - i) * 7)),
      points,
      users,
      average: points / users,
      trend,
    })),
    trend: {
      through: dayText(daysAgo(1)),
      last7: 11_900,
      before7: 15_900,
      total: 'falling',
      average: 'steady',
    },
  },
  cohorts: Array.from({ length: 8 }, (_, i) => ({
    week: dayText(daysAgo(2 + (8 - i) * 7)),
    users: 210 + ((i * 53) % 90),
    seen: Array.from({ length: 8 - i }, (_, week) =>
      Math.round((210 + ((i * 53) % 90)) * (week === 0 ? 1 : 0.52 * 0.87 ** week + (i % 3) * 0.02)),
    ),
  })),
  funnel: [
    { step: 'mql', accounts: 186 },
    { step: 'sql', accounts: 94 },
    { step: 'pql', accounts: 71 },
    { step: 'won', accounts: 23 },
  ],
  equation: { customers: 318, transactions: 334, revenuePerTransaction: 189, revenue: 63_126 },
  tippingPoints: [
    {
      signal: 'report-read',
      name: 'Report read',
      times: 3,
      days: 7,
      lift: 4.2,
      precision: 0.46,
      recall: 0.61,
      heldOutLift: 3.7,
    },
    {
      signal: 'segment-built',
      name: 'Segment built',
      times: 2,
      days: 14,
      lift: 3.1,
      precision: 0.34,
      recall: 0.52,
      heldOutLift: 2.9,
    },
    {
      signal: 'invite-sent',
      name: 'Invite sent',
      times: 2,
      days: 7,
      lift: 2.8,
      precision: 0.31,
      recall: 0.28,
      heldOutLift: 1.1,
    },
    {
      signal: 'api-called',
      name: 'API called',
      times: 1,
      days: 14,
      lift: 2.6,
      precision: 0.29,
      recall: 0.12,
      heldOutLift: null,
    },
  ],
  complexity: { measured: 0.54, users: 412, complexity: 'intermediate', isTyped: false },
  computedAt: SAMPLE_NOW - 12 * 60_000,
}

/** A product that nobody has used yet. */
export const SAMPLE_NO_METRICS: ProductMetrics = {
  ...SAMPLE_METRICS,
  accounts: 0,
  users: 0,
  activation: { rate: 0, complete: 0, firstValue: 0 },
  trialToPaid: { ended: 0, paid: 0, rate: null },
  churn: { customers: 0, cancelled: 0, rate: null },
  active: SAMPLE_METRICS.active.map(({ day }) => ({ day, dau: 0, wau: 0, mau: 0 })),
  stickiness: null,
  engagement: {
    windowDays: 30,
    days: SAMPLE_METRICS.engagement.days.map(({ day }) => ({ day, total: 0, users: 0, average: 0 })),
    weeks: [],
    trend: { through: dayText(daysAgo(1)), last7: 0, before7: 0, total: 'new', average: 'new' },
  },
  cohorts: [],
  funnel: [],
  equation: { customers: 0, transactions: 0, revenuePerTransaction: 0, revenue: 0 },
  tippingPoints: [],
  complexity: { measured: null, users: 0, complexity: 'intermediate', isTyped: true },
}
