import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byId, type Entry, MAX_WAITING_BYTES, surplusOf } from './queue.ts'
import { excess, RETENTION } from './retention.ts'

const entry = (seq: number, more: Partial<Entry> & { name?: string } = {}): Entry => ({
  event: {
    id: `e${seq}`,
    type: 'track',
    name: more.name ?? 'A',
    properties: {},
    context: {},
    at: seq,
    assisted: false,
  },
  state: 'queued',
  owner: 'a:1',
  seq,
  bytes: 10,
  ...more,
})
const ids = (entries: readonly Entry[]) => entries.map(({ event }) => event.id)

test('what waits comes in the order of recording', () => {
  expect(ids([3, 1, 2].map(seq => entry(seq)).sort(byId))).toEqual(['e1', 'e2', 'e3'])
})

test('past the limit what is of little value goes first, the oldest of the names that take most room', () => {
  const spare = MAX_WAITING_BYTES >> 5
  const waiting = [
    entry(1, { name: 'Of value', bytes: spare }),
    entry(2, { name: 'Rare', bytes: 20 }),
    ...[3, 4, 7, 8].map(seq => entry(seq, { name: 'Flood', bytes: spare / 2 })),
    entry(5, { name: 'Often', bytes: spare / 2 }),
    entry(6, { name: 'Often', bytes: spare / 2 + 2 }),
  ]
  const isOfValue = (one: Entry) => one.event.name === 'Of value'
  expect(ids(surplusOf(waiting, -1, isOfValue))).toEqual(['e3', 'e4'])
  expect(ids(surplusOf(waiting, spare, isOfValue))).toEqual(['e3', 'e4', 'e7', 'e8'])
  expect(ids(surplusOf(waiting, 2 * spare + 23, isOfValue))).toEqual([
    'e3',
    'e4',
    'e7',
    'e8',
    'e5',
    'e6',
    'e2',
    'e1',
  ])
})

test('whatever waits, enough goes, and a flood in many steps displaces nothing that takes less room', () => {
  const one = fc.record({ name: fc.constantFrom('A', 'B', 'C'), bytes: fc.integer({ min: 1, max: 3000 }) })
  const sizeOf = (entries: readonly Entry[]) => entries.reduce((sum, { bytes }) => sum + bytes, 0)
  fc.assert(
    fc.property(fc.array(one, { maxLength: 200 }), rare => {
      let waiting = rare.map((more, i) => entry(i, more))
      for (let i = 0; i < 3000; i++) {
        waiting.push(entry(1000 + i, { name: 'Flood', bytes: 3000 }))
        const over = sizeOf(waiting) - MAX_WAITING_BYTES
        if (over <= 0) continue
        const gone = surplusOf(waiting, over, () => false)
        expect(sizeOf(gone)).toBeGreaterThanOrEqual(over)
        waiting = waiting.filter(one => !gone.includes(one))
      }
      expect(waiting.filter(({ event }) => event.name !== 'Flood')).toHaveLength(rare.length)
    }),
    { numRuns: 3 },
  )
})

test('only settled entries leave the log, a fifth of it at once, and what happened to prompts stays longer', () => {
  const entries = [
    entry(0, { state: 'acked', name: 'Prompt Shown' }),
    ...Array.from({ length: RETENTION.settled + 2 }, (_, i) =>
      entry(i + 1, { state: i % 2 ? 'acked' : 'local' }),
    ),
    entry(9000),
    entry(9001, { state: 'held' }),
  ]
  const gone = ids(excess(entries))
  expect([gone[0], gone.at(-1), gone.length]).toEqual(['e1', 'e102', 102])
  expect(excess(entries.filter(({ event }) => !['e1', 'e2'].includes(event.id)))).toEqual([])
})
