import { expect, test } from 'vitest'
import { NO_PILE } from './progress.ts'
import type { Entry } from './queue.ts'
import { storedView } from './stored.ts'

const entry = (name: string, state: Entry['state'], at: number): Entry => ({
  event: {
    id: `${name}-${at}`,
    type: name ? 'track' : 'identify',
    name,
    properties: { secret: 1 },
    context: {},
    at,
    assisted: false,
  },
  state,
  owner: 'u:ann',
  seq: 1,
  bytes: 100,
})

test('what is stored is told by name, time and fate, never by content', () => {
  const count = {
    success: 2,
    successAssisted: 1,
    failure: 0,
    failureAssisted: 0,
    none: 4,
    noneAssisted: 0,
    sum: 0,
    first: 0,
    last: 0,
  }
  expect(
    storedView({
      consent: { level: 'full', why: 'host' },
      me: { anonymousId: 'a1', userId: 'ann' },
      entries: [entry('Report Built', 'acked', 1), entry('Report Built', 'held', 2), entry('', 'local', 3)],
      pile: { ...NO_PILE, acked: { counts: { 'a\tb\tc\td\t1': count }, registers: {} } },
    }),
  ).toEqual({
    level: 'full',
    because: 'host',
    ids: { anonymous: 'a1', user: 'ann' },
    events: [
      { name: 'Report Built', at: 1, state: 'sent' },
      { name: 'Report Built', at: 2, state: 'waiting' },
      { name: 'identify', at: 3, state: 'kept' },
    ],
    summed: 7,
  })
})
