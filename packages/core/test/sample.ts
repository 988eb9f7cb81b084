import {
  type AbilityFit,
  addEvidence,
  allSignals,
  type Count,
  DAY_MS,
  type DecideInput,
  type Evidence,
  evidenceOf,
  type Facts,
  type FireballEvent,
  factsOf,
  knownOfAccount,
  knownOfUser,
  membership,
  type Program,
  publicProgram,
  type Row,
  userKey,
} from '../src/index.ts'

/** An instant for tests: noon UTC. */
export const NOON = Date.parse('2026-03-10T12:00:00Z')
export const daysAgo = (days: number): number => NOON - days * DAY_MS

let lastId = 0
/** An event with an id of its own, by user `ann`, now. */
export const anEvent = (over: Partial<FireballEvent> = {}): FireballEvent => ({
  id: `m${++lastId}`,
  type: 'track',
  name: 'Report Read',
  userId: 'ann',
  properties: {},
  context: {},
  at: NOON,
  assisted: false,
  ...over,
})

export const read = (
  context: string,
  outcome = 'success',
  over: Partial<FireballEvent> = {},
): FireballEvent => anEvent({ properties: { outcome, context }, ...over })

export const sent = (
  context: string,
  outcome = 'success',
  over: Partial<FireballEvent> = {},
): FireballEvent => anEvent({ name: 'Campaign Sent', properties: { outcome, context }, ...over })

/** A small program: send → read → compare, advanced reports locked, contacts limited. */
export const aProgram = (over: Partial<Program> = {}): Program => ({
  format: 1,
  name: 'Sample',
  signals: [
    { key: 'sent', name: 'Sent a campaign', on: { event: 'Campaign Sent' } },
    { key: 'read', name: 'Read a report', on: { event: 'Report Read' } },
    { key: 'compared', name: 'Compared reports', on: { event: 'Reports Compared' } },
    {
      key: 'added',
      name: 'Contacts added',
      on: { event: 'Contacts Added' },
      outcome: 'none',
      sum: { path: 'properties.count' },
    },
  ],
  checklists: [
    {
      key: 'start',
      title: 'First steps',
      steps: [
        {
          key: 'send',
          title: 'Send a campaign',
          done: { 'events.sent.success': { $gte: 1 } },
          firstValue: true,
        },
        {
          key: 'read',
          title: 'Read its report',
          done: { 'events.read.success': { $gte: 1 } },
          requires: ['send'],
        },
        {
          key: 'add',
          title: 'Add contacts',
          done: { 'events.added.count': { $gte: 1 } },
          subject: 'account',
        },
        { key: 'compare', title: 'Compare', done: { 'events.compared.count': { $gte: 1 } } },
        { key: 'again', title: 'Send again', done: { 'events.sent.days': { $gte: 2 } } },
      ],
    },
  ],
  skills: [
    { key: 'send', name: 'Send a campaign', why: 'It reaches people.', shownBy: ['sent'] },
    {
      key: 'read',
      name: 'Read a report',
      why: 'It says what worked.',
      shownBy: ['read'],
      requires: ['send'],
    },
    {
      key: 'compare',
      name: 'Compare reports',
      why: 'It shows a trend.',
      shownBy: ['compared'],
      requires: ['read'],
    },
  ],
  features: [
    {
      key: 'advanced',
      name: 'Advanced reports',
      plan: 'Pro',
      open: { 'account.plan': 'pro' },
      skills: ['read', 'compare'],
    },
    {
      key: 'contacts',
      name: 'Contacts',
      skills: ['send', 'read'],
      limit: {
        unit: 'contacts',
        signal: 'added',
        lift: {
          title: 'You have reached {{ limit.limit }} contacts',
          action: { label: 'Lift', open: '/lift' },
        },
      },
    },
  ],
  nudges: [
    { key: 'learn-send', serves: { skill: 'send' }, metric: 'activation', text: { title: 'Send one' } },
    {
      key: 'learn-read',
      serves: { skill: 'read' },
      metric: 'activation',
      text: { title: 'Read a report, {{ user.name | there }}' },
      alone: { title: 'Now on your own' },
    },
  ],
  prompts: [
    {
      key: 'unlock',
      kind: 'upgrade',
      feature: 'advanced',
      metric: 'upgrades',
      ready: { title: 'Get {{ feature.name }}', action: { label: 'Upgrade', open: '/plans' } },
      notReady: { title: 'First: {{ skill.name }}' },
    },
    {
      key: 'lift',
      kind: 'usage',
      feature: 'contacts',
      metric: 'upgrades',
      ready: { title: 'Room for more', action: { label: 'Upgrade', open: '/plans' } },
    },
    {
      key: 'help',
      kind: 'hand-raise',
      feature: 'advanced',
      metric: 'answers',
      ready: { title: 'Need a hand?' },
      who: 'The team',
    },
  ],
  ...over,
})

