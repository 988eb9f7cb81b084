import { compileSignals, type FireballEvent } from '@fireball/core'
import { expect, test } from 'vitest'
import { admission, consentOf } from './consent.ts'

const event = (more: Partial<FireballEvent>): FireballEvent => ({
  id: '1',
  type: 'track',
  name: 'Built',
  properties: {},
  context: {},
  at: 0,
  assisted: false,
  anonymousId: 'a',
  ...more,
})
const signals = compileSignals([
  { key: 'built', name: 'Built', on: { event: 'Built' } },
  { key: 'plans', name: 'Plans', on: { type: 'page', name: 'Plans' } },
])

test.each([
  [undefined, undefined, undefined, 'local', 'default'],
  [undefined, undefined, 'full', 'full', 'host'],
  [undefined, undefined, 'everything', 'local', 'default'],
  [undefined, 'GPC', 'full', 'local', 'GPC'],
  [undefined, 'DNT', 'necessary', 'local', 'DNT'],
  ['full', 'GPC', 'local', 'full', 'choice'],
  ['local', undefined, 'full', 'local', 'choice'],
] as const)('choice %s, signal %s, page %s → %s because of %s', (choice, signal, host, level, why) => {
  expect(consentOf(choice, signal, host)).toEqual({ level, why })
})

test('local keeps everything, full sends everything', () => {
  for (const type of ['track', 'identify', 'page', 'group', 'alias'] as const) {
    expect(admission(event({ type }), 'local', signals)).toBe('local')
    expect(admission(event({ type }), 'full', undefined)).toBe('queued')
  }
})

test('necessary sends what a signal names, and waits for the program to say so', () => {
  expect(admission(event({}), 'necessary', undefined)).toBe('held')
  expect(admission(event({}), 'necessary', signals)).toBe('queued')
  expect(admission(event({ name: 'Other' }), 'necessary', signals)).toBe('local')
  expect(admission(event({ type: 'page', name: 'Plans' }), 'necessary', signals)).toBe('queued')
  expect(admission(event({ type: 'page', name: 'Built' }), 'necessary', signals)).toBe('local')
  for (const type of ['identify', 'group', 'alias'] as const)
    expect(admission(event({ type }), 'necessary', signals)).toBe('local')
})
