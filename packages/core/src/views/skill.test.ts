import { describe, expect, test } from 'vitest'
import {
  ABLE_TO_COMPARE,
  ABLE_TO_READ,
  anEvent,
  aProgram,
  daysAgo,
  evidence,
  factsAfter,
  NOON,
  read,
  sent,
} from '../../test/sample.ts'
import {
  allSignals,
  DAY_MS,
  dayOf,
  type FireballEvent,
  fadesAt,
  frontier,
  gapsTo,
  knownOfUser,
  membership,
  missingSkills,
  rowsBySignal,
  type SkillsInput,
  skillViews,
  UNFITTED,
  userKey,
} from '../index.ts'

const readSkill = (events: Parameters<typeof factsAfter>[0], options = {}) =>
  factsAfter(events, options).skills.read

describe('the skill view', () => {
  test('[K1] unassisted successes in two contexts make able', () => {
    expect(readSkill([])).toMatchObject({ state: 'not-started', able: false })
    expect(readSkill([read('a')])).toMatchObject({ state: 'learning', contexts: 1, successes: 1 })
    expect(readSkill([read('a'), read('b')])).toMatchObject({
      state: 'able',
      able: true,
      contexts: 2,
      p: 0.8,
    })
  })

  test('[K1] failures lower p below the threshold, more successes raise it again', () => {
    const failed = [read('a'), read('b'), read('c', 'failure')]
    expect(readSkill(failed)).toMatchObject({ state: 'learning', p: expect.closeTo(4 / 6, 9) })
    expect(readSkill([...failed, ...['d', 'e', 'f', 'g'].map(context => read(context))])).toMatchObject({
      able: true,
    })
  })

  test('[K1] contexts and threshold are the program’s', () => {
    const skills = aProgram().skills.map(skill => ({ ...skill, contexts: 3, threshold: 0.6 }))
    const program = aProgram({ skills })
    expect(readSkill([read('a'), read('b')], { program })?.able).toBe(false)
    expect(readSkill([read('a'), read('b'), read('c')], { program })?.able).toBe(true)
  })

  test('[K2] assisted successes never make able', () => {
    const guided = ['a', 'b', 'c', 'd'].map(context => read(context, 'success', { assisted: true }))
    expect(readSkill(guided)).toMatchObject({ state: 'guided', able: false, assisted: 4 })
  })

  test('[K2] repetitions in one context never make able', () => {
    expect(readSkill(Array.from({ length: 50 }, () => read('a')))).toMatchObject({
      state: 'learning',
      able: false,
      contexts: 1,
    })
  })

  test('[K3] without contexts, or without outcomes, it is practised', () => {
    expect(readSkill([read(''), read('')])).toMatchObject({
      state: 'practised',
      able: false,
      lacks: ['context'],
    })
    expect(readSkill([read('a', 'whatever')])).toMatchObject({ state: 'practised', lacks: ['outcome'] })
    const signals = aProgram().signals.map(signal => ({ ...signal, outcome: 'success' as const }))
    expect(readSkill([read('a'), read('b')], { program: aProgram({ signals }) })).toMatchObject({
      state: 'practised',
      lacks: ['outcome'],
    })
  })

  test('[K4] it fades after long without a success', () => {
    const events = [read('a'), read('b')]
    expect(readSkill(events, { now: NOON + 89 * DAY_MS })?.state).toBe('able')
    expect(readSkill(events, { now: NOON + 91 * DAY_MS })).toMatchObject({ state: 'fading', able: false })
    expect(
      readSkill([...events, read('a', 'success', { at: NOON + 60 * DAY_MS })], { now: NOON + 91 * DAY_MS })
        ?.state,
    ).toBe('able')
  })

  test('[K4] learned forgetting says when, and does not flicker at the threshold', () => {
    const ability = { ...UNFITTED, weights: { ...UNFITTED.weights, start: -0.3, ownThisMonth: 3 } }
    const events = ['a', 'b', 'c', 'd'].map(context => read(context))
    const days = Array.from({ length: 200 }, (_, day) =>
      readSkill(events, { ability, now: NOON + day * DAY_MS }),
    )
    const states = days.map(view => view?.state)
    const end = states.indexOf('fading')
    expect(end).toBeGreaterThan(1)
    expect(states.slice(0, end).every(state => state === 'able')).toBe(true)
    expect(states.slice(end).every(state => state === 'fading')).toBe(true)
    // Able still, though p is a little under the threshold already.
    expect(days[end - 1]?.p).toBeLessThan(0.8)
    expect(days[end]?.p).toBeLessThan(0.75)
    const again = [...events, read('a', 'success', { at: NOON + end * DAY_MS })]
    expect(readSkill(again, { ability, now: NOON + end * DAY_MS })?.state).toBe('able')
  })

  test('[K4] the midnight at which an ability fades is foretold', () => {
    const ability = { ...UNFITTED, weights: { ...UNFITTED.weights, start: -0.3, ownThisMonth: 3 } }
    const events = ['a', 'b', 'c', 'd'].map(context => read(context))
    const sum = evidence(events)
    const { rows } = knownOfUser(sum, membership(Object.values(sum.links)), userKey('ann'))
    const { skills, features } = aProgram()
    const signals = allSignals(aProgram())
    const foretold = (over: Partial<SkillsInput> = {}) => {
      const input = {
        skills,
        features,
        rowsOf: rowsBySignal(rows, signals),
        signals,
        now: NOON,
        ability,
        ...over,
      }
      return fadesAt(input, skillViews(input))
    }
    const at = foretold() ?? 0
    expect(at % DAY_MS).toBe(0)
    expect(readSkill(events, { ability, now: at - 1 })?.state).toBe('able')
    expect(readSkill(events, { ability, now: at })?.state).toBe('fading')
    expect(foretold({ now: at - 1 })).toBe(at)
    expect(foretold({ now: at })).toBeNull()
    expect(foretold({ rowsOf: {} })).toBeNull()
    expect(foretold({ ability: { ...UNFITTED, weights: { ...UNFITTED.weights, start: 9 } } })).toBe(
      // By days without a success: 90 have gone by at noon, so the midnight after.
      (dayOf(NOON) + 91) * DAY_MS,
    )
  })

  test('[K4] where forgetting was not learned, days without a success count', () => {
    const ability = { ...UNFITTED, version: 'x', weights: { ...UNFITTED.weights, start: 1 } }
    const events = [read('a'), read('b')]
    expect(readSkill(events, { ability, now: NOON + 91 * DAY_MS })?.state).toBe('fading')
  })

  test('[K1] p lies between its bounds, and what was learned counts', () => {
    const view = readSkill([read('a'), read('b')])
    expect(view?.low).toBeLessThan(view?.p ?? 0)
    expect(view?.high).toBeGreaterThan(view?.p ?? 1)
    const ability = { ...UNFITTED, weights: { ...UNFITTED.weights, start: 0 } }
    expect(readSkill([read('a'), read('b')], { ability })).toMatchObject({ able: false, state: 'learning' })
  })

  test('[K1] it is per user', () => {
    expect(readSkill([read('a'), read('b', 'success', { userId: 'bob' })])).toMatchObject({
      contexts: 1,
      able: false,
    })
  })
})

