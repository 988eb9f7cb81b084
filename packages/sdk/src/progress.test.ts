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
import { evidenceIn, foldAway, joinPiles, keptOf, knownIn, NO_PILE, withSnapshot } from './progress.ts'
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

test('every event counts once, however snapshot, fold and log share them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.nat(20),
      fc.nat(20),
      fc.boolean(),
      (count, foldedCount, through, isSnapshotFirst) => {
        const entries = Array.from({ length: count }, (_, i) => entry(i + 1))
        const gone = entries.slice(0, foldedCount)
        // A snapshot is of what was committed, so it reaches at least as far as what was folded away before it.
        const reach = Math.min(count, isSnapshotFirst ? through : Math.max(through, gone.length))
        const snapshot = snapshotOf(reach)
        const pile = isSnapshotFirst
          ? foldAway(withSnapshot(NO_PILE, snapshot), gone, signals)
          : withSnapshot(foldAway(NO_PILE, gone, signals), snapshot)
        expect(successes(evidenceIn(pile, entries.slice(foldedCount), facets))).toBe(count)
      },
    ),
  )
})

test('what a snapshot leaves out is counted from here, and what was never sent always', () => {
  const pile = withSnapshot(NO_PILE, snapshotOf(3, [2]))
  const entries = [
    entry(1),
    entry(2, 'queued'),
    entry(3, 'queued'),
    entry(4, 'queued'),
    { ...entry(5, 'local'), seq: 0 },
  ]
  expect(successes(evidenceIn(pile, entries, facets))).toBe(5)
})

test('two piles of one person add up', () => {
  const one = foldAway(NO_PILE, [entry(1), entry(2, 'local')], signals)
  const two = { ...foldAway(NO_PILE, [entry(3)], signals), kept: ['c/a'] }
  const joined = joinPiles(one, two)
  expect(successes(evidenceIn(joined, [], facets))).toBe(3)
  expect(joined.through).toBe(3)
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
