import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, evidence, NOON, sent } from '../../test/sample.ts'
import {
  accountDoc,
  accountFacts,
  accountProgress,
  activationOfAccount,
  allSignals,
  becameAt,
  claimsOf,
  communicationView,
  engagementView,
  type FireballEvent,
  knownOfAccount,
  knownOfUser,
  leadDoc,
  leadTypeView,
  marketingFacts,
  membership,
  NO_CLAIMS,
  ODDS_DEFAULTS,
  rowsBySignal,
  segmentsOf,
  touchAdvice,
} from '../index.ts'

const program = aProgram()
const signals = allSignals(program)

const survey = (userId: string, answer: FireballEvent['properties'][string]) =>
  anEvent({ name: 'Survey Answered', userId, groupId: 'acme', properties: { survey: 'in-the-way', answer } })
const traits = (properties: FireballEvent['properties']) =>
  anEvent({ type: 'group', name: '', groupId: 'acme', properties })

const read = (events: readonly FireballEvent[]) => {
  const sum = evidence(events)
  const who = membership(Object.values(sum.links))
  const account = knownOfAccount(sum, who, 'g:acme')
  const rowsOf = rowsBySignal(account.rows, signals)
  const engagement = engagementView({
    settings: { weights: { sent: 2 } },
    rowsOf,
    p90: undefined,
    name: user => user,
    now: NOON,
  })
  const communication = communicationView({ program, rowsOf, isConnected: true, now: NOON })
  const [checklist] = program.checklists
  const doc = accountFacts({
    account,
    accountId: 'acme',
    signals,
    members: ['u:ann', 'u:bob'].map(user => knownOfUser(sum, who, user)),
    activation: checklist && activationOfAccount(checklist, accountDoc(account, 'acme', signals, NOON), NOON),
    engagement,
    communication,
    progress: accountProgress({ program, signals, rows: account.rows, members: [], now: NOON }),
    now: NOON,
  })
  return { doc, engagement, communication }
}
const claims = (events: readonly FireballEvent[], own = {}) => {
  const { doc, engagement, communication } = read(events)
  return claimsOf({ program: { leads: { claims: own } }, doc, engagement, communication, now: NOON })
}

describe('facts of an account', () => {
  test('[L22] conditions read its traits, events, steps, use, messages and ability', () => {
    const { doc } = read([traits({ plan: 'free' }), sent('a', 'success', { groupId: 'acme' })])
    expect(doc).toMatchObject({
      account: { plan: 'free', users: 1 },
      events: { sent: { count: 1 } },
      activation: { done: 1, hasFirstValue: true, step: { send: true, compare: false } },
      engagement: { score: 100, raw: 2, trend: 'new', hasFallen: false },
      communication: { responsiveness: 'silent', inbound: 0, positive: 0, negative: 0 },
      ability: { users: 0, quadrant: 'not-started', skills: [] },
    })
    expect(doc.engagement).not.toHaveProperty('champions')
  })

  test('[L22] what any member answered is known of the account, whoever answered first', () => {
    const answers = [survey('bob', 'no-fit'), survey('ann', ['not-now', 'no-fit'])]
    expect(read(answers).doc.survey).toEqual({ 'in-the-way': ['no-fit', 'not-now'] })
    expect(read([...answers].reverse()).doc.survey).toEqual(read(answers).doc.survey)
  })

  test('[L8] what is in the way is read off the survey, what else off traits and messages', () => {
    expect(claims([])).toEqual(NO_CLAIMS)
    expect(claims([survey('ann', 'no-money'), survey('bob', 'not-now')])).toMatchObject({
      noResources: true,
      excuses: true,
      noFit: false,
    })
    expect(claims([survey('ann', 'no-fit')])).toMatchObject({ noFit: true, noResources: false })
    expect(claims([traits({ isTarget: true, brokenPlan: true })])).toMatchObject({
      famous: true,
      brokenPlan: true,
    })
    const mail = (sentiment: string) =>
      anEvent({ name: 'Message Received', groupId: 'acme', properties: { sentiment } })
    expect(claims([mail('negative')]).negative).toBe(true)
    expect(claims([mail('negative'), mail('positive')]).negative).toBe(false)
  })

  test('[L8] the program says what else counts as observed', () => {
    const big = { famous: { 'account.employees': { $gte: 5000 } }, negative: { 'account.csat': { $lt: 3 } } }
    expect(claims([traits({ employees: 9000, csat: 2 })], big)).toMatchObject({
      famous: true,
      negative: true,
    })
    expect(claims([traits({ isTarget: true })], big).famous).toBe(false)
  })

  test('[L22] segments and private audiences read what it is as a lead', () => {
    const { doc, engagement, communication } = read([sent('a', 'success', { groupId: 'acme' })])
    const type = leadTypeView({
      program,
      activation: 0.9,
      engagement: 90,
      responsiveness: 'active',
      claims: NO_CLAIMS,
      hasStarted: true,
      odds: ODDS_DEFAULTS.odds,
    })
    const lead = leadDoc({
      lead: {
        type,
        engagement,
        communication,
        propensity: { p: 0.4, source: 'types', version: 't', horizonDays: 30, reasons: [] },
        stage: 'first-value',
        cycle: 1,
        touch: touchAdvice({
          program,
          complexity: 'simple',
          size: 'small',
          sizeIsKnown: false,
          signedUpAt: null,
          milestones: { firstEventAt: null, activatingAt: null, halfAt: null, firstValueAt: null },
          stuckAt: null,
          pqlAt: null,
          handRaise: null,
          type,
          stage: 'first-value',
          since: null,
          touches: [],
          lastOutboundAt: null,
          attention: { used: 0, allowed: 5 },
          now: NOON,
        }),
        deal: 348,
        size: 'small',
        since: NOON,
        mqlAt: null,
        sqlAt: null,
        closesAt: null,
      },
      isQualified: false,
      urgency: 0,
    })
    const segments = [
      { key: 'golden', name: 'Golden', where: { 'lead.type': 'golden-lead', 'propensity.p': { $gte: 0.4 } } },
      { key: 'silent', name: 'Silent', where: { 'communication.responsiveness': 'silent' } },
      { key: 'lost', name: 'Lost', where: { 'lead.stage': 'lost' } },
    ]
    expect(segmentsOf({ segments }, { ...doc, ...lead }, NOON)).toEqual(['golden', 'silent'])
    expect(segmentsOf({}, doc, NOON)).toEqual([])
  })

  test('[L22] MQL and SQL hold by the program’s rules alone, and keep the date of the first time', () => {
    const { doc } = read([traits({ employees: 60 })])
    const leads = { mql: { 'account.employees': { $gte: 50 } }, sql: { 'events.sent.count': { $gte: 1 } } }
    expect(marketingFacts({ leads }, doc, NOON)).toEqual({ isMql: true, isSql: false })
    expect(marketingFacts({}, doc, NOON)).toEqual({ isMql: false, isSql: false })
    expect([becameAt(null, false, 5), becameAt(null, true, 5), becameAt(3, false, 5)]).toEqual([null, 5, 3])
  })
})
