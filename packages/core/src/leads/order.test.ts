import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anEvent, aProgram, NOON } from '../../test/sample.ts'
import {
  accountDoc,
  accountFacts,
  accountProgress,
  activationOfAccount,
  addEvidence,
  allSignals,
  claimsOf,
  communicationView,
  type Evidence,
  engagementSettings,
  engagementView,
  evidenceOf,
  type FireballEvent,
  knownOfAccount,
  knownOfUser,
  leadTypeView,
  lifeFactsOf,
  lifeStages,
  membership,
  milestonesOf,
  oddsByType,
  rowsBySignal,
  signedUpAtOf,
  trialOf,
  typeOdds,
} from '../index.ts'

const program = aProgram()
const signals = allSignals(program)
const ACCOUNT = 'g:acme'

/** What is read of the account, from the bottom up. */
const figures = (sum: Evidence) => {
  const who = membership(Object.values(sum.links))
  const account = knownOfAccount(sum, who, ACCOUNT)
  const rowsOf = rowsBySignal(account.rows, signals)
  const [checklist] = program.checklists
  if (checklist === undefined) throw new Error('the sample has a checklist')
  const doc = accountDoc(account, 'acme', signals, NOON)
  const activation = activationOfAccount(checklist, doc, NOON)
  const engagement = engagementView({
    settings: engagementSettings(program),
    rowsOf,
    p90: 20,
    name: user => user,
    now: NOON,
  })
  const communication = communicationView({ program, rowsOf, isConnected: true, now: NOON })
  const facts = accountFacts({
    account,
    accountId: 'acme',
    signals,
    members: ['u:ann', 'u:bob'].map(user => knownOfUser(sum, who, user)),
    activation,
    engagement,
    communication,
    progress: accountProgress({ program, signals, rows: account.rows, members: [], now: NOON }),
    now: NOON,
  })
  const milestones = milestonesOf({ program, signals, account, accountId: 'acme', now: NOON })
  const signedUpAt = signedUpAtOf(account.rows, rowsOf)
  const trial = trialOf({ program, rowsOf, registers: account.registers, signedUpAt })
  return {
    facts: JSON.stringify(facts.survey),
    engagement,
    communication,
    milestones,
    trial,
    type: leadTypeView({
      program,
      activation: activation.rate,
      engagement: engagement.score,
      responsiveness: communication.responsiveness,
      claims: claimsOf({ program, doc: facts, communication, engagement, now: NOON }),
      hasStarted: milestones.firstEventAt !== null,
      odds: oddsByType(typeOdds(program)),
    }),
    life: lifeStages(
      lifeFactsOf({
        program,
        rowsOf,
        signedUpAt,
        milestones,
        pqls: [],
        touches: [],
        trial,
        risk: null,
        expansion: null,
        now: NOON,
      }),
    ),
  }
}

const NAMES = [
  'Campaign Sent',
  'Report Read',
  'Contacts Added',
  'Message Sent',
  'Message Received',
  'Subscription Started',
  'Subscription Cancelled',
  'Trial Ended',
  'Survey Answered',
] as const

const event = fc
  .record({
    name: fc.constantFrom(...NAMES),
    userId: fc.constantFrom('ann', 'bob', undefined),
    isNamed: fc.boolean(),
    isLink: fc.constantFrom(false, false, true),
    outcome: fc.constantFrom('success', 'failure', 'other'),
    choice: fc.constantFrom('', 'a', 'no-fit', 'not-now'),
    hours: fc.integer({ min: 0, max: 900 }),
  })
  .map(({ name, userId, isNamed, isLink, outcome, choice, hours }): FireballEvent => {
    const { userId: _, ...rest } = anEvent({ at: NOON - hours * 3_600_000, anonymousId: 'device' })
    const who = userId === undefined ? rest : { ...rest, userId }
    if (isLink) return { ...who, type: 'group', name: '', groupId: 'acme', properties: {} }
    return {
      ...who,
      name,
      properties: { outcome, context: choice, thread: choice, survey: 'in-the-way', answer: choice },
      ...(isNamed ? { groupId: 'acme' } : {}),
    }
  })

test('[I4] every figure of a lead is the same in whatever order and portions its events and links come in', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 16 }), fc.infiniteStream(fc.nat(1000)), (events, dice) => {
      const parts = events.map(one => evidenceOf(one, signals))
      const turned = parts
        .map(part => ({ part, rank: dice.next().value ?? 0 }))
        .sort((a, b) => a.rank - b.rank)
        .map(one => one.part)
      const cut = Math.floor(turned.length / 2)
      const inPortions = addEvidence(addEvidence(...turned.slice(cut)), addEvidence(...turned.slice(0, cut)))
      expect(figures(inPortions)).toEqual(figures(addEvidence(...parts)))
    }),
    { numRuns: 50 },
  )
})
