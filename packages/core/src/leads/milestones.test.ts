import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, aRow, daysAgo, evidence, NOON, read, sent } from '../../test/sample.ts'
import {
  allSignals,
  DAY_MS,
  dayOf,
  endedTrial,
  type FireballEvent,
  firstHeldAt,
  knownOfAccount,
  membership,
  milestonesOf,
  readings,
  rowsAsOf,
  rowsBySignal,
  signedUpAtOf,
  trialOf,
} from '../index.ts'
import { isMonotone } from './monotone.ts'

const program = aProgram()
const signals = allSignals(program)
const HOUR = 3_600_000

const known = (events: readonly FireballEvent[]) => {
  const sum = evidence(events.map(event => ({ ...event, groupId: 'acme' })))
  return knownOfAccount(sum, membership(Object.values(sum.links)), 'g:acme')
}
const milestones = (events: readonly FireballEvent[], now = NOON) =>
  milestonesOf({ program, signals, account: known(events), accountId: 'acme', now })

const at = (days: number) => ({ at: daysAgo(days) })
const WAY = [sent('a', 'success', at(9)), read('a', 'success', at(7)), sent('b', 'success', at(5))]

describe('milestones', () => {
  test('[L12] each is dated by the evidence on which it came to hold', () => {
    expect(milestones(WAY)).toEqual({
      firstEventAt: daysAgo(9),
      activatingAt: daysAgo(9),
      halfAt: daysAgo(5),
      firstValueAt: daysAgo(9),
    })
    expect(milestones([])).toEqual({
      firstEventAt: null,
      activatingAt: null,
      halfAt: null,
      firstValueAt: null,
    })
  })

  test('[L12] within a day it is the instant of the row that completed it', () => {
    const events = [read('a', 'success', { at: NOON - 3 * HOUR }), sent('a', 'success', { at: NOON - HOUR })]
    expect(milestones(events)).toMatchObject({
      activatingAt: NOON - 3 * HOUR,
      firstValueAt: NOON - HOUR,
    })
  })

  test('[L12] what is later than now is not known yet, and built-in events are no use', () => {
    expect(milestones(WAY, daysAgo(8))).toMatchObject({ firstValueAt: daysAgo(9), halfAt: null })
    expect(milestones([anEvent({ name: 'Signed Up' })]).firstEventAt).toBeNull()
  })

  test('[L12] a step that reads how many users there are sees them all', () => {
    const [checklist] = program.checklists
    if (checklist === undefined) throw new Error('the sample has a checklist')
    const team = {
      ...checklist,
      steps: [{ key: 'team', title: 'A team', done: { 'account.users': { $gte: 2 } } }],
    }
    const account = known([
      anEvent({ name: 'Contacts Added', at: daysAgo(4) }),
      anEvent({ name: 'Contacts Added', at: daysAgo(2), userId: 'bob' }),
    ])
    expect(milestonesOf({ program: { checklists: [team] }, signals, account, now: NOON }).firstValueAt).toBe(
      daysAgo(2),
    )
  })

  test('[L12] a step that reads traits alone is dated by the account’s beginning', () => {
    const [checklist] = program.checklists
    if (checklist === undefined) throw new Error('the sample has a checklist')
    const named = { ...checklist, steps: [{ key: 'plan', title: 'A plan', done: { 'account.plan': 'pro' } }] }
    const account = { ...known(WAY), registers: { 'traits.plan': 'pro' } }
    expect(milestonesOf({ program: { checklists: [named] }, signals, account, now: NOON }).firstValueAt).toBe(
      daysAgo(9),
    )
  })

  test('[L12] anything is dated by when it held for the first time; what never did has no date', () => {
    const rows = [0, 1, 2, 3].map(back =>
      aRow({ none: 1, day: dayOf(daysAgo(back)), first: daysAgo(back), last: daysAgo(back) }),
    )
    const count = (from: number) => (some: readonly ReturnType<typeof aRow>[]) =>
      some.reduce((sum, row) => sum + readings(row), 0) >= from
    expect([1, 2, 3, 4, 5].map(from => firstHeldAt(rows, NOON, count(from)))).toEqual([
      daysAgo(3),
      daysAgo(2),
      daysAgo(1),
      daysAgo(0),
      null,
    ])
  })

  test('[L12] conditions that come and go are dated by the first time, and halving finds the same as looking at all', () => {
    const grows = { 'events.sent.success': { $gte: 2 } }
    const goes = { $and: [grows, { 'events.sent.d30': { $gte: 0 } }] }
    expect([isMonotone(grows), isMonotone({ $or: [grows] }), isMonotone({ 'account.plan': 'pro' })]).toEqual([
      true,
      true,
      true,
    ])
    expect(
      [
        goes,
        { $not: grows },
        { 'events.sent.count': { $lt: 2 } },
        { 'events.sent.count': 2 },
        { 'account.since': { $ago: '7d' } },
        { 'account.since': { $not: { $within: '7d' } } },
      ].map(isMonotone),
    ).toEqual([false, false, false, false, false, false])
    const [checklist] = program.checklists
    if (checklist === undefined) throw new Error('the sample has a checklist')
    const dates = (done: (typeof checklist.steps)[number]['done'], events: readonly FireballEvent[]) =>
      milestonesOf({
        program: { checklists: [{ ...checklist, steps: [{ key: 'one', title: 'One', done }] }] },
        signals,
        account: known(events),
        now: NOON,
      }).firstValueAt
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 9 }), hours => {
        const events = hours.map((back, i) => sent(`${i}`, 'success', { at: NOON - back * HOUR }))
        expect(dates(grows, events)).toBe(dates(goes, events))
      }),
      { numRuns: 50 },
    )
    expect(dates({ 'events.sent.d1': { $gte: 1 } }, [sent('a', 'success', at(9))])).toBe(daysAgo(9))
  })

  test('[L12] the order in which events come in changes no date', () => {
    const some = fc.array(
      fc.record({
        make: fc.constantFrom(sent, read),
        context: fc.constantFrom('a', 'b'),
        outcome: fc.constantFrom('success', 'failure'),
        hours: fc.integer({ min: 0, max: 400 }),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(some, list => {
        const events = list.map(({ make, context, outcome, hours }) =>
          make(context, outcome, { at: NOON - hours * HOUR }),
        )
        const dates = milestones(events)
        expect(milestones([...events].reverse())).toEqual(dates)
        const successes = events.filter(
          one => one.name === 'Campaign Sent' && one.properties.outcome === 'success',
        )
        const firsts = successes.map(one => one.at)
        expect(dates.firstValueAt === null).toBe(firsts.length === 0)
      }),
      { numRuns: 50 },
    )
  })
})

