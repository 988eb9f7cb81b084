import { expect, test } from 'vitest'
import type { Source } from './mapping.ts'
import { rowMessages } from './row-messages.ts'

const exams: Source = {
  files: 'exams.csv',
  id: ['attempt'],
  timestamp: 'day',
  userId: 'student',
  groupId: 'school',
  each: [
    {
      type: 'track',
      event: 'Exam Finished',
      properties: { context: { text: 'exam-{exam}' }, outcome: { column: 'score', successFrom: 60 } },
    },
    { type: 'track', event: 'Full Marks', when: { score: { $gte: 100 } } },
    { type: 'group', traits: { plan: { column: 'plan' } } },
  ],
}

const row = {
  attempt: '1',
  day: '2022-01-31',
  student: '7',
  exam: '97',
  score: '100',
  school: 'north',
  plan: '',
}

const idsOf = (source: Source, one: typeof row): readonly unknown[] => {
  const made = rowMessages(source, one)
  return made.kind === 'messages' ? made.messages.map(message => message.messageId) : []
}

test('a row becomes its messages, with the row’s own time', () => {
  const made = rowMessages(exams, row)
  expect(made.kind === 'messages' && made.messages.map(({ messageId: _, ...rest }) => rest)).toEqual([
    {
      type: 'track',
      timestamp: '2022-01-31T00:00:00.000Z',
      userId: '7',
      context: { groupId: 'north' },
      event: 'Exam Finished',
      properties: { context: 'exam-97', outcome: 'success' },
    },
    {
      type: 'track',
      timestamp: '2022-01-31T00:00:00.000Z',
      userId: '7',
      context: { groupId: 'north' },
      event: 'Full Marks',
      properties: {},
    },
    { type: 'group', timestamp: '2022-01-31T00:00:00.000Z', userId: '7', groupId: 'north', traits: {} },
  ])
})

test('a condition on the row leaves a message out', () => {
  expect(idsOf(exams, { ...row, score: '99' })).toHaveLength(2)
})

test('the same row has the same ids in every run; another row and another message have others', () => {
  expect(idsOf(exams, row)).toEqual(idsOf(exams, { ...row }))
  expect(new Set(idsOf(exams, row)).size).toBe(3)
  expect(idsOf(exams, { ...row, attempt: '2' })).not.toEqual(idsOf(exams, row))
  // The id columns name the row: a corrected score is the same attempt.
  expect(idsOf(exams, { ...row, score: '100.0' })).toEqual(idsOf(exams, row))
  const { id: _, ...byContent } = exams
  expect(idsOf(byContent, { ...row, score: '100.0' })).not.toEqual(idsOf(byContent, row))
})

test.each([
  ['undated', { ...row, day: '' }],
  ['bad-date', { ...row, day: 'yesterday' }],
  ['no-id', { ...row, student: ' ' }],
])('a row is left out when it is %s', (reason, one) => {
  expect(rowMessages(exams, one)).toEqual({ kind: 'left-out', reason })
})

test('a row that no rule fits, and a source that is left out', () => {
  const only: Source = { ...exams, each: [{ type: 'track', event: 'X', when: { score: '0' } }] }
  expect(rowMessages(only, row)).toEqual({ kind: 'left-out', reason: 'no-rule-fits' })
  expect(rowMessages({ files: 'q.csv', leaveOut: 'no dates' }, row)).toEqual({
    kind: 'left-out',
    reason: 'left-out',
  })
})
