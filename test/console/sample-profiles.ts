import {
  LEAD_TYPES,
  type LeadType,
  type LeadView,
  type LifeStage,
  type Propensity,
  type TypeOdds,
} from '@fireball/core'

const DAY_MS = 86_400_000
/** The instant at which the samples stand still. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 18, 15, 30)

const REASONS: Readonly<Record<'strong' | 'middling' | 'weak', Propensity['reasons']>> = {
  strong: [
    { feature: 'able', say: '3 of 6 users are able in what Pro builds on', adds: 1.21 },
    { feature: 'locks', say: 'Ran into a lock 4 times this week', adds: 0.94 },
    { feature: 'days', say: 'Active on 11 of the last 14 days', adds: 0.71 },
    { feature: 'inbound', say: 'Wrote to you twice, last 2 days ago', adds: 0.46 },
    { feature: 'breadth', say: 'Uses 3 of 5 parts of the product', adds: -0.18 },
  ],
  middling: [
    { feature: 'days', say: 'Active on 8 of the last 14 days', adds: 0.62 },
    { feature: 'locks', say: 'Ran into a lock once this week', adds: 0.51 },
    { feature: 'able', say: 'Nobody is able yet in what Pro builds on', adds: -0.37 },
  ],
  weak: [
    { feature: 'days', say: 'Active on 1 of the last 14 days', adds: -0.84 },
    { feature: 'silence', say: 'Silent for 19 days after your message', adds: -0.41 },
    { feature: 'able', say: '1 user is able in one skill', adds: 0.22 },
  ],
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

const fitted = (of: keyof typeof REASONS): Propensity => ({
  p: logistic(REASONS[of].reduce((sum, one) => sum + one.adds, -1.62)),
  source: 'fit',
  version: 'p7k2',
  horizonDays: 30,
  reasons: REASONS[of],
})

const byTypes = (p: number): Propensity => ({
  p,
  source: 'types',
  version: 'types',
  horizonDays: 30,
  reasons: [],
})

const NAMES: Readonly<Record<LeadType, string>> = {
  'golden-lead': 'Golden Lead',
  'silent-success': 'Silent Success',
  'contrary-converter': 'Contrary Converter',
  'positive-procrastinator': 'Positive Procrastinator',
  fizzler: 'Fizzler',
  incompatible: 'Incompatible',
  heartbreaker: 'Heartbreaker',
}

const ODDS: Readonly<Record<LeadType, readonly [odds: number, won: number, lost: number]>> = {
  'golden-lead': [0.9, 21.4, 6.2],
  'silent-success': [0.75, 12.1, 9.4],
  'contrary-converter': [0.6, 6.8, 5.1],
  'positive-procrastinator': [0.3, 3.2, 14.9],
  fizzler: [0.1, 1.1, 18.3],
  incompatible: [0.05, 0.2, 9.7],
  heartbreaker: [0.05, 0.1, 22.6],
}

/** Prior, data and posterior of each type. */
export const SAMPLE_POSTERIORS: readonly TypeOdds[] = LEAD_TYPES.map(type => {
  const [odds, won, lost] = ODDS[type]
  const posterior = (odds * 20 + won) / (20 + won + lost)
  return {
    type,
    name: NAMES[type],
    prior: { won: odds * 20, lost: (1 - odds) * 20, odds },
    data: { won, lost },
    posterior: { odds: posterior, low: Math.max(0, posterior - 0.12), high: Math.min(1, posterior + 0.09) },
  }
})

const membership = (most: LeadType, share: number, second: LeadType): LeadView['type']['membership'] => ({
  'golden-lead': 0.02,
  'silent-success': 0.02,
  'contrary-converter': 0.02,
  'positive-procrastinator': 0.02,
  fizzler: 0.02,
  incompatible: 0.02,
  heartbreaker: 0.02,
  [most]: share,
  [second]: 1 - share - 0.1,
})

