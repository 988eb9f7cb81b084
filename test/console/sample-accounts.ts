import type {
  AccountPage,
  AccountRow,
  ExplainedSkill,
  HelpItem,
  Quadrant,
  Qualification,
  SkillView,
  UserProgress,
  UserRow,
} from '@fireball/core'
import { sampleLead } from './sample-leads.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'
import { SAMPLE_PROGRAM } from './sample-program.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const ROWS: readonly (Pick<AccountRow, 'name' | 'stage' | 'urgency' | 'reason' | 'action'> & {
  readonly activation: number
  readonly engagement: number
  readonly users: number
  readonly ago: number
})[] = [
  {
    name: 'Northwind Bakery',
    stage: 'pql',
    urgency: 3,
    reason:
      'API: Ran into the lock. Reached first value, and showed intent. Able to “Send from your own code”.',
    action: 'Talk to Account owner about API',
    activation: 1,
    engagement: 88,
    users: 6,
    ago: 4 * MINUTE_MS,
  },
  {
    name: 'Harbour Books',
    stage: 'pql',
    urgency: 3,
    reason: 'Shop manager asked for help with API. Missing: Segment an audience, Send from your own code.',
    action: 'Answer Shop manager: teach “Segment an audience”',
    activation: 0.8,
    engagement: 64,
    users: 3,
    ago: 50 * MINUTE_MS,
  },
  {
    name: 'Viral Cakes',
    stage: 'first-value',
    urgency: 1,
    reason: 'More contacts: A spike: most of the usage fell on two days. Used 2,000 of 2,000.',
    action: 'Let the app teach “Read a report” first',
    activation: 0.6,
    engagement: 41,
    users: 1,
    ago: 5 * 60 * MINUTE_MS,
  },
  {
    name: 'A company with quite a long name that nobody would ever shorten GmbH & Co. KG',
    stage: 'activating',
    urgency: 0,
    reason: '2 of 5 steps done.',
    action: 'Nothing: the app shows “Find out what sold” next',
    activation: 0.4,
    engagement: 22,
    users: 14,
    ago: DAY_MS,
  },
  {
    name: '<img src=x onerror=alert(1)>',
    stage: 'signed-up',
    urgency: 0,
    reason: '0 of 5 steps done.',
    action: 'Nothing: the app shows “Bring your contacts” next',
    activation: 0,
    engagement: 3,
    users: 1,
    ago: 9 * DAY_MS,
  },
]

const QUADRANTS: readonly Quadrant[] = [
  'throwing-fireballs',
  'spinning-wheels',
  'silent-win',
  'not-started',
  'not-started',
]

const abilityAt = (i: number, users: number): NonNullable<AccountRow['ability']> => {
  const quadrant = QUADRANTS[i % 5] ?? 'not-started'
  const able = i % 5 === 0 || i % 5 === 2 ? Math.ceil(users / 2) : 0
  return {
    quadrant,
    able,
    users,
    share: able / users,
    depth: able === 0 ? 0 : 0.81,
    breadth: able === 0 ? 0 : 0.6,
    plateau: i === 1,
    plateaus: i === 1 ? 1 : 0,
    skills: able === 0 ? [] : SAMPLE_PROGRAM.skills.slice(0, 3).map(({ name }) => name),
  }
}

const NAMES = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel'] as const
const KINDS = ['Studio', 'Supply', 'Foods', 'Clinic', 'Tours', 'Press'] as const

/** `count` accounts in their order: a few told in full, the rest made up by number. */
export const sampleRows = (count: number): readonly AccountRow[] =>
  Array.from({ length: count }, (_, i): AccountRow => {
    const known = ROWS[i]
    if (known !== undefined) {
      const { ago, ...row } = known
      const isOfOne = i === 4
      return {
        ...row,
        akey: `${isOfOne ? 'u' : 'g'}:sample-${i}`,
        isOfOne,
        lastActiveAt: SAMPLE_NOW - ago,
        ability: abilityAt(i, row.users),
        lead: sampleLead(i, row),
      }
    }
    const done = (i * 7) % 4
    const engagement = Math.max(0, 60 - i / 4)
    const users = i % 5 === 0 ? 1 : 1 + (i % 9)
    const stage = done === 0 ? 'signed-up' : done === 3 ? 'first-value' : 'activating'
    return {
      akey: `${i % 5 === 0 ? 'u' : 'g'}:sample-${i}`,
      name: `${NAMES[i % NAMES.length]} ${KINDS[i % KINDS.length]} ${i}`,
      isOfOne: i % 5 === 0,
      stage,
      urgency: 0,
      reason: `${done} of 5 steps done.`,
      action: 'Nothing: the app shows the next step',
      activation: done / 5,
      engagement,
      users,
      lastActiveAt: i % 11 === 0 ? null : SAMPLE_NOW - (i % 40) * DAY_MS,
      ability: abilityAt(i, users),
      lead: sampleLead(i, { engagement, users, stage }),
    }
  })

