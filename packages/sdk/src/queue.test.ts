import { expect, test } from 'vitest'
import { createQueue, type Entry, excess, QUEUE_LIMITS } from './queue.ts'

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

test('what waits comes in the order of its numbers, whatever the order of arrival', () => {
  const queue = createQueue()
  for (const seq of [3, 1, 2]) queue.put(entry(seq))
  queue.put(entry(4, { state: 'local' }))
  expect(ids(queue.pending())).toEqual(['e1', 'e2', 'e3'])
})

test('an entry under the same id is replaced', () => {
  const queue = createQueue()
  queue.put(entry(1))
  queue.put(entry(1, { state: 'acked' }))
  expect(queue.pending()).toEqual([])
  expect([...queue.all()]).toHaveLength(1)
})

test('past the limit the oldest of little value go first, then the oldest', () => {
  const queue = createQueue(35)
  queue.put(entry(1, { name: 'Of value' }))
  queue.put(entry(2))
  queue.put(entry(3))
  expect(queue.overflow(() => true)).toEqual([])
  queue.put(entry(4))
  queue.put(entry(5))
  const isOfValue = (one: Entry) => one.event.name === 'Of value'
  expect(ids(queue.overflow(isOfValue))).toEqual(['e2', 'e3'])
})

test('only settled entries leave the log, a fifth of it at once, and what happened to prompts stays longer', () => {
  const entries = [
    entry(0, { state: 'acked', name: 'Prompt Shown' }),
    ...Array.from({ length: QUEUE_LIMITS.settled + 2 }, (_, i) =>
      entry(i + 1, { state: i % 2 ? 'acked' : 'local' }),
    ),
    entry(9000),
    entry(9001, { state: 'held' }),
  ]
  const gone = ids(excess(entries))
  expect([gone[0], gone.at(-1), gone.length]).toEqual(['e1', 'e102', 102])
  expect(excess(entries.filter(({ event }) => !['e1', 'e2'].includes(event.id)))).toEqual([])
})
