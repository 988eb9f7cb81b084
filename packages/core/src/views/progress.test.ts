import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, daysAgo, evidence, factsAfter, NOON, read, sent } from '../../test/sample.ts'
import {
  abilityDoc,
  accountProgress,
  allSignals,
  DAY_MS,
  evaluate,
  type FireballEvent,
  knownOfAccount,
  knownOfUser,
  membership,
  progressOf,
  userKey,
} from '../index.ts'

const program = aProgram()
const signals = allSignals(program)

const progress = (events: readonly FireballEvent[], { now = NOON, user = 'ann', of = program } = {}) => {
  const sum = evidence(events, of)
  const { rows } = knownOfUser(sum, membership(Object.values(sum.links)), userKey(user))
  const { skills } = factsAfter(events, { now, user, program: of })
  return progressOf({ program: of, signals: allSignals(of), rows, skills, now })
}

const account = (events: readonly FireballEvent[], users: readonly string[], now = NOON) => {
  const sum = evidence(events)
  const who = membership(Object.values(sum.links))
  return accountProgress({
    program,
    signals,
    rows: knownOfAccount(sum, who, 'g:acme').rows,
    members: users.map(user => ({
      progress: progress(events, { now, user }),
      skills: factsAfter(events, { now, user }).skills,
    })),
    now,
  })
}

const at = (days: number) => ({ at: daysAgo(days) })
const ABLE = [read('a', 'success', at(1)), read('b', 'success', at(1))]
const busy = (...days: number[]) => days.map(day => sent('same', 'failure', at(day)))

describe('ability × activity', () => {
  test('[K10] able and active, able alone, active alone, neither', () => {
    expect(progress([...ABLE, ...busy(3, 6, 9)]).quadrant).toBe('throwing-fireballs')
    expect(progress(ABLE).quadrant).toBe('silent-win')
    expect(progress(busy(0, 3, 6, 9)).quadrant).toBe('spinning-wheels')
    expect(progress(busy(3)).quadrant).toBe('not-started')
    expect(progress([]).quadrant).toBe('not-started')
  })

  test('[K10] a great many clicks on one day are no activity over time', () => {
    expect(progress(Array.from({ length: 200 }, () => sent('same', 'failure')))).toMatchObject({
      quadrant: 'not-started',
      activeDays: 1,
    })
  })

  test('[K10] the cuts are the program’s', () => {
    const of = aProgram({ progress: { activeDays: 1, ableSkills: 2, windowDays: 7 } })
    expect(progress(ABLE, { of }).quadrant).toBe('spinning-wheels')
    expect(progress(busy(8), { of }).quadrant).toBe('not-started')
  })

  test('[K10] what Fireball itself showed is no use of the product', () => {
    const shown = [1, 2, 3, 4, 5].map(day =>
      anEvent({ name: 'Prompt Shown', properties: { prompt: 'x' }, ...at(day) }),
    )
    expect(progress(shown)).toMatchObject({ activeDays: 0, quadrant: 'not-started' })
  })

  test('[K10] depth and breadth are apart: one mastered skill is deep, ten skimmed are not', () => {
    const one = progress(Array.from({ length: 30 }, (_, i) => read(`c${i}`)))
    const skimmed = progress([
      read('a'),
      sent('a'),
      anEvent({ name: 'Reports Compared', properties: { outcome: 'success', context: 'a' } }),
    ])
    expect(one).toMatchObject({ able: 1, begun: 1, breadth: 1 })
    expect(one.depth).toBeGreaterThan(0.85)
    expect(skimmed).toMatchObject({ able: 0, begun: 3, breadth: 0, depth: 0 })
    const half = progress([...ABLE, sent('a')])
    expect(half).toMatchObject({ able: 1, begun: 2, breadth: 0.5 })
    expect(half.depth).toBeLessThan(one.depth)
  })
})

