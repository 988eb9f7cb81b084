import { describe, expect, test } from 'vitest'
import { anEvent, daysAgo, evidence, NOON, read } from '../test/sample.ts'
import { dayOf, type FireballEvent, knownOfAccount, knownOfUser, linksOf, membership } from './index.ts'

const identify = (userId: string, anonymousId: string, at: number) =>
  anEvent({ type: 'identify', userId, anonymousId, at })
const group = (groupId: string, at: number, left = false): FireballEvent =>
  anEvent({ type: 'group', groupId, at, properties: left ? { left } : {} })
const who = (events: readonly FireballEvent[]) => membership(Object.values(evidence(events).links))

describe('membership', () => {
  test('[I1] an anonymous id belongs to the user of its earliest identify', () => {
    const events = [identify('bob', 'x', NOON), identify('ann', 'x', NOON - 1)]
    expect(who(events).userOf('a:x')).toBe('u:ann')
    expect(who(events).subjectsOf('u:bob')).toEqual(['u:bob'])
  })

  test('[I1] what was done before the identify counts for the user', () => {
    const { userId: _, ...before } = read('a', 'success', { anonymousId: 'x', at: NOON - 5 })
    const sum = evidence([before, identify('ann', 'x', NOON)])
    expect(knownOfUser(sum, membership(Object.values(sum.links)), 'u:ann').rows).toHaveLength(1)
  })

  test('[I1] an alias names the earlier anonymous id', () => {
    expect(who([anEvent({ type: 'alias', previousId: 'x' })]).userOf('a:x')).toBe('u:ann')
  })

  test('[I2] no message links two identified users, nor someone logged in as another', () => {
    expect(linksOf(anEvent({ anonymousId: 'x', context: { impersonated: true } }))).toEqual([])
    const events = [identify('ann', 'x', NOON), identify('bob', 'x', NOON + 1)]
    expect(who(events).userOf('u:bob')).toBe('u:bob')
    expect(who(events).userOf('u:ann')).toBe('u:ann')
  })

  test('[I3] without an account the event counts where the user was that day', () => {
    const members = who([group('acme', daysAgo(10)), group('bolt', daysAgo(3))])
    expect(members.accountOn('u:ann', dayOf(daysAgo(5)))).toBe('g:acme')
    expect(members.accountOn('u:ann', dayOf(daysAgo(3)))).toBe('g:bolt')
    expect(members.accountOn('u:ann', dayOf(daysAgo(20)))).toBe('g:acme')
    expect(members.accountOn('u:bob', dayOf(NOON))).toBeUndefined()
  })

  test('[I3] leaving ends a membership, and the one before it is the user’s again', () => {
    const members = who([
      group('acme', daysAgo(10)),
      group('bolt', daysAgo(5)),
      group('bolt', daysAgo(2), true),
    ])
    expect(members.accountOn('u:ann', dayOf(daysAgo(4)))).toBe('g:bolt')
    expect(members.accountOn('u:ann', dayOf(NOON))).toBe('g:acme')
  })

  test('[I3] an event that names its account counts there only', () => {
    const sum = evidence([group('acme', daysAgo(3)), read('a', 'success', { groupId: 'bolt' })])
    const members = membership(Object.values(sum.links))
    expect(knownOfAccount(sum, members, 'g:acme').rows).toEqual([])
    expect(knownOfAccount(sum, members, 'g:bolt').rows).toHaveLength(1)
  })

  test('[I4] a late link corrects the figures of past days', () => {
    const past = read('a', 'success', { at: daysAgo(5) })
    const of = (events: readonly FireballEvent[], account: string) => {
      const sum = evidence(events)
      return knownOfAccount(sum, membership(Object.values(sum.links)), account).rows.length
    }
    expect(of([past], 'u:ann')).toBe(1)
    expect(of([past, group('acme', daysAgo(8))], 'u:ann')).toBe(0)
    expect(of([past, group('acme', daysAgo(8))], 'g:acme')).toBe(1)
  })
})
