import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, aRow, NOON, read } from '../../test/sample.ts'
import {
  addEvidence,
  allSignals,
  dayOf,
  type Evidence,
  evidenceOf,
  type FireballEvent,
  factsOf,
  knownOfUser,
  membership,
  nextSkills,
  progressOf,
  skillViews,
  UNFITTED,
  userKey,
} from '../index.ts'

const program = aProgram()
const signals = allSignals(program)
const ability = {
  ...UNFITTED,
  weights: { ...UNFITTED.weights, contexts: 0.3, assisted: 0.1, own: 0.7, elsewhere: 0.4, ownThisMonth: 0.5 },
}

/** Events of one user, not yet in any order; some at the same instant, some with a clock that goes back. */
const someEvents = fc
  .array(
    fc.record({
      name: fc.constantFrom('Campaign Sent', 'Report Read', 'Reports Compared', 'Struggle Noticed'),
      outcome: fc.constantFrom('success', 'failure', 'other'),
      context: fc.constantFrom('', 'a', 'b', 'c'),
      hours: fc.constantFrom(0, 0, 1, 30, 900, 2400),
      minutes: fc.integer({ min: 0, max: 59 }),
      assisted: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map(list =>
    list.map(
      ({ name, outcome, context, hours, minutes, assisted }): FireballEvent =>
        anEvent({
          name,
          at: NOON - hours * 3_600_000 - minutes * 60_000,
          assisted,
          properties:
            name === 'Struggle Noticed'
              ? { skill: 'read', kind: outcome === 'other' ? 'rage' : 'failures', feature: 'advanced' }
              : { outcome, context },
        }),
    ),
  )

const standing = (sum: Evidence) => {
  const user = knownOfUser(sum, membership(Object.values(sum.links)), userKey('ann'))
  const facts = factsOf({ program, signals, user, account: user, userId: 'ann', ability, now: NOON })
  return {
    facts,
    progress: progressOf({ program, signals, rows: user.rows, skills: facts.skills, ability, now: NOON }),
  }
}

const fold = (events: readonly FireballEvent[]): Evidence =>
  addEvidence(...events.map(event => evidenceOf(event, signals)))

describe('states and order', () => {
  test('[K7] any order and any split of the events gives the same states', () => {
    fc.assert(
      fc.property(
        someEvents.chain(events =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.integer({ min: 0, max: events.length }),
          ),
        ),
        ([events, shuffled, cut]) => {
          const split = addEvidence(fold(shuffled.slice(cut)), fold(shuffled.slice(0, cut)))
          expect(standing(split)).toEqual(standing(fold(events)))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('[K7] no evidence is without a state and its uncertainty', () => {
    fc.assert(
      fc.property(someEvents, events => {
        for (const view of Object.values(standing(fold(events)).facts.skills)) {
          expect(view.p).toBeGreaterThan(0)
          expect(view.p).toBeLessThan(1)
          expect(view.low).toBeLessThanOrEqual(view.p)
          expect(view.high).toBeGreaterThanOrEqual(view.p)
          expect(view.able).toBe(view.state === 'able')
          if (view.able) expect(view.contexts).toBeGreaterThanOrEqual(view.needed)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('[K7] one outcome only, all assisted, contexts never seen: a defined answer', () => {
    const states = (events: readonly FireballEvent[]) => standing(fold(events)).facts.skills.read
    const many = (outcome: string, over = {}) =>
      Array.from({ length: 40 }, (_, i) => read(`c${i}`, outcome, over))
    expect(states(many('success'))?.state).toBe('able')
    expect(states(many('failure'))?.able).toBe(false)
    expect(states(many('success', { assisted: true }))).toMatchObject({ state: 'guided', able: false })
    expect(states([])).toMatchObject({ state: 'not-started', last: null })
  })

  test('[K7] equal, reversed and future times, and rows of before the epoch, are counted like any', () => {
    const events = [
      read('a', 'success', { at: -1 }),
      read('b', 'success', { at: NOON + 86_400_000 }),
      read('b'),
    ]
    const view = standing(fold(events)).facts.skills.read
    expect(view).toMatchObject({ successes: 3, contexts: 2 })
    expect(view?.p).toBeGreaterThan(0)
    const reversed = aRow({ signal: 'x', success: 1, context: 'a', first: NOON, last: NOON - 5 })
    const { read: odd } = skillViews({
      ...program,
      rowsOf: { read: [reversed, reversed] },
      signals,
      now: NOON,
    })
    expect(odd).toMatchObject({ successes: 2, contexts: 1, state: 'learning' })
  })

  test('[K7] a hundred thousand contexts of one skill take no more than a moment', {
    timeout: 60_000,
  }, () => {
    // In proportion to the rows: what grew with their square would not end within the test's time.
    const hash = signals.find(({ key }) => key === 'read')?.hash ?? ''
    const rows = Array.from({ length: 100_000 }, (_, i) =>
      aRow({
        context: `c${i}`,
        success: i % 10 === 0 ? 0 : 1,
        failure: i % 10 === 0 ? 1 : 0,
        signal: hash,
        day: dayOf(NOON) - (i % 300),
      }),
    )
    const known = { rows, registers: {} }
    const facts = factsOf({ program, signals, user: known, userId: 'ann', account: known, now: NOON })
    expect(facts.skills.read).toMatchObject({ state: 'able', successes: 90_000, contexts: 90_000 })
    expect(progressOf({ program, signals, rows, skills: facts.skills, now: NOON })).toMatchObject({ able: 1 })
  })

  test('[K7] a program without skills, and a graph with a circle, have a defined standing', () => {
    const events = [read('a'), read('b', 'failure')]
    const sum = fold(events)
    const user = knownOfUser(sum, membership(Object.values(sum.links)), userKey('ann'))
    const standingIn = (skills: (typeof program)['skills']) => {
      const own = { ...program, skills }
      const facts = factsOf({ program: own, signals, user, userId: 'ann', account: user, now: NOON })
      return {
        own,
        facts,
        progress: progressOf({ program: own, signals, ...user, skills: facts.skills, now: NOON }),
      }
    }
    const none = standingIn([])
    expect(none.facts.skills).toEqual({})
    expect(none.progress).toMatchObject({ able: 0, begun: 0, depth: 0, breadth: 0, plateau: false })
    expect(nextSkills(none.own, none.facts)).toEqual([])
    const circle = standingIn(
      program.skills.map(one => (one.key === 'send' ? { ...one, requires: ['compare'] } : one)),
    )
    expect(circle.facts.features.advanced?.missing.map(one => one.key).sort()).toEqual([
      'compare',
      'read',
      'send',
    ])
    expect(nextSkills(circle.own, circle.facts)).toEqual([])
  })
})