describe('the skill graph', () => {
  const { skills } = aProgram()
  const keys = (list: readonly { key: string }[]) => list.map(one => one.key)

  test('[K5] names what is missing, prerequisites first', () => {
    expect(keys(missingSkills(['compare'], skills, factsAfter([]).skills))).toEqual([
      'send',
      'read',
      'compare',
    ])
    expect(keys(missingSkills(['compare'], skills, factsAfter(ABLE_TO_READ).skills))).toEqual(['compare'])
    expect(missingSkills(['compare'], skills, factsAfter(ABLE_TO_COMPARE).skills)).toEqual([])
  })

  test('[K5] an able skill needs none of its prerequisites', () => {
    expect(missingSkills(['read'], skills, factsAfter([read('a'), read('b')]).skills)).toEqual([])
  })

  test('[K5] a gap says exactly what is missing', () => {
    const events = [sent('a'), sent('b'), read('a'), read('b', 'failure')]
    expect(gapsTo(['compare'], skills, factsAfter(events).skills)).toEqual([
      {
        key: 'read',
        name: 'Read a report',
        state: 'learning',
        contextsLeft: 1,
        p: expect.closeTo(0.6, 9),
        threshold: 0.8,
        lacks: [],
      },
      {
        key: 'compare',
        name: 'Compare reports',
        state: 'not-started',
        contextsLeft: 2,
        p: expect.closeTo(2 / 3, 9),
        threshold: 0.8,
        lacks: [],
      },
    ])
  })

  test('[K13] what can only be practised is met, once done without help, where another skill builds on it', () => {
    const signals = aProgram().signals.map(one =>
      one.key === 'sent' ? { ...one, outcome: 'success' as const } : one,
    )
    const program = aProgram({ signals })
    const after = (...events: FireballEvent[]) => factsAfter(events, { program })
    const reach = (...events: FireballEvent[]) => keys(frontier(skills, after(...events).skills))
    expect(after(sent('a')).skills.send).toMatchObject({ state: 'practised', able: false })
    expect(reach()).toEqual(['send'])
    expect(reach(sent('a', 'success', { assisted: true }))).toEqual(['send'])
    expect(reach(sent('a'))).toEqual(['send', 'read'])
    const { features, skills: views } = after(sent('a'), read('a'), read('b'))
    expect(keys(missingSkills(['compare'], skills, views))).toEqual(['compare'])
    // Nothing has shown it to whom a feature needs it of.
    expect(keys(features.contacts?.missing ?? [])).toEqual(['send'])
  })

  test('[K13] what could be shown, and was only begun or has no context yet, is not met', () => {
    const begun = [sent('a', 'started')]
    expect(factsAfter(begun).skills.send?.state).toBe('practised')
    expect(keys(frontier(skills, factsAfter(begun).skills))).toEqual(['send'])
    expect(keys(frontier(skills, factsAfter([sent('')]).skills))).toEqual(['send'])
  })

  test('[D2] within reach is what has all its prerequisites and is not had', () => {
    expect(keys(frontier(skills, factsAfter([]).skills))).toEqual(['send'])
    expect(keys(frontier(skills, factsAfter([sent('a'), sent('b')]).skills))).toEqual(['read'])
    expect(keys(frontier(skills, factsAfter([anEvent({ at: daysAgo(1) })]).skills))).toEqual(['send'])
  })
})