const named = (
  type: LeadType,
  second: LeadType,
  share: number,
  bands: LeadView['type']['bands'],
  observed: readonly string[],
  asks: readonly string[] = [],
): LeadView['type'] => ({
  type,
  nearest: type,
  bands,
  say: NAMES[type],
  membership: membership(type, share, second),
  odds: share * ODDS[type][0] + (0.9 - share) * ODDS[second][0] + 0.02,
  observed,
  asks,
  hasStarted: true,
})

const bands = (
  activation: LeadView['type']['bands']['activation'],
  engagement: LeadView['type']['bands']['engagement'],
  communication: LeadView['type']['bands']['communication'],
): LeadView['type']['bands'] => ({ activation, engagement, communication })

/** What one sample account is as a lead, beside what its row says. */
export interface Profile {
  readonly type: LeadView['type']
  readonly propensity: Propensity
  readonly trend: LeadView['engagement']['trend']
  readonly stage: LifeStage
  readonly touch: Partial<LeadView['touch']> & Pick<LeadView['touch'], 'state' | 'what' | 'why'>
  readonly deal: number | null
  readonly segments?: readonly string[]
  readonly communication?: Partial<LeadView['communication']>
  readonly cycle?: number
}

const TODAY = SAMPLE_NOW + 2 * 3_600_000
const AXES_MISSING = 'Connect a message source: without one nobody knows whether they answer.'

