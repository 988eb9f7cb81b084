import { describe, expect, test } from 'vitest'
import {
  ABLE_TO_COMPARE,
  ABLE_TO_READ,
  added,
  anEvent,
  aProgram,
  daysAgo,
  factsAfter,
  lockHit,
  quotaFull,
  read,
  sent,
} from '../test/sample.ts'
import { type FireballEvent, leadRow, type QualifyInput, qualify, transitions } from './index.ts'

const input = (events: readonly FireballEvent[], over: Partial<QualifyInput> = {}): QualifyInput => {
  const facts = factsAfter(events)
  return {
    program: aProgram(),
    hasFirstValue: facts.activations.start?.hasFirstValue ?? false,
    engagement: 0,
    members: [{ user: 'u:ann', facts }],
    now: Date.parse('2026-03-10T12:00:00Z'),
    ...over,
  }
}
const verdict = (events: readonly FireballEvent[], kind: string, over = {}) =>
  qualify(input(events, over)).find(one => one.kind === kind)
const codes = (events: readonly FireballEvent[], kind: string, over = {}) =>
  verdict(events, kind, over)?.reasons.map(one => one.code)
const grown = Array.from({ length: 30 }, (_, i) => added(60, i))
const spiked = [...Array.from({ length: 20 }, (_, i) => added(5, i + 1)), added(1900, 0)]

