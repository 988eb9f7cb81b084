import { type Decision, type Facts, publicProgram, type Seen } from '@fireball/core'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const program = publicProgram({
  format: 1,
  name: 'P',
  signals: [],
  checklists: [
    { key: 'start', title: 'S', steps: [{ key: 'a', title: 'A', done: {} }] },
    {
      key: 'more',
      title: 'M',
      audience: { 'user.plan': 'team' },
      steps: [{ key: 'b', title: 'B', done: {} }],
    },
  ],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
})

const factsWith = (isComplete: boolean, plan = 'free'): Facts => ({
  doc: { user: { plan } },
  skills: {},
  features: {},
  activations: {
    start: { checklist: 'start', steps: [], done: 0, total: 1, rate: 0, isComplete, hasFirstValue: false },
  },
})

const decided = (key: string): Decision => ({
  show: {
    kind: 'nudge',
    key,
    cause: 'next-step',
    gain: 0,
    item: { key, serves: { step: 'a' }, metric: 'm', text: { title: 'T' } },
  },
  held: [],
})

const setUp = () => {
  const tracked: unknown[] = []
  return { tracked, stage: createStage((name, properties) => tracked.push([name, properties])) }
}

test('a prompt is reported as shown once, also after a change of pages', () => {
  const { tracked, stage } = setUp()
  stage.resume([{ key: 'n', kind: 'shown', at: 1 }], 2)
  stage.report({ kind: 'shown', key: 'n' })
  expect(tracked).toEqual([])
  stage.show(decided('m'))
  stage.report({ kind: 'shown', key: 'm' })
  stage.report({ kind: 'shown', key: 'm' })
  expect(tracked).toEqual([['Prompt Shown', { prompt: 'm' }]])
  expect(stage.drawn()).toBe('m')
})

test('what was painted for a user who has left since is not shown to the next one', () => {
  const { tracked, stage } = setUp()
  stage.show(decided('m'))
  stage.clear()
  stage.report({ kind: 'shown', key: 'm' })
  expect(tracked).toEqual([])
})

test('what was closed, here or in another tab, is no longer the open one', () => {
  const { stage } = setUp()
  const shown: Seen = { key: 'n', kind: 'shown', at: 1 }
  stage.resume([shown], 2)
  stage.notice([shown])
  expect(stage.open()).toBe('n')
  stage.notice([{ key: 'n', kind: 'dismissed', at: 3 }, shown])
  expect(stage.open()).toBeUndefined()
})

test('a stopped prompt says so', () => {
  const { tracked, stage } = setUp()
  stage.report({ kind: 'stopped', key: 'n' })
  stage.report({ kind: 'clicked', key: 'n', target: 'action' })
  expect(tracked).toEqual([
    ['Prompt Dismissed', { prompt: 'n', target: undefined, stopped: true }],
    ['Prompt Clicked', { prompt: 'n', target: 'action' }],
  ])
})

test('the first checklist that is for the user and not put away is shown', () => {
  const { tracked, stage } = setUp()
  expect(stage.checklist(program, factsWith(false), [], 0)).toBe('start')
  stage.report({ kind: 'checklist', key: 'start', is: 'dismissed' })
  expect(tracked).toEqual([['Prompt Dismissed', { prompt: 'checklist/start' }]])
  const away: Seen[] = [{ key: 'checklist/start', kind: 'dismissed', at: 1 }]
  expect(stage.checklist(program, factsWith(false), away, 0)).toBeUndefined()
  expect(stage.checklist(program, factsWith(false, 'team'), away, 0)).toBe('more')
  const back: Seen[] = [...away, { key: 'checklist/start', kind: 'clicked', at: 2 }]
  expect(stage.checklist(program, factsWith(false), back, 0)).toBe('start')
  expect(stage.checklist({ ...program, paused: ['*'] }, factsWith(false), [], 0)).toBeUndefined()
})

test('one that becomes complete on this page is still shown; one that was complete is not', () => {
  const now = setUp().stage
  now.checklist(program, factsWith(false), [], 0)
  expect(now.checklist(program, factsWith(true), [], 0)).toBe('start')
  expect(setUp().stage.checklist(program, factsWith(true), [], 0)).toBeUndefined()
})
