import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRow, daysAgo, NOON } from '../../test/sample.ts'
import {
  attentionOf,
  dayOf,
  type EngagementView,
  expansionOf,
  LEAD_NAMES,
  LEAD_TYPES,
  type LeadType,
  LIFE_STAGES,
  leadTypeView,
  NO_CLAIMS,
  ODDS_DEFAULTS,
  riskOf,
  type Touch,
  type TouchInput,
  touchAdvice,
} from '../index.ts'

const HOUR = 3_600_000

const unnamed = leadTypeView({
  program: {},
  activation: 0.5,
  engagement: 40,
  responsiveness: 'active',
  claims: NO_CLAIMS,
  hasStarted: true,
  odds: ODDS_DEFAULTS.odds,
})
const named = (type: LeadType) => ({ ...unnamed, type, say: LEAD_NAMES[type] })
const NOTHING = { firstEventAt: null, activatingAt: null, halfAt: null, firstValueAt: null }

const input = (over: Partial<TouchInput> = {}): TouchInput => ({
  program: {},
  complexity: 'intermediate',
  size: 'mid',
  sizeIsKnown: true,
  signedUpAt: daysAgo(9),
  milestones: NOTHING,
  stuckAt: null,
  pqlAt: null,
  handRaise: null,
  type: unnamed,
  stage: 'activating',
  since: daysAgo(9),
  touches: [],
  lastOutboundAt: null,
  attention: { used: 0, allowed: 5 },
  now: NOON,
  ...over,
})
const advice = (over: Partial<TouchInput> = {}) => touchAdvice(input(over))
const touch = (kind: Touch['kind'], at: number, over: Partial<Touch> = {}): Touch => ({
  id: `${kind}-${at}`,
  at,
  by: 'Kim',
  kind,
  reason: '',
  ...over,
})
const VALUE = { milestones: { ...NOTHING, firstEventAt: daysAgo(8), firstValueAt: daysAgo(1) } }

