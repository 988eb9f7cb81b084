import { type FireballEvent, parseEnvelope, parseMessage } from '@fireball/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyOf, nextBatch } from './batch.ts'
import type { Entry } from './queue.ts'

const event = (id: string, more: Partial<FireballEvent> = {}): FireballEvent => ({
  id,
  type: 'track',
  name: 'Built',
  properties: { outcome: 'success' },
  context: { fireball: { device: 'd', seq: 1 } },
  at: 1_700_000_000_000,
  assisted: false,
  anonymousId: 'a1',
  ...more,
})
const entry = (one: FireballEvent, bytes = 100): Entry => ({
  event: one,
  state: 'queued',
  owner: 'o',
  seq: 1,
  bytes,
})
const handshake = { writeKey: 'pk', sentAt: 1_700_000_000_500, ids: {}, fireball: { program: 'v' } }

const read = (body: string): readonly FireballEvent[] => {
  const envelope = parseEnvelope(JSON.parse(body))
  if (!envelope.ok) throw new Error(envelope.error.code)
  return envelope.value.messages.map(message => {
    const parsed = parseMessage(message, envelope.value, 1_700_000_000_600, () => 'none')
    if (!parsed.ok) throw new Error(parsed.error.code)
    expect(parsed.value.warnings).toEqual([])
    return parsed.value.event
  })
}

test.each([
  event('1'),
  event('2', { userId: 'u1' }),
  event('3', { type: 'identify', name: '', properties: { plan: 'free' }, userId: 'u1' }),
  event('4', { type: 'group', name: '', properties: { plan: 'team' }, groupId: 'g1' }),
  event('5', { type: 'page', name: 'Plans' }),
  event('6', { type: 'alias', name: '', properties: {}, userId: 'u1', previousId: 'a0' }),
])('the collector reads what was recorded: $type $id', one => {
  const [arrived] = read(bodyOf([entry(one)], handshake))
  expect(arrived).toEqual({ ...one, context: arrived?.context })
  expect(arrived?.context.fireball).toEqual(one.context.fireball)
})

test('the account of an event rides in its context', () => {
  const [arrived] = read(bodyOf([entry(event('1', { groupId: 'g1' }))], handshake))
  expect(arrived).toMatchObject({ groupId: 'g1', context: { groupId: 'g1' } })
})

test('ids that are equal for all are said once', () => {
  const body = bodyOf([entry(event('1', { userId: 'u1' })), entry(event('2', { userId: 'u1' }))], handshake)
  expect(body.split('u1')).toHaveLength(2)
  expect(read(body).map(one => one.userId)).toEqual(['u1', 'u1'])
})

test('messages of several people go together, each under its own ids; the last is whom the answer is for', () => {
  const all = [
    event('1', { userId: 'u1' }),
    event('2'),
    event('3', { userId: 'u2', anonymousId: 'a2' }),
    event('4', { userId: 'u1' }),
  ]
  const body = bodyOf(
    all.map(one => entry(one)),
    handshake,
  )
  expect(read(body)).toMatchObject(all)
  expect(read(body)[1]?.userId).toBeUndefined()
  expect(JSON.parse(body)).toMatchObject({ anonymousId: 'a1', userId: 'u1' })
})

test('a batch holds so many bytes and so many entries', () => {
  const one = entry(event('1'), 20_000)
  const two = entry(event('2'), 20_000)
  const three = entry(event('3'), 20_000)
  expect(nextBatch([one, two, three])).toEqual([one, two])
  expect(nextBatch([one, two], { count: 1 })).toEqual([one])
  expect(nextBatch([one], { bytes: 10_000 })).toEqual([])
  expect(nextBatch([])).toEqual([])
})

test('whatever a batch holds, the collector reads just that', () => {
  const some = <T>(...values: readonly T[]) => fc.constantFrom(...values)
  const drawn = fc.record({
    type: some('track' as const, 'page' as const, 'group' as const),
    userId: some(undefined, 'u1', 'u2'),
    anonymousId: some('a1', 'a2'),
    groupId: some(undefined, 'g1', 'g2'),
    at: some(0, 1, 5000).map(ms => 1_700_000_000_000 + ms),
    device: some('d1', 'd2'),
    step: some(1, 1, 1, 2),
    session: some(undefined, 1, 2),
    assisted: some(undefined, 'nudge'),
    properties: some({}, { a: 1 }, { list: [null, { b: '' }] }),
  })
  fc.assert(
    fc.property(
      fc.array(drawn, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: -9, max: 9 }),
      (list, ahead) => {
        let seq = 0
        const all = list.map(({ type, userId, groupId, device, step, session, assisted, ...more }, i) => {
          seq += step
          return event(`${i}`, {
            ...more,
            type,
            name: type === 'track' ? 'Built' : '',
            ...(userId && { userId }),
            ...(type === 'group' ? { groupId: groupId ?? 'g0' } : groupId && { groupId }),
            assisted: !!assisted,
            context: {
              page: { path: `/${type}` },
              ...(session && { sessionId: session }),
              fireball: { device, seq, ...(assisted && { assisted }) },
            },
          })
        })
        const body = bodyOf(
          all.map(one => entry(one)),
          { ...handshake, ahead },
        )
        expect(read(body)).toEqual(
          all.map(one => ({
            ...one,
            at: one.at + ahead,
            context:
              one.type !== 'group' && one.groupId ? { ...one.context, groupId: one.groupId } : one.context,
          })),
        )
      },
    ),
  )
})

test('small events cost few bytes', () => {
  const all = Array.from({ length: 10 }, (_, i) =>
    entry(
      event(`0190c7d2-ab12-7fff-bfff-${`${i}`.padStart(12, '0')}`, {
        name: 'Tried',
        properties: { tab: 'w', i },
        anonymousId: '0190c7d2-ab12-7fff-bfff-ffffffffffff',
        context: {
          page: { path: '/' },
          sessionId: 1_700_000_000,
          fireball: { device: 'ffffffffffff', seq: i + 1 },
        },
      }),
    ),
  )
  const writeKey = 'pk_live_0123456789abcdef0123456789abcdef'
  expect(bodyOf(all, { ...handshake, writeKey }).length / 10).toBeLessThan(150)
})