const skillView = (key: string, state: SkillView['state'], successes = 0, contexts = 0): SkillView => ({
  key,
  state,
  able: state === 'able',
  p: state === 'able' ? 0.91 : state === 'not-started' ? 0.67 : 0.58,
  low: state === 'able' ? 0.78 : 0.31,
  high: state === 'able' ? 0.97 : 0.82,
  successes,
  failures: state === 'not-started' ? 0 : 1,
  assisted: state === 'not-started' ? 0 : 1,
  contexts,
  needed: 2,
  last: state === 'not-started' ? null : SAMPLE_NOW,
  lacks: state === 'practised' ? ['context'] : [],
  stuck: state === 'stuck' ? { by: 'failures', at: SAMPLE_NOW } : null,
})

const progress = (quadrant: Quadrant, able: number, plateau = false): UserProgress => ({
  quadrant,
  activeDays: 9,
  able,
  begun: able + 1,
  depth: able === 0 ? 0 : 0.8,
  breadth: able / (able + 1),
  gainedAt: able === 0 ? null : SAMPLE_NOW - 5 * DAY_MS,
  plateau,
})

const USERS: readonly UserRow[] = [
  {
    user: 'u:1',
    name: 'Account owner',
    email: 'owner@example.com',
    activation: 1,
    lastActiveAt: SAMPLE_NOW - 4 * MINUTE_MS,
    progress: progress('throwing-fireballs', 4),
    skills: [
      skillView('send', 'able', 9, 4),
      skillView('read', 'able', 4, 3),
      skillView('segment', 'able', 5, 3),
      skillView('code', 'able', 6, 2),
      skillView('automate', 'learning', 1, 1),
    ],
  },
  {
    user: 'u:2',
    name: 'Shop manager',
    activation: 0.6,
    lastActiveAt: SAMPLE_NOW - 3 * DAY_MS,
    progress: progress('spinning-wheels', 0, true),
    skills: [
      skillView('send', 'fading', 3, 2),
      skillView('read', 'guided'),
      skillView('segment', 'practised', 3),
      skillView('automate', 'stuck', 1),
      skillView('code', 'not-started'),
    ],
  },
  {
    user: 'a:3',
    name: 'Visitor a3f0',
    activation: 0,
    lastActiveAt: null,
    progress: progress('not-started', 0),
    skills: SAMPLE_PROGRAM.skills.map(({ key }) => skillView(key, 'not-started')),
  },
]

const STANDING: readonly Qualification[] = [
  {
    kind: 'upgrade',
    target: 'api',
    verdict: 'qualified',
    user: 'u:1' as Qualification['user'],
    ready: true,
    missing: [],
    reasons: [
      { code: 'lock-hit', say: 'Ran into the lock.' },
      { code: 'value', say: 'Reached first value, and showed intent.' },
      { code: 'ready', say: 'Able to “Send from your own code”, in more than one context, unassisted.' },
    ],
  },
  {
    kind: 'usage',
    target: 'contacts',
    verdict: 'held',
    user: 'u:2' as Qualification['user'],
    ready: false,
    missing: ['Read a report'],
    reasons: [
      { code: 'limit-spike', say: 'Used 2000 of 2000: spike.' },
      { code: 'value', say: 'Reached first value, and showed intent.' },
      { code: 'no-ready', say: 'Not yet able to “Read a report”, which More contacts builds on.' },
      {
        code: 'no-growth',
        say: 'A spike: most of the usage fell on two days; it counts once the level has held for 7 days.',
      },
    ],
  },
]

/** Requests for help: one new, one seen, one answered. */
export const SAMPLE_HELP: readonly HelpItem[] = [
  {
    id: 'h1',
    akey: 'g:sample-1',
    user: 'u:2',
    name: 'Shop manager',
    accountName: 'Harbour Books',
    message: 'I get a 403 whatever I try.\nWhat am I doing wrong?',
    feature: 'api',
    askedAt: SAMPLE_NOW - 50 * MINUTE_MS,
    state: 'sent',
    missing: ['Segment an audience', 'Send from your own code'],
    evidence: ['API did not work 4 times in a row.', 'Already able: Send a campaign.'],
  },
  {
    id: 'h2',
    akey: 'g:sample-0',
    user: 'u:1',
    name: 'Account owner',
    accountName: 'Northwind Bakery',
    message: 'Can we pay by invoice?',
    feature: 'api',
    askedAt: SAMPLE_NOW - DAY_MS,
    seenAt: SAMPLE_NOW - DAY_MS / 2,
    state: 'seen',
    missing: [],
    evidence: ['Able to use what the API builds on.'],
  },
  {
    id: 'h3',
    akey: 'g:sample-3',
    user: 'u:9',
    name: 'Editor',
    message: 'Where do I find my invoices?',
    askedAt: SAMPLE_NOW - 6 * DAY_MS,
    answeredAt: SAMPLE_NOW - 5 * DAY_MS,
    state: 'answered',
    answer: 'Under Settings, Billing. Each has a PDF.',
    missing: [],
    evidence: [],
  },
]

