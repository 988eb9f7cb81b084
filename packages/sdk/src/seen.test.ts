import { publicProgram } from '@fireball/core'
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
  expect(nextChangeAt(program, [shown], [], 1)).toBe(HOUR / 4 + 1)
  expect(nextChangeAt(program, [shown], [], HOUR)).toBe(24 * HOUR + 1)
  expect(nextChangeAt(program, [], [0], 1)).toBe(HOUR / 2 + 1)
  expect(nextChangeAt(program, [shown], [0], 25 * HOUR)).toBeUndefined()
})
