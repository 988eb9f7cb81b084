import { expect, test } from 'vitest'
import type { Entry } from './queue.ts'
import { readmitted, settledBy } from './settle.ts'

const entry = (
  id: string,
  more: Partial<Entry> & { userId?: string; properties?: Record<string, string> } = {},
): Entry => ({
  event: {
    id,
    type: 'track',
    name: 'A',
    properties: more.properties ?? {},
    context: {},
    at: 0,
    assisted: false,
    ...(more.userId === undefined ? {} : { userId: more.userId }),
  },
  state: more.state ?? 'queued',
  owner: 'a:1',
  seq: 1,
  bytes: 1,
})
const states = (entries: readonly Entry[]) => entries.map(one => [one.event.id, one.state])

test('accepted entries are acknowledged, refused ones stay here for good', () => {
  const why = { index: 1, code: 'too-large', path: '', expected: '', got: '' } as const
  expect(states(settledBy([entry('1'), entry('2')], { refused: [why] }))).toEqual([
    ['1', 'acked'],
    ['2', 'local'],
  ])
  expect(states(settledBy([entry('1')], {}))).toEqual([['1', 'acked']])
})

test('under a lower level what waits stays here, and what is settled is left alone', () => {
  const entries = [entry('1'), entry('2', { state: 'acked' }), entry('3', { state: 'local' })]
  expect(states(readmitted(entries, 'local', []))).toEqual([['1', 'local']])
  expect(readmitted(entries, 'full', [])).toEqual([])
  expect(states(readmitted([entry('1', { userId: 'u' })], 'necessary', []))).toEqual([['1', 'local']])
})

test('what was held is decided when the program comes', () => {
  const held = entry('1', { state: 'held' })
  expect(readmitted([held], 'necessary', undefined)).toEqual([])
  expect(states(readmitted([held], 'necessary', []))).toEqual([['1', 'local']])
})
