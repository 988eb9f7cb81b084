import { decide, factsOf, interpret, type Known, publicProgram, userKey } from '@fireball/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from './queue.ts'
import { nextChangeAt, openIn, seenIn } from './seen.ts'

const HOUR = 3_600_000
const entry = (name: string, at: number, properties: Record<string, string | boolean>): Entry => ({
  event: { id: `${at}`, type: 'track', name, properties, context: {}, at, assisted: false },
  state: 'local',
  owner: 'o',
  seq: 0,
  bytes: 1,
})
const program = publicProgram({
  format: 1,
  name: 'P',
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
})

test('prompt events are the history of prompts', () => {
  expect(
    seenIn([
      entry('Prompt Shown', 1, { prompt: 'a' }),
      entry('Prompt Clicked', 2, { prompt: 'a' }),
      entry('Prompt Dismissed', 3, { prompt: 'a', stopped: true }),
      entry('Prompt Shown', 4, {}),
      entry('Other', 5, { prompt: 'a' }),
    ]),
  ).toEqual([
    { key: 'a', kind: 'shown', at: 1 },
    { key: 'a', kind: 'clicked', at: 2 },
    { key: 'a', kind: 'stopped', at: 3 },
  ])
})

test('what was on screen a moment ago still is after a change of pages', () => {
  const shown = { key: 'a', kind: 'shown', at: 1000 } as const
  expect(openIn([shown], 2000)).toBe('a')
  expect(openIn([shown], 1000 + HOUR)).toBeUndefined()
  expect(openIn([shown, { key: 'a', kind: 'dismissed', at: 1500 }], 2000)).toBeUndefined()
  expect(openIn([], 0)).toBeUndefined()
})

test('the next change is the next end of a pause, a day or a moment', () => {
  const shown = { key: 'a', kind: 'shown', at: 0 } as const
  expect(nextChangeAt(program, [shown], [], 1)).toBe(HOUR / 4)
  expect(nextChangeAt(program, [shown], [], HOUR)).toBe(24 * HOUR)
  expect(nextChangeAt(program, [], [0], 1)).toBe(HOUR / 2 + 1)
  expect(nextChangeAt(program, [shown], [0], 25 * HOUR)).toBeUndefined()
  expect(nextChangeAt(program, [shown], [], 1, [5, 1])).toBe(5)
})

test('a pause that refusals have doubled ends when it is over', () => {
  const closed = (at: number) => ({ key: 'a', kind: 'dismissed', at }) as const
  const seen = [closed(0), closed(HOUR), closed(2 * HOUR)]
  const after = (hours: number) => nextChangeAt(program, seen, [], hours * HOUR)
  // The third refusal rests for four days, and attention has nothing more to say.
  expect([after(27), after(51), after(98)]).toEqual([48 * HOUR, 96 * HOUR, undefined])
})

test('a decision changes by time at no instant that was not foretold', () => {
  const aNudge = (key: string, skill: string, coolDownHours?: number) => ({
    key,
    serves: { skill },
    text: { title: key },
    metric: 'm',
    caps: { total: 9, perDay: 2, ...(coolDownHours && { coolDownHours }) },
  })
  const busy = publicProgram({
    format: 1,
    name: 'P',
    signals: [{ key: 's', name: 'S', on: { event: 'S' } }],
    checklists: [],
    skills: [
      { key: 'a', name: 'A', why: 'w', shownBy: ['s'] },
      { key: 'b', name: 'B', why: 'w', shownBy: ['s'] },
    ],
    features: [{ key: 'f', name: 'F', open: { 'account.plan': 'x' }, plan: 'x', skills: ['a'] }],
    nudges: [aNudge('one', 'a'), aNudge('two', 'a', 7), aNudge('three', 'b', 0.5)],
    prompts: [
      {
        key: 'buy',
        kind: 'upgrade',
        feature: 'f',
        ready: { title: 'F' },
        notReady: { title: 'A' },
        metric: 'm',
      },
    ],
    attention: { perDay: 3, coolDownHours: 2 },
  })
  const known = (lockedAt: number | undefined): Known => ({
    rows:
      lockedAt === undefined
        ? []
        : interpret(
            {
              id: 'l',
              type: 'track',
              name: 'Feature Locked',
              properties: { feature: 'f' },
              context: {},
              at: lockedAt,
              assisted: false,
            },
            busy.signals,
          ).map(({ signal, context }) => ({
            ...{ user: userKey('u'), signal, context, day: 0, success: 0, successAssisted: 0, failure: 0 },
            ...{ failureAssisted: 0, none: 1, noneAssisted: 0, sum: 0, first: lockedAt, last: lockedAt },
          })),
    registers: {},
  })
  const minutes = fc.integer({ min: 0, max: 4000 })
  const happened = fc.record({
    key: fc.constantFrom('one', 'two', 'three', 'buy', 'one/alone'),
    kind: fc.constantFrom('shown', 'clicked', 'dismissed', 'dismissed'),
    minute: minutes,
  })
  fc.assert(
    fc.property(
      fc.array(happened, { maxLength: 12 }),
      fc.option(minutes, { nil: undefined }),
      fc.integer({ min: 4000, max: 30_000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (list, locked, minute, share) => {
        const seen = list.map(({ key, kind, minute: at }) => ({ key, kind, at: at * 60_000 }) as const)
        const lockedAt = locked === undefined ? undefined : (locked + 3990) * 60_000
        const user = known(lockedAt)
        const now = minute * 60_000
        const at = (instant: number) =>
          decide({
            program: busy,
            facts: factsOf({ program: busy, signals: busy.signals, user, account: user, now: instant }),
            seen,
            now: instant,
          })
        const next = nextChangeAt(busy, seen, lockedAt === undefined ? [] : [lockedAt], now)
        const until = next ?? now + 400 * 24 * HOUR
        expect(at(now + Math.floor((until - 1 - now) * share))).toEqual(at(now))
        expect(at(until - 1)).toEqual(at(now))
      },
    ),
    { numRuns: 100 },
  )
})
