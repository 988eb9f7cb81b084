import { afterEach, expect, test } from 'vitest'
import { createTestCollector, type TestCollector } from './fixture.ts'
import { createPeople } from './people.ts'
import { createReceiving } from './receiving.ts'

let collector: TestCollector
afterEach(() => collector.close())

test('where the store does not say in time whose key it is, the sender is told to come again, and pays for no wrong key', async () => {
  collector = await createTestCollector()
  const { store, programs, committer } = collector
  const taken: unknown[] = []
  const told: string[] = []
  const receive = createReceiving({
    store,
    programs,
    committer,
    people: createPeople(store),
    offers: async () => [],
    now: collector.now,
    newId: () => 'id',
    projects: { findKey: () => new Promise(() => undefined) },
    metrics: {
      startIngest: () => result => told.push(result.ok ? 'ok' : result.error.code),
      limited: () => undefined,
    },
    limits: {
      before: () => undefined,
      take: sender => {
        taken.push(sender)
        return undefined
      },
    },
    answerWithinMs: 5,
  })
  const reply = await receive({
    type: 'track',
    network: () => '198.51.100.7',
    headerKey: 'pk_live_app',
    agent: undefined,
    isFromBrowser: false,
    body: async () => ({ ok: true, value: {} }),
  })
  expect(reply).toMatchObject({ status: 503, headers: { 'Retry-After': '2' } })
  expect([taken, told]).toEqual([[], ['unavailable']])
})