describe('who does what by when', () => {
  test('[L19] what was said in an earlier cycle is not said in this one: the touch is due anew', () => {
    const before = { pqlAt: daysAgo(30), size: 'small', touches: [touch('touched', daysAgo(29))] } as const
    expect(advice(before).state).toBe('done')
    const anew = { ...before, reopenedAt: daysAgo(1) }
    expect(advice(anew)).toMatchObject({ state: 'due', by: daysAgo(1) + 24 * HOUR })
    const said = [...before.touches, touch('touched', daysAgo(0.5))]
    expect(advice({ ...anew, touches: said }).state).toBe('done')
    expect(advice({ reopenedAt: daysAgo(1) }).state).toBe('wait')
  })

  test('[L19] nobody steps in before the moment of the cell', () => {
    expect(advice()).toEqual({
      state: 'wait',
      who: null,
      by: null,
      what: 'Let the app carry them on',
      why: 'The product is intermediate, the deal mid: somebody steps in at first value.',
      moment: 'first-value',
      cell: { complexity: 'intermediate', size: 'mid' },
      attention: { used: 0, allowed: 5 },
    })
  })

  test('[L19] from then on somebody does, within a day', () => {
    expect(advice(VALUE)).toMatchObject({ state: 'due', who: 'sales', by: daysAgo(1) + 24 * HOUR })
    expect(advice({ ...VALUE, program: { playbook: { slaHours: 2 } } }).by).toBe(daysAgo(1) + 2 * HOUR)
  })

  test('[L19] each moment is reached by its own date or that of a later one', () => {
    const at = (complexity: TouchInput['complexity'], size: TouchInput['size'], over: Partial<TouchInput>) =>
      advice({ complexity, size, ...over }).state
    expect(at('complex', 'large', {})).toBe('due')
    expect(at('complex', 'large', { signedUpAt: null })).toBe('wait')
    expect(at('complex', 'mid', {})).toBe('wait')
    expect(at('complex', 'mid', { milestones: { ...NOTHING, firstEventAt: daysAgo(2) } })).toBe('due')
    expect(at('complex', 'small', { stuckAt: daysAgo(1) })).toBe('due')
    expect(at('complex', 'small', VALUE)).toBe('due')
    expect(at('simple', 'mid', VALUE)).toBe('wait')
    expect(at('simple', 'mid', { pqlAt: daysAgo(1) })).toBe('due')
    expect(at('simple', 'small', { ...VALUE, pqlAt: daysAgo(1) })).toBe('wait')
  })

  test('[L19] once somebody spoke or wrote to them since, it is done', () => {
    expect(advice({ ...VALUE, touches: [touch('touched', daysAgo(0.5))] }).state).toBe('done')
    expect(advice({ ...VALUE, lastOutboundAt: daysAgo(0.5) }).state).toBe('done')
    expect(advice({ ...VALUE, touches: [touch('touched', daysAgo(2))] }).state).toBe('due')
  })

  test('[L19] the type says what, and may delay or cancel', () => {
    const of = (type: LeadType, over: Partial<TouchInput> = VALUE) => advice({ ...over, type: named(type) })
    expect(of('golden-lead')).toMatchObject({ state: 'due', who: 'sales' })
    expect(of('contrary-converter')).toMatchObject({ state: 'due', who: 'support' })
    expect(of('silent-success')).toMatchObject({ state: 'wait', who: null })
    expect(of('silent-success', { ...VALUE, pqlAt: daysAgo(0.5) })).toMatchObject({
      state: 'due',
      by: daysAgo(0.5) + 24 * HOUR,
    })
    for (const type of ['fizzler', 'incompatible', 'heartbreaker'] as const)
      expect(of(type)).toMatchObject({ state: 'wait', who: null, by: null })
    expect(of('fizzler').why).toBe(
      'The product is intermediate, the deal mid: somebody steps in at first value. A Fizzler. Nobody does: the timing was wrong, so the marketing list has to do.',
    )
  })

  test('[L19] no type hastens a touch', () => {
    const date = fc.option(fc.integer({ min: 1, max: 30 }).map(daysAgo), { nil: null })
    fc.assert(
      fc.property(
        fc.record({
          complexity: fc.constantFrom('simple', 'intermediate', 'complex'),
          size: fc.constantFrom('small', 'mid', 'large'),
          signedUpAt: date,
          stuckAt: date,
          pqlAt: date,
          milestones: fc.record({ firstEventAt: date, activatingAt: date, halfAt: date, firstValueAt: date }),
          stage: fc.constantFrom(...LIFE_STAGES),
          attention: fc.record({ used: fc.nat(9), allowed: fc.integer({ min: 1, max: 9 }) }),
        }),
        fc.constantFrom(...LEAD_TYPES),
        (over, type) => {
          const plain = advice(over)
          const typed = advice({ ...over, type: named(type) })
          if (typed.state === 'due') expect(plain.state).toBe('due')
          expect(typed.by ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(plain.by ?? 0)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('[L20] a question is answered in every cell, whatever else holds', () => {
    const asked = {
      size: 'small',
      complexity: 'simple',
      handRaise: { at: daysAgo(1), ready: false },
      touches: [touch('disqualified', daysAgo(3), { reason: 'A student' })],
      attention: { used: 9, allowed: 5 },
      type: named('heartbreaker'),
      stage: 'lost',
    } as const
    expect(advice(asked)).toMatchObject({ state: 'due', who: 'support', by: daysAgo(1) + 4 * HOUR })
    expect(advice({ ...asked, handRaise: { at: daysAgo(1), ready: true } })).toMatchObject({ who: 'sales' })
    expect(advice({ ...asked, lastOutboundAt: daysAgo(0.5) }).state).toBe('disqualified')
  })

  test('[L20] snoozed until then, disqualified until somebody says otherwise', () => {
    const snoozed = touch('snoozed', daysAgo(2), { until: NOON + 1, reason: 'On holiday' })
    expect(advice({ ...VALUE, touches: [snoozed] })).toMatchObject({ state: 'snoozed', why: 'On holiday' })
    expect(advice({ ...VALUE, touches: [{ ...snoozed, until: NOON }] }).state).toBe('due')
    expect(advice({ ...VALUE, touches: [snoozed, touch('woken', daysAgo(1))] }).state).toBe('due')
    const out = touch('disqualified', daysAgo(3), { reason: 'A student' })
    expect(advice({ ...VALUE, touches: [out] })).toMatchObject({ state: 'disqualified', why: 'A student' })
    expect(advice({ ...VALUE, touches: [touch('requalified', daysAgo(2)), out] }).state).toBe('due')
    expect(advice({ ...VALUE, touches: [touch('recycled', daysAgo(2)), out] }).state).toBe('due')
  })

  test('[L21] where their attention is spent, all but questions wait', () => {
    expect(advice({ ...VALUE, attention: { used: 5, allowed: 5 } })).toMatchObject({
      state: 'wait',
      who: null,
    })
    expect(advice({ ...VALUE, attention: { used: 4, allowed: 5 } }).state).toBe('due')
  })

  test('[L21] prompts and touches of 7 days come out of one budget', () => {
    const shown = (daysBack: number) => aRow({ none: 2, day: dayOf(NOON) - daysBack })
    const used = attentionOf({
      program: {},
      touches: [touch('touched', daysAgo(1)), touch('touched', daysAgo(7)), touch('snoozed', daysAgo(1))],
      rowsOf: { $shown: [shown(0), shown(6), shown(7), shown(-1)] },
      now: NOON,
    })
    expect(used).toEqual({ used: 5, allowed: 5 })
    expect(
      attentionOf({ program: { playbook: { attentionPerWeek: 2 } }, touches: [], rowsOf: {}, now: NOON }),
    ).toEqual({ used: 0, allowed: 2 })
  })

  test('[L23] after the sale success keeps who is at risk, sales offers more to who is able', () => {
    const after = (stage: TouchInput['stage']) => advice({ ...VALUE, stage, since: daysAgo(2) })
    expect(after('at-risk')).toMatchObject({ state: 'due', who: 'success', by: daysAgo(1) })
    expect(after('expanding')).toMatchObject({ state: 'due', who: 'sales' })
    for (const stage of ['won', 'lost', 'churned'] as const)
      expect(after(stage)).toMatchObject({ state: 'wait', who: null })
  })

  test('[L23] at risk: use is falling to half of its best, or nobody came, or nobody gains abilities any more', () => {
    const risk = (hasFallen: boolean, trend: EngagementView['trend'], last7 = 5, plateau = false) =>
      riskOf({ hasFallen, trend, last7 }, { plateau })
    expect(risk(true, 'falling')).toBe('Use fell to half or less of its own best week.')
    expect(risk(true, 'steady', 0)).toBe('Nobody used it for a week.')
    expect(risk(true, 'steady')).toBeNull()
    expect(risk(true, 'rising')).toBeNull()
    expect(risk(false, 'falling')).toBeNull()
    expect(risk(false, 'rising', 5, true)).toBe('Busy, but nobody gained an ability for weeks.')
  })

  test('[L23] who was busier in the trial, or the week before, is not at risk while a week is as usual', () => {
    const falling = { hasFallen: true, trend: 'falling', last7: 56 } as const
    expect(riskOf({ ...falling, usual7: 75 }, { plateau: false })).toBeNull()
    expect(riskOf({ ...falling, usual7: 90 }, { plateau: false })).toBe(
      'Use fell to half or less of its own best week.',
    )
    expect(riskOf({ ...falling, usual7: 90 }, { plateau: false }, 20 * 86_400_000)).toBeNull()
    expect(riskOf({ ...falling, last7: 0, usual7: 90 }, { plateau: false }, 20 * 86_400_000)).toBe(
      'Nobody used it for a week.',
    )
  })

  test('[L23] expansion: somebody is able on what a locked feature builds on', () => {
    const program = {
      features: [
        { key: 'api', name: 'API', skills: ['send'] },
        { key: 'free', name: 'Free' },
      ],
    }
    const member = (state: 'open' | 'locked', ready: boolean) => ({
      facts: {
        features: {
          api: {
            key: 'api',
            state,
            ready,
            missing: [],
            lockedAt: null,
            limitedAt: null,
            struggledAt: null,
            askedAt: null,
          },
        },
      },
    })
    expect(expansionOf(program, [member('locked', false), member('locked', true)])).toBe(
      'Able on what API builds on, without having it.',
    )
    expect(expansionOf(program, [member('open', true)])).toBeNull()
    expect(expansionOf(program, [])).toBeNull()
  })
})
