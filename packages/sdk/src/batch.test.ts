import { type FireballEvent, parseEnvelope, parseMessage } from '@fireball/core'
import { expect, test } from 'vitest'
import { bodyOf, nextBatch, toMessage } from './batch.ts'
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

test('a batch holds one identity, so many bytes and so many entries', () => {
  const one = entry(event('1'), 20_000)
  const two = entry(event('2'), 20_000)
  const three = entry(event('3'), 20_000)
  const other = entry(event('4', { userId: 'u' }), 10)
  expect(nextBatch([one, two, three])).toEqual([one, two])
  expect(nextBatch([one, two], { count: 1 })).toEqual([one])
  expect(nextBatch([one, other, two])).toEqual([one])
  expect(nextBatch([one], { bytes: 10_000 })).toEqual([])
  expect(nextBatch([])).toEqual([])
})

test('small events cost few bytes', () => {
  expect(
    JSON.stringify(toMessage(event('0190c7d2-ab12-7fff-bfff-ffffffffffff'), event('x'))).length,
  ).toBeLessThan(210)
})
