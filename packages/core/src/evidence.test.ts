import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, NOON, read } from '../test/sample.ts'
import {
  addEvidence,
  allSignals,
  DAY_MS,
  type Evidence,
  evidenceOf,
  type FireballEvent,
  knownOfAccount,
  knownOfUser,
  membership,
  NO_EVIDENCE,
} from './index.ts'

const signals = allSignals(aProgram())
const of = (events: readonly FireballEvent[]): Evidence =>
  addEvidence(...events.map(event => evidenceOf(event, signals)))

const id = fc.constantFrom('ann', 'bob', 'cat')
const ids = fc.oneof(
  fc.record({ userId: id }),
  fc.record({ anonymousId: fc.constantFrom('x', 'y') }),
  fc.record({ userId: id, anonymousId: fc.constantFrom('x', 'y') }),
)
const arbitraryEvent = fc
  .tuple(
    ids,
    fc.option(fc.constantFrom('acme', 'bolt'), { nil: undefined }),
    fc.constantFrom('track', 'identify', 'group') as fc.Arbitrary<FireballEvent['type']>,
    fc.constantFrom('Report Read', 'Campaign Sent', 'Contacts Added', 'Quota Used'),
    fc.record({
      outcome: fc.constantFrom('success', 'failure', 'other'),
      context: fc.constantFrom('a', 'b', ''),
      count: fc.integer({ min: -5, max: 5000 }),
      feature: fc.constantFrom('contacts', 'advanced'),
      used: fc.nat(10),
      limit: fc.nat(10),
      left: fc.boolean(),
      plan: fc.constantFrom('free', 'pro'),
    }),
    fc.integer({ min: 0, max: 40 }),
    fc.nat(DAY_MS - 1),
    fc.boolean(),
  )
  .map(
    ([who, groupId, type, name, properties, day, ms, assisted]): Omit<FireballEvent, 'id'> => ({
      ...who,
      ...(groupId !== undefined || type === 'group' ? { groupId: groupId ?? 'acme' } : {}),
      type,
      name,
      properties,
      context: {},
      at: NOON - day * DAY_MS + (ms % 1000),
      assisted,
    }),
  )
const arbitraryEvents = fc
  .array(arbitraryEvent, { maxLength: 30 })
  .map(events => events.map((event, i): FireballEvent => ({ ...event, id: `m${i}` })))

const shuffled = <T>(items: readonly T[], order: readonly number[]): readonly T[] =>
  items
    .map((item, i) => ({ item, rank: order[i] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)

test('[S5] what somebody does who is logged in as the user is no evidence of the user’s', () => {
  const ids = { userId: 'ann', groupId: 'acme', context: { impersonated: true } }
  const quota = { feature: 'contacts', used: 2, limit: 5 }
  const { counts, registers } = of([
    read('a', 'success', ids),
    anEvent({ ...ids, name: 'Feature Locked', properties: { feature: 'advanced' } }),
    anEvent({ ...ids, name: 'Quota Used', properties: quota }),
  ])
  expect(counts).toEqual({})
  expect(Object.values(registers).map(one => one.value)).toEqual([{ used: 2, limit: 5 }])
  expect(Object.keys(of([read('a', 'success', { ...ids, context: {} })]).counts)).toHaveLength(1)
})

describe('evidence', () => {
  test('[E1] adding is associative and commutative, and nothing is its zero', () => {
    fc.assert(
      fc.property(arbitraryEvents, arbitraryEvents, arbitraryEvents, (a, b, c) => {
        const rename = (events: readonly FireballEvent[], mark: string) =>
          of(events.map(event => ({ ...event, id: `${mark}${event.id}` })))
        const [x, y, z] = [rename(a, 'a'), rename(b, 'b'), rename(c, 'c')]
        expect(addEvidence(addEvidence(x, y), z)).toEqual(addEvidence(x, addEvidence(y, z)))
        expect(addEvidence(x, y)).toEqual(addEvidence(y, x))
        expect(addEvidence(x, NO_EVIDENCE)).toEqual(x)
      }),
      { numRuns: 150 },
    )
  })

  test('[E2] distinct events in any order or split give the same evidence', () => {
    fc.assert(
      fc.property(
        arbitraryEvents,
        fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
        fc.nat(30),
        (events, order, at) => {
          const mixed = shuffled(events, order)
          expect(addEvidence(of(mixed.slice(0, at)), of(mixed.slice(at)))).toEqual(of(events))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('[E3] an event counts under its account, else its user, else its anonymous id', () => {
    const akeys = (event: FireballEvent) =>
      Object.keys(of([event]).counts).map(key => key.split('\t').slice(0, 2))
    expect(akeys(read('a', 'success', { groupId: 'acme', anonymousId: 'x' }))).toEqual([['g:acme', 'u:ann']])
    expect(akeys(read('a', 'success', { anonymousId: 'x' }))).toEqual([['u:ann', 'u:ann']])
    const { userId: _, ...anonymous } = read('a', 'success', { anonymousId: 'x' })
    expect(akeys(anonymous)).toEqual([['a:x', 'a:x']])
  })

  test('[E4] the latest value wins, at equal times the greater message id', () => {
    const identify = (plan: string, at: number, id: string) =>
      anEvent({ type: 'identify', properties: { plan }, at, id })
    const plan = (events: readonly FireballEvent[]) =>
      of(events).registers['u:ann\tu:ann\ttraits.plan']?.value
    expect(plan([identify('pro', NOON, 'b'), identify('free', NOON - 1, 'z')])).toBe('pro')
    expect(plan([identify('pro', NOON, 'b'), identify('team', NOON, 'c')])).toBe('team')
  })

  test('[E4] a trait that is too large, or whose name holds a control character, is left out', () => {
    const event = anEvent({ type: 'identify', properties: { big: 'x'.repeat(2000), 'a\tb': 1, ok: 1 } })
    expect(Object.keys(of([event]).registers)).toEqual(['u:ann\tu:ann\ttraits.ok'])
  })

  test('[I4] links in any order, late and repeated ones included, give the same figures', () => {
    fc.assert(
      fc.property(arbitraryEvents, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (events, order) => {
        const figures = (list: readonly FireballEvent[]) => {
          const sum = of(list)
          const who = membership(Object.values(sum.links))
          const sorted = <T>(rows: readonly T[]) => rows.map(row => JSON.stringify(row)).sort()
          return [
            ...['u:ann', 'u:bob', 'a:x'].map(user => knownOfUser(sum, who, user)),
            ...['g:acme', 'g:bolt', 'u:ann'].map(account => knownOfAccount(sum, who, account)),
          ].map(({ rows, registers }) => ({ rows: sorted(rows), registers }))
        }
        expect(figures(shuffled(events, order))).toEqual(figures(events))
      }),
      { numRuns: 200 },
    )
  })

  test('[I3] every row counts in exactly one account', () => {
    fc.assert(
      fc.property(arbitraryEvents, events => {
        const sum = of(events)
        const who = membership(Object.values(sum.links))
        const accounts = ['g:acme', 'g:bolt', 'u:ann', 'u:bob', 'u:cat', 'a:x', 'a:y']
        const rows = accounts.flatMap(account => knownOfAccount(sum, who, account).rows)
        expect(rows.length).toBe(Object.keys(sum.counts).length)
      }),
      { numRuns: 200 },
    )
  })
})
