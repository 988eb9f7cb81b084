import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  LEAD_TYPES,
  type LeadType,
  type LeadTypeInput,
  leadTypeView,
  NO_CLAIMS,
  oddsByType,
  type Responsiveness,
  typeOdds,
} from '../index.ts'

const odds = oddsByType(typeOdds({}))

const lead = (over: Partial<LeadTypeInput> = {}) =>
  leadTypeView({
    program: {},
    activation: 0.9,
    engagement: 90,
    responsiveness: 'active',
    claims: NO_CLAIMS,
    hasStarted: true,
    odds,
    ...over,
  })

/** The middle of each band. */
const AT = { low: [0.17, 10], medium: [0.505, 40], high: [0.835, 80] } as const
const cell = (activation: keyof typeof AT, engagement: keyof typeof AT, responsiveness: Responsiveness) =>
  lead({ activation: AT[activation][0], engagement: AT[engagement][1], responsiveness })

describe('seven leads', () => {
  test('[L6] a value on a cut belongs to the upper band', () => {
    const bands = (activation: number, engagement: number) => lead({ activation, engagement }).bands
    expect(bands(0.34, 20)).toMatchObject({ activation: 'medium', engagement: 'medium' })
    expect(bands(0.3399, 19.99)).toMatchObject({ activation: 'low', engagement: 'low' })
    expect(bands(0.67, 60)).toMatchObject({ activation: 'high', engagement: 'high' })
    expect(bands(0.6699, 59.99)).toMatchObject({ activation: 'medium', engagement: 'medium' })
    expect(lead({ activation: 0.67, engagement: 60 }).type).toBe('golden-lead')
  })

  test('[L6] the cuts are the program’s', () => {
    const program = { leads: { cuts: { activation: { high: 0.9 }, engagement: { low: 5, high: 30 } } } }
    expect(lead({ program, activation: 0.89, engagement: 30 }).bands).toEqual({
      activation: 'medium',
      engagement: 'high',
      communication: 'active',
    })
  })

  test('[L7] each type is nearest in its own bands', () => {
    expect(cell('high', 'high', 'active').nearest).toBe('golden-lead')
    expect(cell('high', 'high', 'silent').nearest).toBe('silent-success')
    expect(cell('medium', 'medium', 'active').nearest).toBe('contrary-converter')
    expect(cell('low', 'low', 'active').nearest).toBe('incompatible')
    expect(cell('high', 'low', 'silent').nearest).toBe('fizzler')
    expect(cell('low', 'low', 'silent').nearest).toBe('heartbreaker')
  })

  test('[L7] all 18 cells have an answer, and of equally near types that with the lower odds', () => {
    const nearest = (responsiveness: Responsiveness) =>
      (['low', 'medium', 'high'] as const).map(activation =>
        (['low', 'medium', 'high'] as const).map(
          engagement => cell(activation, engagement, responsiveness).nearest,
        ),
      )
    expect(nearest('active')).toEqual([
      ['incompatible', 'incompatible', 'contrary-converter'],
      ['incompatible', 'contrary-converter', 'contrary-converter'],
      ['contrary-converter', 'contrary-converter', 'golden-lead'],
    ])
    expect(nearest('silent')).toEqual([
      ['heartbreaker', 'heartbreaker', 'heartbreaker'],
      ['heartbreaker', 'heartbreaker', 'silent-success'],
      ['fizzler', 'fizzler', 'silent-success'],
    ])
  })

  test('[L7] a type in the middle of its bands has nearly all the membership, and its odds', () => {
    const golden = lead({ activation: 0.835, engagement: 80 })
    expect(golden.membership['golden-lead']).toBeGreaterThan(0.97)
    expect(golden.odds).toBeCloseTo(0.9, 1)
    expect(cell('low', 'low', 'silent').odds).toBeLessThan(0.07)
  })

  test('[L7] membership adds up to 1, odds stay within the posteriors, nothing is NaN', () => {
    const anything = fc.oneof(
      fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      fc.double(),
      fc.constantFrom(0, 1, 0.34, 0.67, 20, 60, 100, Number.NaN, Number.POSITIVE_INFINITY),
    )
    const claims = fc.record({
      negative: fc.boolean(),
      excuses: fc.boolean(),
      brokenPlan: fc.boolean(),
      noResources: fc.boolean(),
      noFit: fc.boolean(),
      famous: fc.boolean(),
      fell: fc.boolean(),
    })
    const trials = fc.record({
      won: fc.double({ min: 0, max: 1e6, noNaN: true }),
      lost: fc.double({ min: 0, max: 1e6, noNaN: true }),
    })
    const cuts = fc
      .record({ low: fc.double({ min: 0.01, max: 0.49 }), high: fc.double({ min: 0.5, max: 1 }) })
      .map(activation => ({ leads: { cuts: { activation } } }))
    fc.assert(
      fc.property(
        anything,
        fc.oneof(anything, fc.double({ min: 0, max: 100 })),
        fc.constantFrom<Responsiveness>('active', 'silent', 'unknown'),
        claims,
        fc.boolean(),
        fc.dictionary(fc.constantFrom(...LEAD_TYPES), trials),
        fc.oneof(fc.constant({}), cuts),
        (activation, engagement, responsiveness, observed, hasStarted, data, program) => {
          const posteriors = oddsByType(typeOdds({}, data))
          const view = leadTypeView({
            program,
            activation,
            engagement,
            responsiveness,
            claims: observed,
            hasStarted,
            odds: posteriors,
          })
          const shares = LEAD_TYPES.map(type => view.membership[type])
          expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
          expect(view.odds).toBeGreaterThanOrEqual(Math.min(...Object.values(posteriors)))
          expect(view.odds).toBeLessThanOrEqual(Math.max(...Object.values(posteriors)))
          expect(view.membership[view.nearest]).toBeGreaterThan(0)
          expect(view.type === null || view.type === view.nearest).toBe(true)
          expect(view.say).not.toBe('')
        },
      ),
      { numRuns: 50 },
    )
  })

  test('[L7] odds change without a jump as an account moves', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.constantFrom<Responsiveness>('active', 'silent', 'unknown'),
        (activation, engagement, responsiveness) => {
          const here = lead({ activation, engagement, responsiveness }).odds
          const there = lead({ activation: activation + 1e-4, engagement, responsiveness }).odds
          expect(Math.abs(here - there)).toBeLessThan(0.002)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('[L8] a name is shown only if what it claims was observed; else the bands are', () => {
    const contrary = { activation: 0.5, engagement: 40 }
    expect(lead(contrary)).toMatchObject({
      type: null,
      nearest: 'contrary-converter',
      say: 'medium · medium · active',
    })
    expect(lead({ ...contrary, claims: { ...NO_CLAIMS, negative: true } })).toMatchObject({
      type: 'contrary-converter',
      say: 'Contrary Converter',
      observed: ['What they write is mostly negative.'],
      odds: lead(contrary).odds,
    })
    const fizzler = { activation: 0.9, engagement: 5, responsiveness: 'silent' } as const
    expect(lead(fizzler).type).toBeNull()
    expect(lead({ ...fizzler, claims: { ...NO_CLAIMS, fell: true } }).type).toBe('fizzler')
    const silent = { activation: 0.1, engagement: 5, responsiveness: 'silent' } as const
    expect(lead(silent).type).toBeNull()
    expect(lead({ ...silent, claims: { ...NO_CLAIMS, famous: true } }).type).toBe('heartbreaker')
  })

  test('[L8] an account that never started shows its bands, and says so', () => {
    expect(lead({ activation: 0, engagement: 0, responsiveness: 'silent', hasStarted: false })).toMatchObject(
      {
        type: null,
        nearest: 'heartbreaker',
        say: 'low · low · silent: not started',
        hasStarted: false,
      },
    )
  })

  test('[L9] Procrastinator and Incompatible are split evenly until motivation, resources or fit are known', () => {
    const at = { activation: 0.17, engagement: 10 }
    const share = (type: LeadType, claims = NO_CLAIMS) => lead({ ...at, claims }).membership[type]
    expect(share('positive-procrastinator')).toBe(share('incompatible'))
    expect(lead(at)).toMatchObject({ type: null, nearest: 'incompatible' })
    expect(lead(at).asks).toContain(
      'Ask what is in the way: a Positive Procrastinator lacks the motivation, an Incompatible the resources or the fit.',
    )
    const whole = share('positive-procrastinator') + share('incompatible')
    const excuses = { ...NO_CLAIMS, excuses: true }
    expect(lead({ ...at, claims: excuses }).type).toBe('positive-procrastinator')
    expect(share('positive-procrastinator', excuses)).toBeCloseTo(whole, 12)
    expect(share('incompatible', excuses)).toBe(0)
    const both = { ...excuses, noFit: true }
    expect(lead({ ...at, claims: both }).type).toBe('incompatible')
    expect(share('positive-procrastinator', both)).toBe(0)
    expect(lead({ ...at, claims: both }).asks).toEqual([])
  })

  test('[L9] what they write decides nothing between the two', () => {
    const at = { activation: 0.17, engagement: 10, claims: { ...NO_CLAIMS, negative: true } }
    expect(lead(at).membership['positive-procrastinator']).toBe(lead(at).membership.incompatible)
  })

  test('[L10] unknown communication leaves its axis out, names no silence, and asks for a source', () => {
    const view = lead({ responsiveness: 'unknown' })
    expect(view).toMatchObject({ nearest: 'silent-success', type: null, say: 'high · high · unknown' })
    expect(view.membership['golden-lead']).toBe(view.membership['silent-success'])
    expect(view.odds).toBeCloseTo(0.82, 2)
    expect(view.asks).toEqual(['Connect a source of messages: nobody knows whether this account answers.'])
    const fell = lead({
      responsiveness: 'unknown',
      activation: 0.9,
      engagement: 5,
      claims: { ...NO_CLAIMS, fell: true },
    })
    expect(fell.type).toBe('fizzler')
  })

  test('[L11] the odds of a type are the posterior of its prior and the trials that ended', () => {
    const [golden] = typeOdds({}, { 'golden-lead': { won: 3, lost: 7 } })
    expect(golden).toEqual({
      type: 'golden-lead',
      name: 'Golden Lead',
      prior: { won: 18, lost: 2, odds: 0.9 },
      data: { won: 3, lost: 7 },
      posterior: { won: 21, lost: 9, odds: 0.7 },
    })
    expect(typeOdds({}).map(one => one.posterior.odds)).toEqual([0.9, 0.75, 0.6, 0.3, 0.1, 0.05, 0.05])
  })

  test('[L11] prior and its weight are the program’s', () => {
    const program = { leads: { odds: { fizzler: 0.4 }, priorWeight: 10 } }
    expect(typeOdds(program).find(one => one.type === 'fizzler')?.prior).toEqual({
      won: 4,
      lost: 6,
      odds: 0.4,
    })
    expect(oddsByType(typeOdds(program)).fizzler).toBe(0.4)
  })
})