describe('trials', () => {
  const trial = (events: readonly FireballEvent[], days?: number) => {
    const account = known(events)
    const rowsOf = rowsBySignal(account.rows, signals)
    return trialOf({
      program: days === undefined ? {} : { leads: { trialDays: days } },
      rowsOf,
      registers: account.registers,
      signedUpAt: signedUpAtOf(account.rows, rowsOf),
    })
  }
  const named = (name: string, days: number) => anEvent({ name, at: daysAgo(days) })
  const group = (trialEndsAt: string | number) =>
    anEvent({ type: 'group', name: '', at: daysAgo(20), properties: { trialEndsAt } })

  test('[L15] a trial lasts until it is said to end, else as long as the program says', () => {
    expect(trial([])).toBeNull()
    expect(trial([sent('a', 'success', at(30))])).toEqual({
      startsAt: daysAgo(30),
      endsAt: daysAgo(16),
      isDeclared: false,
    })
    expect(trial([named('Signed Up', 20)], 7)).toMatchObject({ endsAt: daysAgo(13) })
    expect(trial([named('Signed Up', 20), named('Trial Started', 18), named('Trial Ended', 3)])).toEqual({
      startsAt: daysAgo(18),
      endsAt: daysAgo(3),
      isDeclared: true,
    })
    const ends = new Date(daysAgo(5)).toISOString()
    expect(trial([named('Signed Up', 20), group(ends)])).toMatchObject({
      endsAt: daysAgo(5),
      isDeclared: true,
    })
    expect(trial([named('Signed Up', 20), group(daysAgo(4))])).toMatchObject({ endsAt: daysAgo(4) })
    for (const nonsense of ['soon', 12, daysAgo(4) / 1000])
      expect(trial([named('Signed Up', 20), group(nonsense)])).toMatchObject({ isDeclared: false })
  })

  test('[L15] an ended trial counts as of its middle, before anything was decided', () => {
    const one = { startsAt: daysAgo(20), endsAt: daysAgo(6), isDeclared: true }
    expect(endedTrial(one, null, NOON)).toEqual({ endedAt: daysAgo(6), won: false, midAt: daysAgo(13) })
    expect(endedTrial(one, daysAgo(16), NOON)).toEqual({
      endedAt: daysAgo(16),
      won: true,
      midAt: daysAgo(18),
    })
    expect(endedTrial(one, daysAgo(2), NOON)).toEqual({ endedAt: daysAgo(6), won: true, midAt: daysAgo(13) })
    expect(endedTrial(one, null, daysAgo(7))).toBeNull()
    expect(endedTrial(one, daysAgo(1), daysAgo(7))).toBeNull()
    expect(endedTrial(one, daysAgo(30), NOON)).toMatchObject({ endedAt: daysAgo(20), midAt: daysAgo(20) })
    expect(endedTrial(one, one.endsAt + 31 * DAY_MS, NOON + 90 * DAY_MS)).toMatchObject({ won: false })
  })

  test('[L15] rows as of an instant hold nothing that began later', () => {
    const rows = known(WAY).rows
    expect(rowsAsOf(rows, NOON)).toHaveLength(3)
    expect(rowsAsOf(rows, daysAgo(7)).map(row => row.first)).toEqual([daysAgo(9), daysAgo(7)])
    const day = aRow({ none: 5, first: NOON - 2 * HOUR, last: NOON })
    expect(rowsAsOf([day], NOON - HOUR)).toEqual([{ ...day, last: NOON - HOUR }])
  })
})