describe('qualification', () => {
  test('[Q2] at a lock, with first value and the skills: qualified', () => {
    expect(verdict([...ABLE_TO_COMPARE, lockHit('advanced')], 'upgrade')).toMatchObject({
      verdict: 'qualified',
      target: 'advanced',
      ready: true,
      user: 'u:ann',
      missing: [],
    })
  })

  test('[Q2] at a lock without the skills: held, and says which', () => {
    expect(verdict([...ABLE_TO_READ, lockHit('advanced')], 'upgrade')).toMatchObject({
      verdict: 'held',
      ready: false,
      missing: ['Compare reports'],
    })
    expect(codes([...ABLE_TO_READ, lockHit('advanced')], 'upgrade')).toEqual([
      'lock-hit',
      'value',
      'no-ready',
    ])
  })

  test('[Q2] the skills must be those of the user who ran into it', () => {
    const hit = { ...lockHit('advanced'), userId: 'bob' }
    const events = [...ABLE_TO_COMPARE, hit]
    const members = ['ann', 'bob'].map(user => ({ user: `u:${user}`, facts: factsAfter(events, { user }) }))
    expect(verdict(events, 'upgrade', { members, hasFirstValue: true })).toMatchObject({
      verdict: 'held',
      user: 'u:bob',
    })
  })

  test('[Q1] without first value nothing qualifies', () => {
    const hit = [...ABLE_TO_COMPARE, lockHit('advanced')]
    expect(codes(hit, 'upgrade', { hasFirstValue: false })).toEqual(['lock-hit', 'no-value', 'ready'])
    expect(verdict(hit, 'upgrade', { hasFirstValue: false })?.verdict).toBe('held')
  })

  test('[Q1] the weaker rule takes engagement instead', () => {
    const program = aProgram({ qualify: { rule: 'value-or-engaged', engagedFrom: 50 } })
    const hit = [...ABLE_TO_COMPARE, lockHit('advanced')]
    expect(verdict(hit, 'upgrade', { program, hasFirstValue: false, engagement: 50 })?.verdict).toBe(
      'qualified',
    )
    expect(verdict(hit, 'upgrade', { program, hasFirstValue: false, engagement: 49 })?.verdict).toBe('held')
  })

  test('[Q1] a question after first value is a hand-raise, before it is help', () => {
    const asked = anEvent({ name: 'Help Asked', properties: { feature: 'advanced' } })
    expect(verdict([sent('a'), asked], 'hand-raise')).toMatchObject({ verdict: 'qualified', ready: false })
    expect(verdict([asked], 'hand-raise')).toMatchObject({ verdict: 'help' })
    const program = aProgram({ qualify: { rule: 'value-or-engaged', engagedFrom: 50 } })
    const engaged = { program, hasFirstValue: false, engagement: 90 }
    expect(verdict([asked], 'hand-raise', engaged)).toMatchObject({ verdict: 'help' })
  })

  test('[Q1] a hand-raise is an act: being offered help is none, a support signal is one', () => {
    const when = { 'events.read.count': { $gte: 1 } }
    const prompts = aProgram().prompts.map(prompt => (prompt.key === 'help' ? { ...prompt, when } : prompt))
    const withMeaning = (means: 'support' | 'survey') =>
      aProgram({
        prompts,
        signals: aProgram().signals.map(signal =>
          signal.key === 'read' ? { ...signal, means: [means] } : signal,
        ),
      })
    expect(verdict([sent('a'), read('a')], 'hand-raise', { program: withMeaning('survey') })).toBeUndefined()
    expect(verdict([sent('a'), read('a')], 'hand-raise', { program: withMeaning('support') })?.verdict).toBe(
      'qualified',
    )
  })

  test('[Q3] a limit reached by growth qualifies', () => {
    expect(verdict([...ABLE_TO_READ, ...grown, quotaFull('contacts')], 'usage')).toMatchObject({
      verdict: 'qualified',
    })
  })

  test('[Q3] by a spike only once it has held for 7 days', () => {
    expect(codes([...ABLE_TO_READ, ...spiked, quotaFull('contacts')], 'usage')).toEqual([
      'limit-spike',
      'value',
      'ready',
      'no-growth',
    ])
    const held = [...ABLE_TO_READ, ...spiked, quotaFull('contacts', daysAgo(8)), quotaFull('contacts')]
    expect(verdict(held, 'usage')?.verdict).toBe('qualified')
  })

  test('[Q2] who has bought it already is not called for', () => {
    const paid = anEvent({ type: 'identify', name: '', properties: { plan: 'pro' } })
    expect(verdict([...ABLE_TO_COMPARE, lockHit('advanced'), paid], 'upgrade')).toBeUndefined()
  })

  test('[Q4] a completed path does not unlock an unrelated feature', () => {
    const path = ['a', 'b', 'c', 'd'].map(context => sent(context))
    expect(verdict([...path, lockHit('advanced')], 'upgrade')).toMatchObject({
      verdict: 'held',
      missing: ['Read a report', 'Compare reports'],
    })
  })

  test('[Q4] any number of other paths does not: only what the target itself needs', () => {
    const signals = [...aProgram().signals, { key: 'won', name: 'Won', on: { event: 'Won' } }]
    const extra = { key: 'win', name: 'Win', why: 'It counts.', shownBy: ['won'] }
    const program = aProgram({ signals, skills: [...aProgram().skills, extra] })
    const wins = Array.from({ length: 20 }, (_, i) =>
      anEvent({ name: 'Won', properties: { outcome: 'success', context: `c${i}` } }),
    )
    const events = [...ABLE_TO_READ, ...wins, lockHit('advanced')]
    const facts = factsAfter(events, { program })
    const [found] = qualify({ ...input(events), program, members: [{ user: 'u:ann', facts }] })
    expect(facts.skills.win?.able).toBe(true)
    expect(found).toMatchObject({ verdict: 'held', ready: false, missing: ['Compare reports'] })
  })

  test('[Q2] help and repetition do not make ready for the target', () => {
    const helped = ['a', 'b', 'c'].map(context =>
      anEvent({ name: 'Reports Compared', properties: { outcome: 'success', context }, assisted: true }),
    )
    const again = Array.from({ length: 9 }, () =>
      anEvent({ name: 'Reports Compared', properties: { outcome: 'success', context: 'a' } }),
    )
    for (const more of [helped, again])
      expect(verdict([...ABLE_TO_READ, ...more, lockHit('advanced')], 'upgrade')).toMatchObject({
        verdict: 'held',
        missing: ['Compare reports'],
      })
  })

  test('[Q3] a weekly import is a rhythm: the limit it reaches was reached by growth', () => {
    const weekly = [0, 7, 14, 21, 28, 35].map(back => added(300 + back, back))
    expect(verdict([...ABLE_TO_READ, ...weekly, quotaFull('contacts')], 'usage')).toMatchObject({
      verdict: 'qualified',
    })
  })

  test('[Q1] nothing that called for it, nothing said', () => {
    expect(qualify(input(ABLE_TO_COMPARE))).toEqual([])
  })
})

