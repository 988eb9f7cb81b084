import { type FireballEvent, interpret, publicProgram, type Seen } from '@fireball/core'
import { expect, test } from 'vitest'
import { ASSIST_MS, assistedBy } from './assist.ts'
import type { Entry } from './queue.ts'
import { struggles } from './stuck.ts'

const program = publicProgram({
  format: 1,
  name: 'P',
  signals: [
    { key: 'built', name: 'Built', on: { event: 'Built' } },
    { key: 'shared', name: 'Shared', on: { event: 'Shared' } },
  ],
  checklists: [
    {
      key: 'c',
      title: 'C',
      steps: [{ key: 'first', title: 'First', done: {}, skill: 'share' }],
    },
  ],
  skills: [
    { key: 'build', name: 'Build', why: 'w', shownBy: ['built'] },
    { key: 'share', name: 'Share', why: 'w', shownBy: ['shared'] },
  ],
  features: [{ key: 'reports', name: 'Reports', skills: ['build'] }],
  nudges: [
    { key: 'try-build', serves: { skill: 'build' }, text: { title: 't' }, metric: 'm' },
    { key: 'try-first', serves: { step: 'first' }, text: { title: 't' }, metric: 'm' },
  ],
  prompts: [],
})

const event = (name: string, at = 0, outcome = 'success'): FireballEvent => ({
  id: `${name}${at}`,
  type: 'track',
  name,
  properties: { outcome },
  context: {},
  at,
  assisted: false,
})
const none = { seen: [], open: undefined, now: 0 }

test('a nudge for the same skill helps while it is on screen', () => {
  expect(assistedBy(event('Built'), program, { seen: [], open: 'try-build', now: 0 })).toBe('try-build')
  expect(assistedBy(event('Shared'), program, { seen: [], open: 'try-build', now: 0 })).toBeUndefined()
  expect(assistedBy(event('Shared'), program, { seen: [], open: 'try-first', now: 0 })).toBe('try-first')
  expect(assistedBy(event('Other'), program, { seen: [], open: 'try-build', now: 0 })).toBeUndefined()
  expect(assistedBy(event('Built'), program, none)).toBeUndefined()
})

test('“now on your own” does not help', () => {
  expect(assistedBy(event('Built'), program, { seen: [], open: 'try-build/alone', now: 0 })).toBeUndefined()
})

test('a click helps for 30 minutes, or until “now on your own” takes over', () => {
  const clicked: Seen = { key: 'try-build', kind: 'clicked', at: 1000 }
  const at = (now: number, ...more: Seen[]) => ({ seen: [clicked, ...more], open: undefined, now })
  expect(assistedBy(event('Built'), program, at(1000 + ASSIST_MS))).toBe('try-build')
  expect(assistedBy(event('Built'), program, at(1001 + ASSIST_MS))).toBeUndefined()
  const alone: Seen = { key: 'try-build/alone', kind: 'shown', at: 2000 }
  expect(assistedBy(event('Built'), program, at(3000, alone))).toBeUndefined()
})

const entries = (...events: FireballEvent[]): Entry[] =>
  events.map(one => ({ event: one, state: 'local', owner: 'o', seq: 0, bytes: 1 }))
const fail = (at: number) => event('Built', at, 'failure')

const told = (at: FireballEvent, log: readonly FireballEvent[], of = program) =>
  struggles(at, of, entries(...log), 10, interpret)

test('the third failure in 30 minutes is a struggle, told as failures of the skill', () => {
  const log = [fail(1), fail(2), fail(3)]
  expect(told(fail(3), log)).toEqual([{ kind: 'failures', feature: 'reports', skill: 'build' }])
  expect(told(fail(2), log.slice(0, 2))).toEqual([])
  expect(told(fail(ASSIST_MS + 2), [fail(1), fail(2), fail(ASSIST_MS + 2)])).toEqual([])
})

test('of a skill that no feature needs it is told without a feature', () => {
  const log = [fail(1), fail(2), fail(3)]
  expect(told(fail(3), log, { ...program, features: [] })).toEqual([{ kind: 'failures', skill: 'build' }])
})

test('a success, or being stuck noticed already, leaves it at that; friction does not', () => {
  const log = [fail(1), fail(2), fail(3)]
  expect(told(fail(3), [...log, event('Built', 2)])).toEqual([])
  const noticed = (kind?: string) => ({
    ...event('Struggle Noticed', 2),
    properties: { feature: 'reports', ...(kind && { kind }) },
  })
  expect(told(fail(3), [...log, noticed()])).toEqual([])
  expect(told(fail(3), [...log, noticed('rage')])).toEqual([])
  expect(told(fail(3), [...log, noticed('dead')])).toHaveLength(1)
  expect(told(event('Built', 3), log)).toEqual([])
})
