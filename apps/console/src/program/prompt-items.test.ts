import { expect, test } from 'vitest'
import {
  capDefault,
  capsInWords,
  funnel,
  problemAt,
  problemsBelow,
  promptItems,
  sampleText,
} from './prompt-items.ts'

const program = {
  nudges: [{ key: 'try', text: { title: 'Try it' } }, 'not an object'],
  prompts: [
    { key: 'up', kind: 'upgrade', enabled: false, ready: { title: '' } },
    { key: 'odd', kind: 'x' },
  ],
}

test('prompts and nudges of a draft become forms; what is malformed does not', () => {
  expect(
    promptItems(program).map(({ key, path, title, isEnabled }) => [key, path, title, isEnabled]),
  ).toEqual([
    ['up', ['prompts', 0], 'up', false],
    ['try', ['nudges', 0], 'Try it', true],
  ])
  expect(promptItems('text')).toEqual([])
})

test('problems stand at their field and are counted at their prompt', () => {
  const problems = [
    { severity: 'error', path: 'prompts.0.ready.title', message: 'must not be empty' },
    { severity: 'error', path: 'prompts.01', message: 'elsewhere' },
  ] as const
  expect(problemAt(problems, ['prompts', 0, 'ready', 'title'])).toBe('must not be empty')
  expect(problemsBelow(problems, ['prompts', 0])).toHaveLength(1)
})

test('caps are said as they will work, defaults included', () => {
  expect(capsInWords({ perDay: 2 }, 'nudge')).toBe('at most 2 a day, 3 in all, 24 hours of rest once closed')
  expect(capsInWords(undefined, 'upgrade')).toBe('each time its moment comes')
  expect(capsInWords(undefined, 'survey')).toBe('at most 1 a day, 2 in all, 7 days of rest once closed')
  expect(capsInWords(undefined, 'toast')).toBe('at most 1 a day, 1 in all')
})

test('a share is of what came before, and absent where that is nothing', () => {
  const stats = {
    key: 'a',
    kind: 'nudge',
    title: 'A',
    metric: 'm',
    isEnabled: true,
    isPaused: false,
    eligible: 200,
    shown: 100,
    clicked: 25,
    dismissed: 0,
    goalReached: 10,
  } as const
  expect(funnel(stats).map(one => one.share)).toEqual([undefined, 0.5, 0.25, 0, 0.1])
  expect(funnel({ ...stats, eligible: 0, shown: 0 })[1]?.share).toBeUndefined()
})

test('a title with facts is shown with a sample of each', () => {
  expect(sampleText('Your list is full: {{ limit.used }} of {{ limit.limit }}')).toBe(
    'Your list is full: 1,800 of 2,000',
  )
  expect(sampleText('Hello {{ user.name | there }}, {{events.sent.count}} and {{ traits.x }}')).toBe(
    'Hello there, 3 and …',
  )
  const ready = { title: '{{ limit.used }} used' }
  expect(promptItems({ prompts: [{ key: 'full', kind: 'usage', ready }] })[0]?.title).toBe('1,800 used')
})

test('an empty field says what holds without it', () => {
  const fields = ['perDay', 'total', 'coolDownHours'] as const
  expect(fields.map(name => capDefault(name, 'nudge'))).toEqual(['1', '3', '24'])
  expect(fields.map(name => capDefault(name, 'upgrade'))).toEqual(['no limit', 'no limit', 'none'])
})

test('messages stand beside prompts and nudges, by their surface', () => {
  const ask = { key: 'ask', surface: 'survey', questions: [{ key: 'why', kind: 'text', title: 'Why?' }] }
  const news = { key: 'news', surface: 'banner', text: { title: 'News' } }
  expect(
    promptItems({ messages: [ask, news] }).map(({ kind, title, path }) => ({ kind, title, path })),
  ).toEqual([
    { kind: 'survey', title: 'Why?', path: ['messages', 0] },
    { kind: 'banner', title: 'News', path: ['messages', 1] },
  ])
})
