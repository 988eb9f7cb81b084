import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, evidence, factsAfter, NOON, read, sent } from '../../test/sample.ts'
import {
  allSignals,
  DAY_MS,
  type FireballEvent,
  gapsTo,
  knownOfUser,
  membership,
  rowsBySignal,
  UNFITTED,
  userKey,
} from '../index.ts'
import { explainAbility, sayExplanation, sayGap } from './index.ts'

const program = aProgram()
const signals = allSignals(program)
const FIT = {
  ...UNFITTED,
  version: 'fit-1',
  weights: { ...UNFITTED.weights, start: 0.4, contexts: 0.2, own: 0.9, elsewhere: 0.3, ownThisMonth: 0.5 },
}

const explain = (
  events: readonly FireballEvent[],
  over: { skill?: string; now?: number; ability?: typeof FIT } = {},
) => {
  const sum = evidence(events)
  const { rows } = knownOfUser(sum, membership(Object.values(sum.links)), userKey('ann'))
  return explainAbility({
    ...program,
    rowsOf: rowsBySignal(rows, signals),
    signals,
    now: NOON,
    skill: 'read',
    ...over,
  })
}
const change = (events: readonly FireballEvent[], code: string, over = {}) =>
  explain(events, over)?.changes.find(one => one.code === code)

