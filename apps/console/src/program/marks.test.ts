import { expect, test } from 'vitest'
import { marksOf } from './marks.ts'

const text = '{\n  "name": "",\n  "nudges": [\n    { "key": "A" }\n  ]\n}'

test('problems stand at their lines, in the order of the text', () => {
  const marks = marksOf(text, {
    program: {},
    problems: [
      { severity: 'warning', path: 'nudges.0', message: 'advice' },
      { severity: 'error', path: 'nudges.0.key', message: 'bad key' },
      { severity: 'error', path: 'name', message: 'must not be empty' },
    ],
  })
  expect(marks.map(({ line, message }) => [line, message])).toEqual([
    [2, 'must not be empty'],
    [4, 'advice'],
    [4, 'bad key'],
  ])
})

test('what is not JSON is the only thing to mend', () => {
  const marks = marksOf('{', {
    program: undefined,
    error: { line: 1, from: 0, to: 1, message: 'ends too early' },
    problems: [],
  })
  expect(marks).toEqual([{ line: 1, from: 0, to: 1, message: 'ends too early', severity: 'error', path: '' }])
})