const TIMELINE: AccountPage['timeline'] = Array.from({ length: 34 }, (_, i) => ({
  at: SAMPLE_NOW - i * 2.6 * 60 * MINUTE_MS,
  user: i % 3 === 0 ? 'u:2' : 'u:1',
  name: ['Campaign Sent', 'Feature Locked', 'Report Read', 'Exported'][i % 4] ?? '',
  type: 'track',
  properties: { outcome: i % 5 === 0 ? 'failure' : 'success', context: `item-${i}` },
  signals: i % 4 === 3 ? [] : ['campaign-sent'],
  isAssisted: i % 6 === 0,
  trust: i % 2 === 0 ? 'claimed' : 'secret',
}))

/** The page of one account. */
export const samplePage = (row: AccountRow): AccountPage => {
  const steps = SAMPLE_PROGRAM.checklists[0]?.steps ?? []
  const done = Math.round(row.activation * steps.length)
  return {
    row,
    traits: row.isOfOne ? {} : { name: row.name, plan: 'trial', employees: 24 },
    activation: {
      checklist: 'start',
      title: 'First newsletter',
      titles: Object.fromEntries(steps.map(({ key, title }) => [key, title])),
      steps: steps.map(({ key, requires }, i) => ({
        key,
        isDone: i < done,
        waitsFor: (requires ?? []).filter(one => steps.findIndex(step => step.key === one) >= done),
      })),
      done,
      total: steps.length,
      rate: row.activation,
      isComplete: done === steps.length,
      hasFirstValue: done >= 3,
    },
    skills: SAMPLE_PROGRAM.skills.map(({ key, name, requires }, i) => ({
      key,
      name,
      requires: requires ?? [],
      able: row.stage === 'signed-up' ? 0 : Math.max(0, 2 - i),
      tried: row.stage === 'signed-up' ? 0 : Math.max(0, 3 - i),
      share: row.stage === 'signed-up' ? 0 : Math.max(0, 2 - i) / 3,
      stuck: i === 3 ? 1 : 0,
      fading: i === 0 ? 1 : 0,
    })),
    users: row.stage === 'signed-up' ? USERS.slice(2) : USERS,
    now: row.urgency === 0 ? [] : STANDING,
    history:
      row.stage === 'pql'
        ? STANDING.slice(0, 1).map(one => ({
            ...one,
            id: 'q1',
            at: SAMPLE_NOW - DAY_MS,
            version: '1x9k2',
          }))
        : [],
    help: SAMPLE_HELP.filter(({ akey }) => akey === row.akey),
    timeline: row.stage === 'signed-up' ? [] : TIMELINE,
  }
}

/** Where one sample user's ability comes from. */
export const sampleExplained = (user: string, skill: string): ExplainedSkill | undefined => {
  const known = USERS.find(one => one.user === user)
  const view = known?.skills.find(one => one.key === skill)
  const of = SAMPLE_PROGRAM.skills.find(one => one.key === skill)
  if (known === undefined || view === undefined || of === undefined) return undefined
  const adds = view.able
    ? [0.41, -0.18, 1.02, -0.35, 0.62, 0.7936349291]
    : [0.41, -0.18, 0.41, -1.12, 0.3, 0.5029]
  const features = ['start', 'skill', 'successes', 'failures', 'contexts', 'own']
  const words = [
    'Where everybody starts',
    'How hard the skill is for most',
    'Successes on their own',
    'Failures on their own',
    'Different contexts mastered',
    'Level shown in this skill, ever',
  ]
  return {
    user,
    name: known.name,
    skill,
    title: of.name,
    why: of.why,
    headline: `Would succeed on their own in a new context with ${Math.round(view.p * 100)}%; 80% is asked for.`,
    view,
    threshold: 0.8,
    logit: adds.reduce((sum, one) => sum + one, 0),
    parts: adds.map((one, i) => ({ feature: features[i] ?? '', say: words[i] ?? '', adds: one })),
    evidence: of.shownBy.map(signal => ({
      signal,
      name: SAMPLE_PROGRAM.signals.find(one => one.key === signal)?.name ?? signal,
      successes: view.successes,
      failures: view.failures,
      assisted: view.assisted,
      contexts: view.contexts,
      tried: view.contexts + 1,
      last: view.last === null ? null : view.last - 2 * DAY_MS,
    })),
    changes: [
      ['A failure in a new context', -0.07],
      ['One more success on their own, in a new context,', 0.03],
      ['91 days without any use', 0],
    ].map(([what, by]) => {
      const p = view.p + Number(by)
      return { say: `${what} makes it ${Math.round(p * 100)}%.`, p, isAble: view.able && p >= 0.8 }
    }),
    version: 'f29k2',
  }
}