describe('an explained ability', () => {
  test('[K12] the parts add up exactly to the score, and the score gives p', () => {
    const outcomes = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'b', 'c', ''),
        fc.constantFrom('success', 'failure'),
        fc.boolean(),
        fc.integer({ min: 0, max: 90 }),
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(outcomes, fc.boolean(), (list, isFitted) => {
        const events = list.map(([context, outcome, assisted, days], i) =>
          (i % 3 === 0 ? sent : read)(context, outcome, { assisted, at: NOON - days * DAY_MS }),
        )
        const told = explain(events, isFitted ? { ability: FIT } : {})
        expect(told?.parts.reduce((sum, { adds }) => sum + adds, 0)).toBe(told?.logit)
        for (const { value, weight, adds } of told?.parts ?? []) expect(value * weight).toBe(adds)
        expect(told?.view.p).toBeCloseTo(1 / (1 + Math.exp(-(told?.logit ?? 0))), 11)
      }),
      { numRuns: 60 },
    )
  })

  test('[K12] each change is what the view says of the same evidence with that change', () => {
    const outcomes = fc.array(
      fc.record({
        context: fc.constantFrom('a', 'b', 'c', ''),
        outcome: fc.constantFrom('success', 'failure'),
        assisted: fc.boolean(),
        ago: fc.integer({ min: -2 * DAY_MS, max: 9 * DAY_MS }),
      }),
      { maxLength: 16 },
    )
    fc.assert(
      fc.property(outcomes, fc.boolean(), (list, isFitted) => {
        const events = list.map(({ context, outcome, assisted, ago }, i) =>
          (i % 3 === 0 ? sent : read)(context, outcome, { assisted, at: NOON - ago }),
        )
        const over = isFitted ? { ability: FIT } : {}
        const viewOf = (some: readonly FireballEvent[], now = NOON) =>
          factsAfter(some, { ...over, now }).skills.read
        const met = change(events, 'success-elsewhere', over)
        const then = viewOf([...events, read('never met')])
        expect([met?.p, met?.state]).toEqual([then?.p, then?.state])
        const failed = viewOf([...events, read('never met', 'failure')])
        expect(change(events, 'failure-elsewhere', over)).toMatchObject({
          p: failed?.p,
          state: failed?.state,
        })
        const later = change(events, 'time', over)
        const at = NOON + (later?.days ?? 0) * DAY_MS
        expect([later?.p, later?.state]).toEqual([viewOf(events, at)?.p, viewOf(events, at)?.state])
      }),
      { numRuns: 60 },
    )
  })

  test('[K12] however much is asked, evidence is read a few times: there may be a million rows', () => {
    const sum = evidence(
      Array.from({ length: 40 }, (_, i) => read(`context ${i}`, i % 4 ? 'success' : 'failure')),
    )
    const { rows } = knownOfUser(sum, membership(Object.values(sum.links)), userKey('ann'))
    let reads = 0
    const counted = rows.map(row => ({
      ...row,
      get success() {
        reads++
        return row.success
      },
    }))
    const rowsOf = rowsBySignal(counted, signals)
    expect(explainAbility({ ...program, rowsOf, signals, now: NOON, skill: 'read' })?.changes).toHaveLength(6)
    expect(reads / rows.length).toBeLessThan(20)
  })

  test('[K12] it is the view that facts have, with the version of what was learned', () => {
    const events = [read('a'), read('b', 'failure'), sent('x')]
    expect(explain(events)?.view).toEqual(factsAfter(events).skills.read)
    expect(explain(events, { ability: FIT })).toMatchObject({ fit: 'fit-1' })
    expect(explain(events, { ability: FIT })?.view).toEqual(factsAfter(events, { ability: FIT }).skills.read)
    expect(explain(events, { skill: 'gone' })).toBeUndefined()
  })

  test('[K12] the evidence is listed by signal, context and day, newest first', () => {
    const events = [
      read('a'),
      read('a', 'failure'),
      read('b', 'success', { at: NOON - DAY_MS, assisted: true }),
    ]
    expect(explain(events)?.evidence).toMatchObject([
      { signal: 'read', successes: 1, failures: 1, assisted: 0 },
      { signal: 'read', successes: 0, failures: 0, assisted: 1 },
    ])
    const many = Array.from({ length: 130 }, (_, i) => read(`c${i}`))
    expect(explain(many)).toMatchObject({ more: 30 })
  })

  test('[K12] what would change it is what the view then says', () => {
    const events = [read('a'), read('b', 'failure')]
    const later = { at: NOON, id: 'later' }
    const then = factsAfter([...events, read('new', 'success', later)]).skills.read
    expect(change(events, 'success-elsewhere')).toMatchObject({ p: then?.p, state: then?.state })
    expect(change(events, 'failure-elsewhere')?.p).toBe(
      factsAfter([...events, read('new', 'failure', later)]).skills.read?.p,
    )
    expect(change(events, 'undone-failures')?.p).toBeCloseTo(3 / 4, 9)
    expect(change(events, 'undone-failures')?.byP).toBeCloseTo(3 / 4 - 3 / 5, 9)
    expect(change([read('a'), read('b')], 'time')).toMatchObject({ state: 'fading', days: 91 })
    expect(change([read('a')], 'success-elsewhere')).toMatchObject({ state: 'able' })
    expect(change([read('a')], 'success-again')).toMatchObject({ state: 'learning' })
    expect(change([read('a')], 'assisted-success')).toMatchObject({ state: 'learning', byP: 0 })
  })

  test('[K12] what changes it most goes first', () => {
    const sizes = explain([read('a'), read('b', 'failure')])?.changes.map(one => Math.abs(one.byLogit)) ?? []
    expect(sizes.length).toBeGreaterThan(4)
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes)
  })

  test('[K12] it says how many successes it would take', () => {
    expect(explain([])?.untilAble).toBe(2)
    expect(explain([read('a')])?.untilAble).toBe(1)
    expect(explain([read('a'), read('b')])?.untilAble).toBe(0)
    expect(explain(Array.from({ length: 30 }, () => read('a', 'failure')))?.untilAble).toBeNull()
  })

  test('[K12] in words', () => {
    const told = explain([read('a'), read('b', 'failure')])
    if (told === undefined) throw new Error('no explanation')
    const words = sayExplanation('Read a report', told)
    expect(words.headline).toMatch(
      /^“Read a report”: learning\. Would succeed on their own in a new context with 60 % \(between \d+ % and \d+ %\); 80 % is asked for\. 5 more successes in new contexts would show it\.$/,
    )
    expect(words.evidence).toBe('1 of 2 tries on their own succeeded, in 1 context (2 needed).')
    expect(words.parts.map(part => part.adds).reduce((sum, adds) => sum + adds, 0)).toBe(told.logit)
    expect(words.parts.every(part => part.label.includes(' '))).toBe(true)
    expect(words.changes).toContain('Without the failures so far it would stand at 75 %.')
    const stuck = explain([
      anEvent({ name: 'Struggle Noticed', properties: { skill: 'read', kind: 'rage' } }),
    ])
    expect(stuck && sayExplanation('Read a report', stuck).headline).toMatch(
      /stuck \(bursts of angry clicks\)/,
    )
    const practised = explain([read('')])
    expect(practised && sayExplanation('Read a report', practised).headline).toBe(
      '“Read a report”: practised; its events cannot show more. Its events say no context (properties.context).',
    )
  })

  test('[K5] a gap in words names what is missing', () => {
    const { skills } = factsAfter([sent('a'), read('a'), read('b', 'failure')])
    expect(gapsTo(['compare'], program.skills, skills).map(sayGap)).toEqual([
      '“Send a campaign” is learning; it takes an unassisted success in 1 more context and a likelihood of 80 % (now 75 %).',
      '“Read a report” is learning; it takes an unassisted success in 1 more context and a likelihood of 80 % (now 60 %).',
      '“Compare reports” is not started.',
    ])
  })
})