describe('transitions', () => {
  const now = qualify(input([...ABLE_TO_COMPARE, lockHit('advanced')]))
  const written = [{ kind: 'upgrade', target: 'advanced', verdict: 'qualified' }]

  test('[Q5] are written once per kind and target', () => {
    expect(transitions([], now, () => true)).toMatchObject([
      { kind: 'qualified', qualification: { kind: 'upgrade', target: 'advanced' } },
    ])
    expect(transitions(written, now, () => true)).toEqual([])
    expect(transitions([], qualify(input([lockHit('advanced')])), () => true)).toEqual([])
  })

  test('[Q5] are withdrawn when their evidence is no longer the account’s, not when time passes', () => {
    expect(transitions(written, [], () => true)).toEqual([])
    const held = qualify(input([sent('a'), lockHit('advanced')]))
    expect(transitions(written, held, () => false)).toMatchObject([{ kind: 'withdrawn' }])
    expect(transitions(written, held, () => true)).toEqual([])
    expect(transitions(written, [], () => false)).toEqual([
      { kind: 'withdrawn', of: { kind: 'upgrade', target: 'advanced' } },
    ])
  })
})

describe('a lead’s row', () => {
  const row = (events: readonly FireballEvent[]) =>
    leadRow(aProgram(), qualify(input(events)), factsAfter(events).activations.start, user =>
      user === 'u:ann' ? 'Ann' : user,
    )

  test('[D10] who waits for an answer goes before what is held, and after what is qualified', () => {
    const waiting = { user: 'u:ann', feature: '' }
    const of = (events: readonly FireballEvent[], feature: string) =>
      leadRow(
        aProgram(),
        qualify(input(events)),
        factsAfter(events).activations.start,
        user => (user === 'u:ann' ? 'Ann' : user),
        { ...waiting, feature },
      )
    expect(of([], '')).toMatchObject({
      urgency: 2,
      reason: 'Ann asked for help and waits for an answer.',
      action: 'Answer Ann',
    })
    expect(of([sent('a'), lockHit('advanced')], 'advanced').reason).toBe(
      'Ann asked for help with Advanced reports and waits for an answer.',
    )
    expect(of([...ABLE_TO_COMPARE, lockHit('advanced')], '').urgency).toBe(3)
  })

  test('[D10] has one reason and one action', () => {
    expect(row([])).toEqual({
      stage: 'signed-up',
      urgency: 0,
      reason: '0 of 5 steps done.',
      action: 'Nothing: the app shows “Send a campaign” next',
    })
    expect(row([sent('a')])).toMatchObject({ stage: 'first-value', urgency: 0 })
    expect(row([...ABLE_TO_COMPARE, lockHit('advanced')])).toMatchObject({
      stage: 'pql',
      urgency: 3,
      action: 'Talk to Ann about Advanced reports',
    })
    expect(row([sent('a'), lockHit('advanced')])).toMatchObject({
      stage: 'first-value',
      urgency: 1,
      action: 'Let the app teach “Send a campaign” first',
    })
    expect(row([...ABLE_TO_READ, ...spiked, quotaFull('contacts')])).toMatchObject({
      urgency: 1,
      reason: expect.stringMatching(/^[^:]+: A spike: .+ Used /),
    })
    expect(row([...spiked, quotaFull('contacts')]).reason).toMatch(/^[^:]+: A spike: /)
    const asked = anEvent({ name: 'Help Asked', properties: { feature: 'advanced' } })
    expect(row([asked])).toMatchObject({ urgency: 2, action: 'Help Ann reach first value' })
    expect(row([sent('a'), asked])).toMatchObject({
      urgency: 3,
      action: 'Answer Ann: teach “Send a campaign”',
    })
    expect(row([...ABLE_TO_COMPARE, asked])).toMatchObject({
      urgency: 3,
      action: 'Answer Ann: plan advice for Advanced reports',
    })
  })
})
