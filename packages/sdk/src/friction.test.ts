import { type FireballEvent, interpret, publicProgram } from '@fireball/core'
import { describe, expect, test } from 'vitest'
import { aboutEvent, createRage, isRetried, runningAction, stuckOn } from './friction.ts'
import { FRICTION_NOTICED } from './friction-name.ts'

const program = publicProgram({
  format: 1,
  name: 'Kites',
  signals: [
    { key: 'built', name: 'Built', on: { event: 'Report Built' } },
    { key: 'shared', name: 'Shared', on: { event: 'Report Shared' } },
  ],
  checklists: [],
  skills: [
    { key: 'build', name: 'Build', why: 'Figures.', shownBy: ['built'] },
    { key: 'share', name: 'Share', why: 'Others.', shownBy: ['shared'] },
  ],
  features: [
    { key: 'reports', name: 'Reports', skills: ['build'] },
    { key: 'sharing', name: 'Sharing', skills: ['share'] },
  ],
  nudges: [],
  prompts: [],
})
const T = 1_800_000_000_000
const MINUTE = 60_000
let id = 0
const event = (
  name: string,
  minute: number,
  properties: FireballEvent['properties'] = {},
): FireballEvent => ({
  id: `${id++}`,
  anonymousId: 'a',
  type: 'track',
  name,
  properties,
  context: {},
  at: T + minute * MINUTE,
  assisted: false,
})
const fact = (kind: string, minute: number, about: FireballEvent['properties'] = { feature: 'reports' }) =>
  event(FRICTION_NOTICED, minute, { kind, ...about })
const at = (minute: number) => T + minute * MINUTE

describe('rage', () => {
  const run = (clicks: readonly (readonly [x: number, y: number, at: number])[]) => {
    const rage = createRage()
    return clicks.map(([x, y, ms]) => rage({ x, y, at: ms }))
  }
  test('three clicks in one place within a second', () => {
    expect(
      run([
        [0, 0, 0],
        [5, 5, 400],
        [0, 0, 1000],
      ]),
    ).toEqual([false, false, true])
  })
  test('slower, or elsewhere, is none', () => {
    expect(
      run([
        [0, 0, 0],
        [0, 0, 600],
        [0, 0, 1200],
      ]),
    ).toEqual([false, false, false])
    expect(
      run([
        [0, 0, 0],
        [40, 0, 200],
        [0, 0, 400],
      ]),
    ).toEqual([false, false, false])
  })
  test('one burst is one, the next burst another', () => {
    const burst = (from: number) => [0, 1, 2, 3, 4, 5, 6].map(i => [0, 0, from + i * 100] as const)
    expect(run([...burst(0), ...burst(5000)]).filter(Boolean)).toHaveLength(2)
  })
})

describe('what it is about', () => {
  test('an event is about the skill that it shows, and the feature that needs it', () => {
    expect(aboutEvent(event('Report Shared', 0, { context: 'r1' }), program, interpret)).toEqual({
      feature: 'sharing',
      skill: 'share',
      context: 'r1',
    })
    expect(aboutEvent(event('Else', 0), program, interpret)).toEqual({})
  })
  test('the running action is the last one that has not come out well', () => {
    const started = event('Report Built', 0)
    expect(runningAction([started, fact('error', 1), event('Prompt Shown', 1)], at(2))).toBe(started)
    expect(runningAction([started, event('Report Built', 1, { outcome: 'success' })], at(2))).toBeUndefined()
    expect(runningAction([started], at(6))).toBeUndefined()
  })
})

describe('retries', () => {
  const tries = (...outcomes: readonly string[]) =>
    outcomes.map((outcome, i) => event('Report Built', i / 10, { outcome, context: 'r1' }))
  test('three in two minutes with a failure and no success', () => {
    const all = tries('failure', '', 'failure')
    expect(all.map((one, i) => isRetried(one, all.slice(0, i + 1)))).toEqual([false, false, true])
  })
  test('a success, no failure, another context or more time make none', () => {
    for (const all of [tries('failure', 'success', 'failure'), tries('', '', '')])
      expect(all.some((one, i) => isRetried(one, all.slice(0, i + 1)))).toBe(false)
    const others = ['a', 'b', 'c'].map(context => event('Report Built', 0, { outcome: 'failure', context }))
    expect(others.some((one, i) => isRetried(one, others.slice(0, i + 1)))).toBe(false)
    const slow = [0, 2, 4].map(minute => event('Report Built', minute, { outcome: 'failure' }))
    expect(slow.some((one, i) => isRetried(one, slow.slice(0, i + 1)))).toBe(false)
  })
})