describe('a plateau', () => {
  const gained = [read('a', 'success', at(60)), read('b', 'success', at(50))]

  test('[K9] active throughout the span, nothing gained, and something left', () => {
    expect(progress([...gained, ...busy(25, 20, 10, 2)])).toMatchObject({
      plateau: true,
      gainedAt: daysAgo(50),
    })
    expect(progress([...gained, read('c', 'success', at(5)), ...busy(25, 20, 10, 2)]).plateau).toBe(true)
  })

  test('[K9] a context that was still needed is a step on', () => {
    expect(progress([...gained, ...busy(25, 20, 10, 2), sent('x', 'success', at(9))])).toMatchObject({
      plateau: false,
      gainedAt: daysAgo(9),
    })
  })

  test('[K9] so is a threshold that failures had kept away', () => {
    const failures = Array.from({ length: 4 }, () => read('a', 'failure', at(49)))
    const late = Array.from({ length: 30 }, () => read('b', 'success', at(6)))
    const events = [...gained, ...failures, ...late, ...busy(25, 20, 10, 2)]
    expect(factsAfter(events).skills.read?.able).toBe(true)
    expect(progress(events)).toMatchObject({ plateau: false, gainedAt: daysAgo(6) })
  })

  test('[K9] not for who is away, new, just back, or has nothing left to gain', () => {
    expect(progress(gained).plateau).toBe(false)
    expect(progress(busy(20, 15, 10, 2)).plateau).toBe(false)
    expect(progress([...gained, ...busy(6, 5, 4, 3, 2)]).plateau).toBe(false)
    const all = ['Campaign Sent', 'Report Read', 'Reports Compared'].flatMap(name =>
      ['a', 'b'].map(context => anEvent({ name, properties: { outcome: 'success', context }, ...at(50) })),
    )
    expect(progress([...all, ...[25, 20, 10, 2].map(day => sent('a', 'success', at(day)))]).plateau).toBe(
      false,
    )
  })

  test('[K9] the span is the program’s', () => {
    const of = aProgram({ progress: { plateauDays: 70 } })
    expect(progress([...gained, ...busy(25, 20, 10, 2)], { of }).plateau).toBe(false)
  })

  test('[K9] conditions read it', () => {
    const doc = { ability: abilityDoc(progress([...gained, ...busy(25, 20, 10, 2)])) }
    expect(
      evaluate({ 'ability.plateau': true, 'ability.quadrant': 'spinning-wheels' }, doc, { now: NOON }),
    ).toBe(false)
    expect(evaluate({ 'ability.plateau': true, 'ability.able': { $gte: 1 } }, doc, { now: NOON })).toBe(true)
  })
})

describe('an account', () => {
  const five = ['ann', 'bob', 'cas', 'dee', 'eve']
  const by = (userId: string, event: FireballEvent): FireballEvent => ({ ...event, userId, groupId: 'acme' })

  test('[K11] five users with one context each are not one able account', () => {
    const events = five.map((user, i) => by(user, read(`context-${i}`)))
    expect(account(events, five)).toMatchObject({ users: 5, able: 0, share: 0 })
    expect(account(events, five).skills.find(one => one.key === 'read')).toEqual({
      key: 'read',
      able: 0,
      tried: 5,
      share: 0,
      stuck: 0,
      fading: 0,
    })
  })

  test('[K11] it is the number and share of users who are able', () => {
    const events = [...ABLE.map(one => by('ann', one)), ...busy(3, 6, 9, 12).map(one => by('bob', one))]
    expect(account(events, ['ann', 'bob', 'cas'])).toMatchObject({
      able: 1,
      share: 1 / 3,
      quadrant: 'throwing-fireballs',
      activeDays: 5,
      breadth: 0.5,
    })
    expect(account(events, five).quadrant).toBe('spinning-wheels')
    expect(account([], [])).toMatchObject({
      users: 0,
      able: 0,
      share: 0,
      quadrant: 'not-started',
      plateau: false,
    })
  })

  test('[K11] a plateau of the account: somebody is on one, and nobody gained', () => {
    const old = [by('ann', read('a', 'success', at(60))), ...busy(25, 20, 10, 2).map(one => by('ann', one))]
    expect(account(old, ['ann', 'bob'])).toMatchObject({ plateaus: 1, plateau: true })
    const fresh = [...old, by('bob', read('a', 'success', at(3)))]
    expect(account(fresh, ['ann', 'bob'])).toMatchObject({ plateaus: 1, plateau: false })
    expect(account(old, ['ann'], NOON + 40 * DAY_MS).plateau).toBe(false)
  })
})
