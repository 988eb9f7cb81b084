import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, daysAgo, evidence, NOON } from '../../test/sample.ts'
import {
  allSignals,
  communicationView,
  type FireballEvent,
  knownOfAccount,
  membership,
  type Program,
  rowsBySignal,
} from '../index.ts'

const HOUR = 3_600_000

const got = (at: number, properties: FireballEvent['properties'] = {}, userId = 'ann'): FireballEvent =>
  anEvent({ name: 'Message Received', groupId: 'acme', userId, at, properties })
const wrote = (at: number, properties: FireballEvent['properties'] = {}, userId = 'ann'): FireballEvent =>
  anEvent({ name: 'Message Sent', groupId: 'acme', userId, at, properties })

const view = (
  events: readonly FireballEvent[],
  { isConnected = true, program = aProgram() }: { isConnected?: boolean; program?: Program } = {},
) => {
  const sum = evidence(events, program)
  const { rows } = knownOfAccount(sum, membership(Object.values(sum.links)), 'g:acme')
  return communicationView({
    program,
    rowsOf: rowsBySignal(rows, allSignals(program)),
    isConnected,
    now: NOON,
  })
}

describe('communication', () => {
  test('[L4] active: a message from them within 14 days, or half of our threads answered', () => {
    expect(view([got(daysAgo(14))]).responsiveness).toBe('active')
    expect(view([got(daysAgo(14) - 1)]).responsiveness).toBe('silent')
    const thread = (name: string, days: number) => wrote(daysAgo(days), { thread: name })
    const answer = (name: string, days: number) => got(daysAgo(days), { thread: name })
    expect(view([thread('a', 40), thread('b', 41), answer('a', 39)])).toMatchObject({
      answeredShare: 0.5,
      responsiveness: 'active',
    })
    expect(view([thread('a', 40), thread('b', 41), thread('c', 42), answer('a', 39)]).responsiveness).toBe(
      'silent',
    )
  })

  test('[L4] the program says otherwise', () => {
    const program = aProgram({ communication: { activeDays: 3, answeredShare: 0.9 } })
    expect(view([got(daysAgo(3))], { program }).responsiveness).toBe('active')
    expect(view([got(daysAgo(4))], { program }).responsiveness).toBe('silent')
  })

  test('[L4] without a source silence is not known; what was received is', () => {
    expect(view([], { isConnected: false })).toEqual({
      responsiveness: 'unknown',
      inbound: 0,
      outbound: 0,
      lastInboundAt: null,
      lastOutboundAt: null,
      answeredShare: null,
      responseMs: null,
      silentSince: null,
      sentiment: null,
    })
    expect(view([], { isConnected: true }).responsiveness).toBe('silent')
    expect(view([got(NOON)], { isConnected: false }).responsiveness).toBe('active')
  })

  test('[L4] questions, survey answers and tickets come from them, too, each once', () => {
    const program = aProgram({
      signals: [
        ...aProgram().signals,
        { key: 'ticket', name: 'Ticket', on: { event: 'Ticket Opened' }, means: ['support'] },
        { key: 'survey', name: 'Survey', on: { event: 'Survey Answered' }, means: ['survey'] },
        { key: 'mail', name: 'Mail', on: { event: 'Message Received' }, means: ['support'] },
      ],
    })
    const events = ['Ticket Opened', 'Survey Answered', 'Help Asked', 'Message Received'].map(name =>
      anEvent({ name, groupId: 'acme' }),
    )
    expect(view(events, { program })).toMatchObject({ inbound: 4, lastInboundAt: NOON, outbound: 0 })
  })

  test('[L4] what the sender says of the mood is the sentiment; what nobody says is null', () => {
    const said = (sentiment: string, id: number) => got(NOON - id, { sentiment })
    expect(
      view([said('positive', 1), said('negative', 2), said('negative', 3), got(NOON)]).sentiment,
    ).toEqual({ positive: 1, negative: 2 })
    expect(view([got(NOON), said('puzzled', 1)]).sentiment).toBeNull()
  })

  test('[L5] an answer is told per thread, with its time, whoever of them answers', () => {
    const events = [
      wrote(daysAgo(3), { thread: 'a' }),
      got(daysAgo(3) + 2 * HOUR, { thread: 'a' }, 'bob'),
      wrote(daysAgo(2), { thread: 'b' }),
      got(daysAgo(1), { thread: 'b' }),
      wrote(daysAgo(1), { thread: 'c' }),
      got(daysAgo(1), { thread: 'theirs' }),
      wrote(daysAgo(1) + HOUR, { thread: 'theirs' }),
    ]
    expect(view(events)).toMatchObject({ answeredShare: 2 / 3, responseMs: 13 * HOUR })
  })

  test('[L5] without threads each day of ours is an outreach, unless it answers theirs', () => {
    expect(view([wrote(daysAgo(5)), got(daysAgo(4)), wrote(daysAgo(3)), wrote(daysAgo(2))])).toMatchObject({
      answeredShare: 0.5,
      responseMs: 24 * HOUR,
    })
    expect(view([got(daysAgo(4)), wrote(daysAgo(3))]).answeredShare).toBeNull()
    expect(view([wrote(daysAgo(5)), got(daysAgo(4), {}, 'bob')]).answeredShare).toBe(0)
  })

  test('[L5] silent since our last message, if theirs is not later', () => {
    expect(view([got(daysAgo(9)), wrote(daysAgo(8)), wrote(daysAgo(6))]).silentSince).toBe(daysAgo(6))
    expect(view([wrote(daysAgo(6)), got(daysAgo(5))]).silentSince).toBeNull()
  })

  test('[L5] a newsletter is no outreach', () => {
    expect(view([wrote(NOON, { automated: true })])).toMatchObject({ outbound: 0, silentSince: null })
  })

  test('[L5] the order in which messages come in changes nothing, and what is later than now does not count', () => {
    const message = fc.record({
      isOurs: fc.boolean(),
      hours: fc.integer({ min: -30, max: 900 }),
      thread: fc.constantFrom('', 'a', 'b'),
      user: fc.constantFrom('ann', 'bob'),
      sentiment: fc.constantFrom('positive', 'negative', ''),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 14 }), list => {
        const events = list.map(({ isOurs, hours, thread, user, sentiment }) =>
          (isOurs ? wrote : got)(NOON - hours * HOUR, { thread, sentiment }, user),
        )
        const one = view(events)
        expect(view([...events].reverse())).toEqual(one)
        expect(one.lastInboundAt ?? 0).toBeLessThanOrEqual(NOON)
        expect(one.answeredShare ?? 0).toBeGreaterThanOrEqual(0)
        expect(one.answeredShare ?? 0).toBeLessThanOrEqual(1)
        expect(one.responseMs ?? 0).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 50 },
    )
  })
})
