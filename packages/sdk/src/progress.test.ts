import {
  type Count,
  compileSignals,
  type Facets,
  type FireballEvent,
  facetsOf,
  type Snapshot,
} from '@fireball/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  evidenceIn,
  foldAway,
  isHeldBy,
  joinPiles,
  keptOf,
  knownIn,
  NO_PILE,
  type Pile,
  withSnapshot,
} from './progress.ts'
import type { Entry } from './queue.ts'

const signals = compileSignals([{ key: 'built', name: 'Built', on: { event: 'Built' } }])
const event = (seq: number): FireballEvent => ({
  id: `e${seq}`,
  type: 'track',
  name: 'Built',
  properties: { outcome: 'success' },
  context: {},
  at: seq,
  assisted: false,
  userId: 'u',
})
const entry = (seq: number, state: Entry['state'] = 'acked'): Entry => ({
  event: event(seq),
  state,
  owner: 'u:u',
  seq,
  bytes: 1,
})
const facets = (one: Entry): Facets => facetsOf(one.event, signals)
const successes = ({ counts }: Facets): number =>
  Object.values(counts).reduce((sum: number, count: Count) => sum + count.success, 0)
const snapshotOf = (through: number, gaps: readonly number[] = []): Snapshot => {
  const held = Array.from({ length: through }, (_, i) => i + 1).filter(seq => !gaps.includes(seq))
  const { counts, registers } = evidenceIn(
    NO_PILE,
    held.map(seq => entry(seq)),
    facets,
  )
  return { evidence: { counts, registers, links: {} }, through, gaps, at: 0 }
}

/** What the guide does when an answer brings a snapshot: the entries that it holds are marked. */
const adopt = (pile: Pile, entries: readonly Entry[], snapshot: Snapshot) => ({
  pile: withSnapshot(pile, snapshot),
  entries: entries.map(one => (isHeldBy(one, snapshot, 'd') ? { ...one, covered: true } : one)),
})

test('every event counts once, however snapshot, fold and log share them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.nat(20),
      fc.nat(20),
      fc.nat(20),
      (count, firstFold, ackedCount, secondFold) => {
        // Acknowledged in order; a snapshot holds all of them.
        let entries: readonly Entry[] = Array.from({ length: count }, (_, i) =>
          entry(i + 1, i < ackedCount ? 'acked' : 'queued'),
        )
        let pile: Pile = NO_PILE
        const fold = (most: number) => {
          const gone = entries.filter(one => one.state === 'acked').slice(0, most)
          pile = foldAway(pile, gone, signals)
          entries = entries.filter(one => !gone.includes(one))
        }
        const sum = () => successes(evidenceIn(pile, entries, facets))
        fold(firstFold)
        expect(sum()).toBe(count)
        ;({ pile, entries } = adopt(pile, entries, snapshotOf(Math.min(count, ackedCount))))
        expect(sum()).toBe(count)
        fold(secondFold)
        expect(sum()).toBe(count)
      },
    ),
  )
})

test('of what is not acknowledged a snapshot holds what it says by number, and of this page only', () => {
  const numbered = (seq: number, device: string): Entry => ({
    ...entry(seq, 'queued'),
    event: { ...event(seq), context: { fireball: { device, seq } } },
  })
  const snapshot = snapshotOf(3, [2])
  const held = [numbered(1, 'd'), numbered(2, 'd'), numbered(4, 'd'), numbered(1, 'other'), entry(9, 'local')]
  expect(held.map(one => isHeldBy(one, snapshot, 'd'))).toEqual([true, false, false, false, false])
})

test('two piles of one person add up', () => {
  const one = foldAway(NO_PILE, [entry(1), entry(2, 'local')], signals)
  const two = { ...foldAway(NO_PILE, [entry(3)], signals), kept: ['c/a'] }
  const joined = joinPiles(one, two)
  expect(successes(evidenceIn(joined, [], facets))).toBe(3)
  expect([...keptOf(joined, 'c')]).toEqual(['a'])
  expect([...keptOf(joined, 'other')]).toEqual([])
})

test('rows of another account are the user’s, not this account’s', () => {
  const inGroup = (seq: number, groupId: string): Entry => ({
    ...entry(seq),
    event: { ...event(seq), groupId },
  })
  const evidence = evidenceIn(NO_PILE, [inGroup(1, 'g1'), inGroup(2, 'g2'), entry(3)], facets)
  const { user, account } = knownIn(evidence, 'g1')
  expect([user.rows.length, account.rows.length]).toEqual([3, 2])
})