/** Leads of every kind; the first are told in full, and the others come again by number. */
export const PROFILES: readonly Profile[] = [
  {
    type: named(
      'golden-lead',
      'silent-success',
      0.81,
      bands('high', 'high', 'active'),
      ['All 5 steps are done.', 'Wrote to you twice in the last 14 days, in good spirits.'],
      [],
    ),
    propensity: fitted('strong'),
    trend: 'rising',
    stage: 'pql',
    touch: {
      state: 'due',
      who: 'sales',
      what: 'Talk to Account owner about API',
      by: TODAY,
      why: 'Intermediate product, large deal: a person steps in at half of the checklist. A Golden Lead needs no pushing: show what is less obvious.',
      moment: 'half-or-stuck',
      cell: { complexity: 'intermediate', size: 'large' },
    },
    deal: 18_000,
    segments: ['teams', 'api'],
  },
  {
    type: named(
      'contrary-converter',
      'golden-lead',
      0.64,
      bands('high', 'medium', 'active'),
      ['3 of their 4 last messages were negative.'],
      [],
    ),
    propensity: fitted('middling'),
    trend: 'steady',
    stage: 'pql',
    touch: {
      state: 'due',
      who: 'support',
      what: 'Answer Shop manager: teach “Segment an audience”',
      by: SAMPLE_NOW - 26 * 3_600_000,
      why: 'A hand-raise is answered in every cell of the playbook. A Contrary Converter wants to be heard.',
      moment: 'hand-raise',
    },
    deal: 4800,
    segments: ['api'],
    communication: { sentiment: { positive: 1, negative: 3 } },
  },
  {
    type: {
      ...named(
        'silent-success',
        'golden-lead',
        0.48,
        bands('medium', 'medium', 'unknown'),
        [],
        [AXES_MISSING],
      ),
      type: null,
      say: 'medium · medium · unknown',
    },
    propensity: byTypes(0.44),
    trend: 'rising',
    stage: 'first-value',
    touch: {
      state: 'wait',
      what: 'Nothing: the app teaches “Read a report”',
      why: 'Intermediate product, small deal (nobody knows its size): a person steps in when it is a PQL.',
    },
    deal: null,
    communication: {
      responsiveness: 'unknown',
      inbound: 0,
      outbound: 0,
      lastInboundAt: null,
      lastOutboundAt: null,
      answeredShare: null,
      responseMs: null,
      silentSince: null,
      sentiment: null,
    },
  },
  {
    type: named(
      'positive-procrastinator',
      'incompatible',
      0.6,
      bands('low', 'low', 'active'),
      ['Put off the agreed import twice: “next week for sure”.'],
      ['What is in the way? Ask with the survey, or in the next call.'],
    ),
    propensity: fitted('weak'),
    trend: 'falling',
    stage: 'touched',
    touch: {
      state: 'due',
      who: 'success',
      what: 'Agree an action plan to activation, with dates',
      by: SAMPLE_NOW + 2 * DAY_MS,
      why: 'Intermediate product, large deal: a person steps in at half of the checklist. A Procrastinator gets a plan, or no more of your time.',
      moment: 'half-or-stuck',
      cell: { complexity: 'intermediate', size: 'large' },
    },
    deal: 32_000,
    segments: ['teams'],
  },
  {
    type: {
      ...named(
        'heartbreaker',
        'incompatible',
        0.52,
        bands('low', 'low', 'silent'),
        [],
        ['Is this a company you want most? Mark it as a target, and find the right buyer.'],
      ),
      type: null,
      say: 'low · low · silent: not started',
      hasStarted: false,
    },
    propensity: byTypes(0.05),
    trend: 'new',
    stage: 'signed-up',
    touch: {
      state: 'wait',
      what: 'Nothing: the app shows “Bring your contacts” next',
      why: 'Intermediate product, small deal: a person steps in when it is a PQL. Never started: automation carries it.',
    },
    deal: null,
    communication: { inbound: 0, answeredShare: 0, responseMs: null, lastInboundAt: null, sentiment: null },
  },
  {
    type: named('silent-success', 'golden-lead', 0.7, bands('high', 'high', 'silent'), [
      'All 5 steps are done, and nobody ever wrote.',
    ]),
    propensity: fitted('strong'),
    trend: 'steady',
    stage: 'won',
    touch: { state: 'done', what: 'Nothing: watch, and be there when asked', why: 'Won on 4 Nov.' },
    deal: 2400,
  },
  {
    type: named('fizzler', 'heartbreaker', 0.72, bands('high', 'low', 'silent'), [
      'The last 7 days are at 22% of their own best 7.',
    ]),
    propensity: fitted('weak'),
    trend: 'falling',
    stage: 'first-value',
    touch: {
      state: 'wait',
      what: 'Nothing: keep on the mailing list',
      why: 'Timing was wrong; a Fizzler is not chased.',
    },
    deal: 1200,
  },
  {
    type: named('incompatible', 'positive-procrastinator', 0.66, bands('low', 'low', 'active'), [
      'Said “no resources” to “What is in the way?”.',
    ]),
    propensity: byTypes(0.09),
    trend: 'steady',
    stage: 'lost',
    touch: { state: 'disqualified', what: 'Nothing', why: 'Disqualified: no resources this year.' },
    deal: 900,
  },
  {
    type: named('golden-lead', 'silent-success', 0.74, bands('high', 'high', 'active'), [
      'All 5 steps are done.',
    ]),
    propensity: fitted('strong'),
    trend: 'falling',
    stage: 'at-risk',
    touch: {
      state: 'due',
      who: 'success',
      what: 'Ask what changed: use fell by half since October',
      by: SAMPLE_NOW + 6 * DAY_MS,
      why: 'A customer at risk is called within a week.',
    },
    deal: 7200,
    segments: ['teams'],
    cycle: 2,
  },
  {
    type: named('silent-success', 'golden-lead', 0.58, bands('medium', 'high', 'silent'), [
      'First value within 2 days.',
    ]),
    propensity: fitted('middling'),
    trend: 'rising',
    stage: 'activating',
    touch: {
      state: 'snoozed',
      what: 'Nothing until 25 Nov',
      why: 'Snoozed until 25 Nov: on holiday.',
      by: SAMPLE_NOW + 7 * DAY_MS,
    },
    deal: 3600,
    segments: ['api'],
  },
]