describe('stuck', () => {
  const stuck = (events: readonly FireballEvent[], now: number) =>
    stuckOn(events, program, interpret, at(now))
  test('two bursts of rage on one feature, told as rage, with the skill that it needs', () => {
    expect(stuck([fact('rage-click', 0), fact('rage-click', 5)], 6)).toEqual([
      { kind: 'rage', feature: 'reports', skill: 'build' },
    ])
    expect(stuck([fact('rage-click', 0), fact('dead-click', 5)], 6)).toEqual([])
  })
  test.each([
    ['retry', 'failures'],
    ['rage-click', 'rage'],
    ['error', 'error'],
    ['abandoned-form', 'form'],
  ])('two of %s are told as %s', (noticed, kind) => {
    expect(stuck([fact(noticed, 0), fact(noticed, 1)], 2)).toMatchObject([{ kind }])
  })
  test('a dead click is half a fact', () => {
    const dead = [0, 1, 2, 3].map(minute => fact('dead-click', minute))
    expect(stuck(dead.slice(1), 6)).toEqual([])
    expect(stuck(dead, 6)).toMatchObject([{ kind: 'dead', feature: 'reports' }])
  })
  test('several kinds together have no name, unless one does by itself, or all are friction', () => {
    expect(stuck([fact('rage-click', 0), fact('error', 1)], 2)).toEqual([
      { feature: 'reports', skill: 'build' },
    ])
    expect(stuck([fact('error', 0), fact('rage-click', 1), fact('rage-click', 2)], 3)).toMatchObject([
      { kind: 'rage' },
    ])
    expect(stuck([fact('rage-click', 0), fact('error', 1), fact('error', 2)], 3)[0]?.kind).toBeUndefined()
    expect(stuck([fact('abandoned-form', 0), fact('error', 1)], 2)).toMatchObject([{ kind: 'error' }])
  })
  test('by skill, where no feature was declared; of a skill that no feature needs without one', () => {
    const all = [fact('error', 0, { skill: 'share' }), fact('retry', 1, { skill: 'share' })]
    expect(stuck(all, 2)).toEqual([{ feature: 'sharing', skill: 'share' }])
    const alone = { ...program, features: [] }
    const rage = [0, 1].map(minute => fact('rage-click', minute, { skill: 'share' }))
    expect(stuckOn(rage, alone, interpret, at(2))).toEqual([{ kind: 'rage', skill: 'share' }])
    const told = event('Struggle Noticed', 2, { kind: 'rage', skill: 'share' })
    expect(stuckOn([...rage, told], alone, interpret, at(3))).toEqual([])
  })
  test('not by what is about nothing or something else, is half an hour old, or came before a success', () => {
    expect(stuck([fact('error', 0, {}), fact('error', 1, {})], 2)).toEqual([])
    expect(stuck([fact('error', 0), fact('error', 1, { feature: 'sharing' })], 2)).toEqual([])
    expect(stuck([fact('error', 0), fact('error', 31)], 32)).toEqual([])
    const success = event('Report Built', 2, { outcome: 'success' })
    expect(stuck([fact('error', 0), fact('error', 1), success], 3)).toEqual([])
  })
  test('once in half an hour; friction does not silence being stuck', () => {
    const noticed = (kind?: string) =>
      event('Struggle Noticed', 2, { feature: 'reports', ...(kind && { kind }) })
    const rage = [fact('rage-click', 0), fact('rage-click', 1)]
    expect(stuck([...rage, noticed(), fact('rage-click', 3)], 4)).toEqual([])
    expect(stuck([...rage, noticed('failures')], 4)).toEqual([])
    expect(stuck([...rage, noticed('error')], 4)).toMatchObject([{ kind: 'rage' }])
    const errors = [fact('error', 0), fact('error', 1)]
    expect(stuck([...errors, noticed('error')], 4)).toEqual([])
    expect(stuck([...errors, noticed('rage')], 4)).toEqual([])
  })
})
