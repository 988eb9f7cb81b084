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

test('past the limit the oldest of little value go first, then the oldest, and a little more than must be', () => {
  const spare = MAX_WAITING_BYTES >> 5
  const waiting = [
    entry(1, { name: 'Of value' }),
    entry(2, { bytes: spare - 10 }),
    entry(3, { bytes: 15 }),
    entry(4),
    entry(5, { name: 'Of value' }),
  ]
  const isOfValue = (one: Entry) => one.event.name === 'Of value'
  expect(ids(surplusOf(waiting, 5, isOfValue))).toEqual(['e2', 'e3'])
  expect(ids(surplusOf(waiting, 20, isOfValue))).toEqual(['e2', 'e3', 'e4', 'e1'])
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
