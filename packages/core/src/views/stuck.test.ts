import { describe, expect, test } from 'vitest'
import { anEvent, daysAgo, factsAfter, NOON, read, sent } from '../../test/sample.ts'
import { DAY_MS, type FireballEvent } from '../index.ts'

const MINUTE_MS = 60_000
const readSkill = (events: readonly FireballEvent[], now = NOON) => factsAfter(events, { now }).skills.read
const failed = (minutes: number, context = 'a') =>
  read(context, 'failure', { at: NOON - minutes * MINUTE_MS })
const noticed = (properties: FireballEvent['properties'], at = NOON) =>
  anEvent({ name: 'Struggle Noticed', properties, at })

describe('being stuck', () => {
  test('[K6] three failures and no success within half an hour', () => {
    expect(readSkill([failed(20), failed(10)])?.state).toBe('learning')
    expect(readSkill([failed(20), failed(10), failed(0)])).toMatchObject({
      state: 'stuck',
      stuck: { by: 'failures', at: NOON },
    })
    expect(readSkill([failed(20, 'a'), failed(10, 'b'), failed(0, 'c')])?.state).toBe('stuck')
  })

  test('[K6] failures that may lie further apart are no proof, unless there are too many for that', () => {
    expect(readSkill([failed(300), failed(150), failed(0)])?.stuck).toBeNull()
    expect(readSkill([0, 10, 20, 30, 40].map(minutes => failed(minutes)))?.state).toBe('stuck')
  })

  test('[K6] a success ends it, with help or without', () => {
    const stuck = [failed(20), failed(19), failed(18)]
    expect(readSkill([...stuck, read('b')])?.stuck).toBeNull()
    expect(readSkill([...stuck, read('b', 'success', { assisted: true })])?.stuck).toBeNull()
    expect(readSkill([read('b', 'success', { at: NOON - 60 * MINUTE_MS }), ...stuck])?.state).toBe('stuck')
    // In one row of a day the order is not known: the doubt is the user's benefit.
    expect(readSkill([...stuck, read('a', 'success', { at: NOON - 60 * MINUTE_MS })])?.stuck).toBeNull()
  })

  test('[K6] angry clicks and time without an outcome are told by the browser', () => {
    expect(readSkill([noticed({ skill: 'read', kind: 'rage' })])).toMatchObject({
      state: 'stuck',
      stuck: { by: 'rage' },
    })
    expect(readSkill([noticed({ skill: 'read', kind: 'no-outcome' })])?.stuck?.by).toBe('no-outcome')
    expect(readSkill([noticed({ skill: 'send', kind: 'rage' })])?.stuck).toBeNull()
    expect(readSkill([noticed({ skill: 'read', kind: 'dead' })])?.stuck).toBeNull()
    expect(
      readSkill([noticed({ skill: 'read', kind: 'rage' }), read('a', 'success', { at: NOON + 1 })]),
    ).toMatchObject({
      state: 'learning',
      stuck: null,
    })
  })

  test('[K6] on a feature: what it needs and was begun, and is not had', () => {
    const about = noticed({ feature: 'advanced' }, NOON + 1)
    const facts = factsAfter([read('a', 'failure'), about], { now: NOON + 1 })
    expect(facts.skills.read).toMatchObject({ state: 'stuck', stuck: { by: 'struggle' } })
    expect(facts.skills.compare?.state).toBe('not-started')
    expect(facts.features.advanced?.struggledAt).toBe(NOON + 1)
    expect(
      factsAfter([noticed({ feature: 'advanced', kind: 'dead' })]).features.advanced?.struggledAt,
    ).toBeNull()
  })

  test('[K6] on a feature it is told by what, and a skill that is named is the one it is about', () => {
    const about = (properties: FireballEvent['properties']) =>
      factsAfter([read('a', 'failure'), sent('b', 'failure'), noticed(properties, NOON + 1)], {
        now: NOON + 1,
      }).skills
    const unnamed = about({ feature: 'contacts', kind: 'rage' })
    expect(unnamed.read?.stuck).toEqual({ by: 'rage', at: NOON + 1 })
    expect(unnamed.send?.stuck?.by).toBe('rage')
    const named = about({ feature: 'contacts', skill: 'send', kind: 'failures' })
    expect(named.send?.stuck?.by).toBe('failures')
    expect(named.read?.stuck).toBeNull()
    expect(about({ feature: 'contacts', kind: 'error' }).read?.stuck).toBeNull()
  })

  test('[K6] who is able stays able, and is stuck for once; after a week nobody is stuck', () => {
    const many = Array.from({ length: 30 }, (_, i) => read(`c${i}`, 'success', { at: daysAgo(2) }))
    expect(readSkill([...many, failed(2), failed(1), failed(0)])).toMatchObject({
      state: 'able',
      stuck: { by: 'failures' },
    })
    const stuck = [failed(2), failed(1), failed(0)]
    expect(readSkill(stuck, NOON + 7 * DAY_MS)?.state).toBe('stuck')
    expect(readSkill(stuck, NOON + 8 * DAY_MS)?.state).toBe('learning')
  })

  test('[K6] it is a fact that conditions read', () => {
    const { doc } = factsAfter([noticed({ skill: 'read', kind: 'rage' }), sent('a')])
    expect(doc.skill).toMatchObject({ read: { stuck: 'rage', state: 'stuck' }, send: { stuck: null } })
  })
})
