import { expect, test } from 'vitest'
import { NO_PILE } from './progress.ts'
import type { Entry } from './queue.ts'
import { pileAfter, readmitted, settledBy } from './settle.ts'

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
  expect(states(settledBy([entry('1'), entry('2')], { refused: [why] }, []))).toEqual([
    ['1', 'acked'],
    ['2', 'local'],
  ])
  expect(states(settledBy([entry('1')], {}, []))).toEqual([['1', 'acked']])
})

test('news of a question finds its entry, in the batch or before', () => {
  const asked = entry('1', { state: 'acked', properties: { help: 'h1' } })
  const help = [{ id: 'h1', state: 'answered', answer: 'So.' }] as const
  expect(settledBy([], { help }, [asked])).toEqual([{ ...asked, help: { state: 'answered', answer: 'So.' } }])
  const fresh = entry('2', { properties: { help: 'h1' } })
  expect(settledBy([fresh], { help }, [fresh])[0]).toMatchObject({
    state: 'acked',
    help: { state: 'answered' },
  })
})

test('a pile stays the same when an answer says nothing new', () => {
  expect(pileAfter(NO_PILE, { offers: [] })).toBe(NO_PILE)
  expect(pileAfter(NO_PILE, {})).toBe(NO_PILE)
  const offers = [{ key: 'o', expiresAt: 5 }]
  const offered = pileAfter(NO_PILE, { offers })
  expect(offered.offers).toEqual(offers)
  expect(pileAfter(offered, { offers: [{ key: 'o', expiresAt: 5 }] })).toBe(offered)
  expect(pileAfter(offered, { offers: [] }).offers).toEqual([])
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
