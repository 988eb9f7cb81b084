import type { AccountRow, LeadPage, LeadView, LifeRecord, LifeStage } from '@fireball/core'
import { PROFILES, SAMPLE_NOW, SAMPLE_POSTERIORS } from './sample-profiles.ts'

const DAY_MS = 86_400_000

/** The segments that the sample accounts are in. */
export const SAMPLE_SEGMENTS = [
  { key: 'teams', name: 'Teams of five or more' },
  { key: 'api', name: 'Wants the API' },
] as const

const sizeOf = (deal: number | null): LeadView['size'] =>
  deal === null || deal < 3000 ? 'small' : deal < 12_000 ? 'mid' : 'large'

/** The lead that the sample row `i` is. */
export const sampleLead = (i: number, row: Pick<AccountRow, 'engagement' | 'users' | 'stage'>): LeadView => {
  const told = PROFILES[i < PROFILES.length ? i : 2 + ((i * 5) % (PROFILES.length - 2))]
  if (told === undefined) throw new Error(`There is no sample lead ${i}`)
  const stage: LifeStage =
    i < PROFILES.length || !['signed-up', 'activating', 'first-value'].includes(told.stage)
      ? told.stage
      : row.stage
  const raw = Math.round(row.engagement * 4.2)
  const change =
    told.trend === 'rising' ? 0.62 : told.trend === 'falling' ? 2.3 : told.trend === 'new' ? 0 : 0.97
  const deal = told.deal === null ? null : told.deal + (i < PROFILES.length ? 0 : (i % 7) * 300)
  return {
    type: told.type,
    engagement: {
      score: row.engagement,
      raw,
      perActiveUser: raw / Math.max(1, Math.ceil(row.users / 2)),
      activeUsers: Math.ceil(row.users / 2),
      last7: raw,
      before7: raw * change,
      best7: raw * Math.max(1.1, change * 1.2),
      trend: told.trend,
      hasFallen: told.trend === 'falling',
      champions:
        row.users < 2
          ? [{ user: 'u:1', name: 'Account owner', raw }]
          : [
              { user: 'u:1', name: 'Account owner', raw: raw * 0.61 },
              { user: 'u:2', name: 'Shop manager', raw: raw * 0.27 },
            ],
    },
    communication: {
      responsiveness: told.type.bands.communication,
      inbound: 6,
      outbound: 5,
      lastInboundAt: SAMPLE_NOW - 2 * DAY_MS,
      lastOutboundAt: SAMPLE_NOW - 3 * DAY_MS,
      answeredShare: 0.8,
      responseMs: 5.4 * 3_600_000,
      silentSince: told.type.bands.communication === 'silent' ? SAMPLE_NOW - 19 * DAY_MS : null,
      sentiment: { positive: 4, negative: 0 },
      ...told.communication,
    },
    propensity: told.propensity,
    stage,
    cycle: told.cycle ?? 1,
    touch: {
      who: null,
      by: null,
      moment: 'pql',
      cell: { complexity: 'intermediate', size: sizeOf(deal) },
      attention: { used: i % 3, allowed: 3 },
      ...told.touch,
    },
    deal,
    size: sizeOf(deal),
    since: SAMPLE_NOW - (2 + (i % 9)) * DAY_MS,
    mqlAt: i % 3 === 0 ? SAMPLE_NOW - 12 * DAY_MS : null,
    sqlAt: i % 4 === 0 ? SAMPLE_NOW - 8 * DAY_MS : null,
    segments: told.segments ?? [],
    closesAt: ['won', 'lost', 'churned'].includes(stage) ? null : SAMPLE_NOW + (10 + (i % 60)) * DAY_MS,
  }
}

const WAY: readonly LifeStage[] = [
  'signed-up',
  'activating',
  'first-value',
  'pql',
  'touched',
  'won',
  'at-risk',
]

const WHY: Readonly<Partial<Record<LifeStage, readonly string[]>>> = {
  'signed-up': ['First event of Account owner.'],
  activating: ['1 of 5 steps done: “Bring your contacts”.'],
  'first-value': ['“Find out what sold” done without help.'],
  pql: ['Reached first value.', 'Ran into the lock of API.', 'Able to “Send from your own code”.'],
  touched: ['Sales noted a call.'],
  won: ['“Subscription Started” arrived from billing: 18,000 USD.'],
  'at-risk': ['The last 7 days are at 43% of their own best 7.'],
}

const lifeOf = (lead: LeadView): readonly LifeRecord[] => {
  const reached = WAY.slice(0, WAY.indexOf(lead.stage) + 1)
  const way = reached.length === 0 ? [...WAY.slice(0, 3), lead.stage] : reached
  const records = way.map(
    (stage, i): LifeRecord => ({
      id: `l${i}`,
      cycle: lead.cycle,
      stage,
      at: SAMPLE_NOW - (way.length - i) * 3 * DAY_MS,
      version: '1x9k2',
      reasons: WHY[stage] ?? ['Noted by a person.'],
    }),
  )
  const mistaken: LifeRecord = {
    id: 'lw',
    cycle: lead.cycle,
    stage: 'pql',
    at: SAMPLE_NOW - 9 * DAY_MS,
    version: '1x9k2',
    reasons: ['Used 2,000 of 2,000 contacts.'],
    withdrawnAt: SAMPLE_NOW - 8 * DAY_MS,
  }
  return [...records, ...(way.includes('pql') ? [mistaken] : [])].sort((a, b) => b.at - a.at)
}

/** The lead page of a sample row. */
export const sampleLeadPage = (lead: LeadView): LeadPage => ({
  lead,
  posteriors: SAMPLE_POSTERIORS,
  life: lifeOf(lead),
  types: [
    { at: SAMPLE_NOW - 2 * DAY_MS, type: lead.type.type, say: lead.type.say },
    { at: SAMPLE_NOW - 12 * DAY_MS, type: null, say: 'low · low · silent: not started' },
  ],
  touches:
    lead.stage === 'touched'
      ? [
          {
            id: 't1',
            at: SAMPLE_NOW - 3 * DAY_MS,
            by: 'growth@example.com',
            kind: 'touched',
            reason: 'Call: import planned for Monday.',
          },
        ]
      : [],
  override: null,
  offers:
    lead.stage === 'pql'
      ? [
          { prompt: 'open-api', user: 'u:1', isOffered: true, code: 'called' },
          { prompt: 'list-full', user: 'u:2', isOffered: false, code: 'attention-spent' },
        ]
      : [],
})
