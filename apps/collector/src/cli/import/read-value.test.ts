import { expect, test } from 'vitest'
import { readInstant } from './read-instant.ts'
import { readValue } from './read-value.ts'

const row = {
  user: '7',
  score: '59.5',
  yes: 'y',
  empty: '',
  'a.b': 'dotted',
  exam: { category: '2' },
  deep: { list: [{ name: 'x' }] },
  at: '2022-01-31',
}

test('constants, columns, paths and texts', () => {
  expect(readValue(row, 12)).toBe(12)
  expect(readValue(row, { column: 'score' })).toBe('59.5')
  expect(readValue(row, { column: 'a.b' })).toBe('dotted')
  expect(readValue(row, { column: 'exam.category' })).toBe('2')
  expect(readValue(row, { column: 'deep.list.0.name' })).toBe('x')
  expect(readValue(row, { text: 'exam-{user}/{exam.category}' })).toBe('exam-7/2')
})

test('an empty or absent column leaves the property out', () => {
  expect(readValue(row, { column: 'empty' })).toBeUndefined()
  expect(readValue(row, { column: 'nowhere' })).toBeUndefined()
  expect(readValue(row, { column: 'constructor' })).toBeUndefined()
  expect(readValue(row, { text: 'exam-{empty}' })).toBeUndefined()
})

test('conversions', () => {
  expect(readValue(row, { column: 'score', as: 'number' })).toBe(59.5)
  expect(readValue(row, { column: 'user', as: 'text' })).toBe('7')
  expect(readValue(row, { column: 'yes', as: 'number' })).toBeUndefined()
  expect(readValue(row, { column: 'yes', as: 'boolean' })).toBe(true)
  expect(readValue(row, { column: 'yes', map: { y: 'success', n: 'failure' } })).toBe('success')
  expect(readValue(row, { column: 'user', map: { y: 'success' } })).toBeUndefined()
})

test('an outcome from a threshold: at it is a success', () => {
  expect(readValue(row, { column: 'score', successFrom: 60 })).toBe('failure')
  expect(readValue(row, { column: 'score', successFrom: 59.5 })).toBe('success')
  expect(readValue(row, { column: 'yes', successFrom: 1 })).toBeUndefined()
})

test.each([
  ['2022-01-31', '2022-01-31T00:00:00.000Z'],
  ['2022-01-31 10:00', '2022-01-31T10:00:00.000Z'],
  ['2022-01-31T10:00:00.25', '2022-01-31T10:00:00.250Z'],
  ['2022-01-31T10:00:00+02:00', '2022-01-31T08:00:00.000Z'],
  ['2022-01-31T10:00:00Z', '2022-01-31T10:00:00.000Z'],
])('%s is an instant; without a zone it is UTC', (text, expected) => {
  expect(readInstant({ at: text }, 'at')).toBe(Date.parse(expected))
})

test('numbers need a unit', () => {
  expect(readInstant({ at: 1_650_000_000 }, { column: 'at', unit: 's' })).toBe(1_650_000_000_000)
  expect(readInstant({ at: '1650000000000' }, { column: 'at', unit: 'ms' })).toBe(1_650_000_000_000)
  expect(readInstant({ at: '-2' }, { column: 'at', unit: 'days', from: '2022-01-03' })).toBe(
    Date.parse('2022-01-01'),
  )
  expect(readInstant({ at: '1650000000' }, 'at')).toBe('bad-date')
})

test('what is no date is said to be none', () => {
  expect(readInstant({ at: '' }, 'at')).toBe('undated')
  expect(readInstant({}, 'at')).toBe('undated')
  expect(readInstant({ at: '31.01.2022' }, 'at')).toBe('bad-date')
  expect(readInstant({ at: '2022-02-31' }, 'at')).toBe('bad-date')
  expect(readInstant({ at: '1e300' }, { column: 'at', unit: 's' })).toBe('bad-date')
})