/** The evidence of events, folded one by one. */
export const evidence = (events: readonly FireballEvent[], program = aProgram()): Evidence =>
  addEvidence(...events.map(event => evidenceOf(event, allSignals(program))))

export interface FactsOptions {
  readonly program?: Program
  readonly user?: string
  readonly account?: string
  readonly now?: number
  readonly unknown?: readonly string[]
  readonly isAccountPartial?: boolean
  readonly ability?: AbilityFit
}

/** The facts of one user after some events. */
export const factsAfter = (
  events: readonly FireballEvent[],
  {
    program = aProgram(),
    user = 'ann',
    account,
    now = NOON,
    unknown,
    isAccountPartial,
    ability,
  }: FactsOptions = {},
): Facts => {
  const sum = evidence(events, program)
  const who = membership(Object.values(sum.links))
  return factsOf({
    program,
    signals: allSignals(program),
    user: knownOfUser(sum, who, userKey(user)),
    userId: user,
    account: knownOfAccount(sum, who, account === undefined ? userKey(user) : `g:${account}`),
    accountId: account,
    now,
    unknown,
    isAccountPartial,
    ability,
  })
}

/** What `decide` needs after some events. */
export const toDecide = (
  events: readonly FireballEvent[],
  over: Partial<DecideInput> = {},
  options: FactsOptions = {},
): DecideInput => ({
  program: publicProgram(options.program ?? aProgram()),
  facts: factsAfter(events, options),
  seen: [],
  now: options.now ?? NOON,
  ...over,
})

const ZERO: Count = {
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
  sum: 0,
  first: NOON,
  last: NOON,
}

/** A row as views read it. */
export const aRow = (over: Partial<Row> = {}): Row => ({
  ...ZERO,
  user: 'u:ann',
  signal: 's',
  context: '',
  day: Math.floor(NOON / DAY_MS),
  ...over,
})

/** Sending and reading shown in two contexts each, unassisted. */
export const ABLE_TO_READ: readonly FireballEvent[] = [sent('a'), sent('b'), read('a'), read('b')]

/** All that advanced reports build on. */
export const ABLE_TO_COMPARE: readonly FireballEvent[] = [
  ...ABLE_TO_READ,
  anEvent({ name: 'Reports Compared', properties: { outcome: 'success', context: 'a' } }),
  anEvent({ name: 'Reports Compared', properties: { outcome: 'success', context: 'b' } }),
]

export const lockHit = (feature: string, at = NOON): FireballEvent =>
  anEvent({ name: 'Feature Locked', properties: { feature }, at })

export const quotaFull = (feature: string, at = NOON): FireballEvent =>
  anEvent({ name: 'Quota Used', properties: { feature, used: 2000, limit: 2000, reached: true }, at })

export const added = (count: number, daysBack: number): FireballEvent =>
  anEvent({ name: 'Contacts Added', properties: { count }, at: daysAgo(daysBack) })
