import {
  addEvidence,
  allSignals,
  type Choice,
  DAY_MS,
  decide,
  type Evidence,
  evidenceOf,
  type Facts,
  type FireballEvent,
  factsOf,
  knownOfAccount,
  knownOfUser,
  membership,
  NO_EVIDENCE,
  type PromptView,
  present,
  publicProgram,
  type Qualification,
  qualify,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { expect, test } from 'vitest'
import program from '../../program.json' with { type: 'json' }
import type { Call } from '../shop/call.ts'
import { perform } from '../shop/perform.ts'
import { newShop, type Shop } from '../shop/shop.ts'
import { type Beat, CASES } from './cases.ts'

const NOW = Date.UTC(2026, 4, 20, 15)

const parsed = parseProgram(program)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const plume = parsed.value.program
const signals = allSignals(plume)
const open = publicProgram(plume)

interface Told {
  readonly facts: Facts
  readonly choice: Choice | undefined
  readonly view: PromptView | undefined
  readonly qualifications: readonly Qualification[]
}

const event = (n: number, at: number, more: Partial<FireballEvent>): FireballEvent => ({
  id: `e${n}`,
  type: 'track',
  name: '',
  userId: 'owner',
  groupId: 'shop',
  properties: {},
  context: {},
  assisted: false,
  at,
  ...more,
})

const toEvent = (call: Call, n: number, at: number): FireballEvent => {
  switch (call.kind) {
    case 'track':
      return event(n, at, { name: call.name, properties: call.properties })
    case 'lock':
      return event(n, at, { name: 'Feature Locked', properties: { feature: call.feature } })
    case 'quota': {
      const { feature, used, limit } = call
      return event(n, at, {
        name: 'Quota Used',
        properties: { feature, used, limit, reached: used >= limit },
      })
    }
    case 'plan':
      return event(n, at, { type: 'group', properties: { plan: call.plan } })
  }
}

/** What is known and decided once everything in `beats` happened; tips were closed as they came. */
const tell = (beats: readonly Beat[]): Told => {
  let shop: Shop = newShop('shop', 'owner', 'Corner Bakery')
  let at = NOW
  let n = 0
  let evidence: Evidence = NO_EVIDENCE
  const record = (one: FireballEvent) => {
    evidence = addEvidence(evidence, evidenceOf(one, signals))
  }
  record(event(n++, NOW - 40 * DAY_MS, { type: 'group', properties: { plan: 'free' } }))
  for (const beat of beats) {
    at += 60_000
    if (beat.kind === 'day') at = NOW - beat.ago * DAY_MS
    else if (beat.kind === 'go') {
      if (beat.to === '/plans') record(event(n++, at, { type: 'page', name: 'Plans' }))
    } else {
      const performed = perform(shop, beat.action, at)
      shop = performed.shop
      for (const call of performed.calls) record(toEvent(call, n++, at))
    }
  }
  const who = membership(Object.values(evidence.links))
  const facts = factsOf({
    program: plume,
    signals,
    user: knownOfUser(evidence, who, 'u:owner'),
    userId: 'owner',
    account: knownOfAccount(evidence, who, 'g:shop'),
    accountId: 'shop',
    now: at,
  })
  const seen = open.nudges
    .filter(nudge => nudge.key !== 'learn-segments')
    .map(({ key }) => ({ key, kind: 'dismissed' as const, at }))
  const choice = decide({ program: open, facts, seen, now: at }).show
  const hasFirstValue = facts.activations['first-newsletter']?.hasFirstValue === true
  return {
    facts,
    choice,
    view: choice && present(choice, open, facts),
    qualifications: qualify({
      program: plume,
      hasFirstValue,
      engagement: 100,
      members: [{ user: 'u:owner', facts }],
      now: at,
    }),
  }
}

const beatsOf = (key: string): readonly Beat[] => CASES.find(one => one.key === key)?.beats ?? []

const ofKind = (told: Told, verdict: Qualification['verdict']) =>
  told.qualifications.filter(one => one.verdict === verdict).map(one => `${one.kind} ${one.target}`)

test('a limit hit by a spike: the way to lift it, one optional lesson, no pitch, no PQL', () => {
  const told = tell(beatsOf('spike'))
  expect(told.facts.features.contacts?.quota?.shape).toBe('spike')
  expect(told.choice).toMatchObject({ key: 'limit-contacts', cause: 'limit', variant: 'lift' })
  expect(told.view).toMatchObject({
    title: 'Your list is full: 2,000 of 2,000 contacts',
    upgrade: { label: 'Lift the limit' },
    lesson: { name: 'Read a report' },
    why: expect.stringContaining('most of them within two days'),
  })
  expect(JSON.stringify(told.view)).toContain('$29 a month')
  expect(JSON.stringify(told.view)).not.toMatch(/advanced reports/i)
  expect(ofKind(told, 'qualified')).toEqual([])
  expect(ofKind(told, 'held')).toEqual(['usage contacts'])
})

test('a paywall hit early: the missing skill leads, paying stays possible, active but not ready', () => {
  const told = tell(beatsOf('paywall'))
  expect(told.choice).toMatchObject({ key: 'unlock-reports', cause: 'lock', variant: 'learn' })
  expect(told.view).toMatchObject({
    title: 'Advanced reports start with “Read a report”',
    lesson: { name: 'Read a report', action: { open: '#/reports' } },
    upgrade: { label: 'Go to Pro' },
  })
  expect(ofKind(told, 'qualified')).toEqual([])
  expect(told.qualifications).toMatchObject([
    {
      kind: 'upgrade',
      target: 'advanced-reports',
      verdict: 'held',
      ready: false,
      missing: ['Read a report', 'Compare reports'],
    },
  ])
})

test('one path completed: the missing prerequisite of the next part is offered, and says why', () => {
  const told = tell(beatsOf('onboarded'))
  expect(told.facts.activations['first-newsletter']?.isComplete).toBe(true)
  expect(told.choice).toMatchObject({ key: 'learn-segments', cause: 'next-skill' })
  expect(told.view?.why).toMatch(/^You can already do “Send a campaign”; “Segment an audience” comes next\./)
  expect(told.facts.features.automations?.missing.map(skill => skill.key)).toEqual([
    'build-segment',
    'automate',
  ])
  expect(told.qualifications).toEqual([])
})

test('value and intent: the plan page brings the upgrade prompt with the user’s own facts', () => {
  const told = tell(beatsOf('ready').slice(0, -1))
  expect(told.choice).toMatchObject({ key: 'plan-interest', cause: 'when', variant: 'ready' })
  expect(told.view?.body).toMatch(/^3 campaigns sent with 3 templates, and 2 reports read right\./)
  expect(ofKind(told, 'qualified')).toEqual(['upgrade pro'])
})

test('the same limit, with the skills: the upgrade prompt with the user’s own facts, and a PQL', () => {
  const told = tell(beatsOf('ready'))
  expect(told.facts.features.contacts?.quota?.shape).toBe('growth')
  expect(told.choice).toMatchObject({ key: 'limit-contacts', cause: 'limit', variant: 'ready' })
  expect(told.view).toMatchObject({
    title: 'Your list has grown to 2,000 people',
    body: expect.stringMatching(/^3 campaigns, 2 ways to choose/),
    can: ['Read a report', 'Segment an audience'],
  })
  expect(ofKind(told, 'qualified')).toEqual(['usage contacts', 'upgrade pro'])
})

test('the limit without the skills, after growth, still teaches; with the skills, a spike still sells', () => {
  const unable = beatsOf('ready').filter(
    beat => beat.kind !== 'do' || beat.action.kind !== 'answer-report' || beat.action.campaign === 'c1',
  )
  expect(tell(unable).choice).toMatchObject({ key: 'limit-contacts', variant: 'lift' })
  const spikeOn = (day: number) =>
    beatsOf('ready').map((beat, i) =>
      beat.kind === 'do' && beat.action.kind === 'add-contacts' && i === day
        ? ({ ...beat, action: { ...beat.action, count: 4000 } } as const)
        : beat,
    )
  const today = tell(spikeOn(beatsOf('ready').length - 1))
  expect(today.facts.features.contacts?.quota?.shape).toBe('spike')
  expect(today.choice).toMatchObject({ key: 'limit-contacts', variant: 'ready' })
  expect(ofKind(today, 'held')).toEqual(['usage contacts'])
  const weeksAgo = tell(
    spikeOn(beatsOf('ready').findIndex(beat => beat.kind === 'day' && beat.ago === 11) + 1),
  )
  expect(weeksAgo.facts.features.contacts?.quota).toMatchObject({ shape: 'spike', holds: true })
  expect(ofKind(weeksAgo, 'qualified')).toContain('usage contacts')
})

test('three refused automations and no running one: help from a person, and what is missing goes along', () => {
  const told = tell([{ kind: 'day', ago: 0, says: '' }])
  const struggled = evidenceOf(
    event(90, NOW, { name: 'Struggle Noticed', properties: { feature: 'automations' } }),
    signals,
  )
  const who = membership(Object.values(struggled.links))
  const facts = factsOf({
    program: plume,
    signals,
    user: knownOfUser(struggled, who, 'u:owner'),
    account: knownOfAccount(struggled, who, 'g:shop'),
    now: NOW,
  })
  const choice = decide({ program: open, facts, seen: [], now: NOW }).show
  expect(choice).toMatchObject({ key: 'help-automations', cause: 'stuck' })
  expect(choice && present(choice, open, facts)).toMatchObject({
    kind: 'help',
    evidence: expect.arrayContaining([
      'Not yet shown: Send a campaign, Segment an audience and Automate a message.',
    ]),
  })
  expect(told.qualifications).toEqual([])
})
