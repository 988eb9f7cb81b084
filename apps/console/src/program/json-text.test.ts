import { expect, test } from 'vitest'
import { locate, readJson } from './json-text.ts'

const text = `{
  "name": "A",
  "nudges": [
    { "key": "a", "text": { "title": "" } },
    {
      "key": "b"
    }
  ]
}`

const at = (path: string) => {
  const { from, to, line } = locate(text, path)
  return [line, text.slice(from, to)]
}

test('a path is found at its line', () => {
  expect(at('nudges.0.text.title')).toEqual([4, '"title": ""'])
  expect(at('nudges.1.key')).toEqual([6, '"key": "b"'])
  expect(at('name')).toEqual([2, '"name": "A"'])
})

test('a missing key is reported at the object that lacks it', () => {
  expect(at('nudges.1.text.title')).toEqual([5, '{'])
  expect(at('signals')).toEqual([1, '{'])
  expect(locate('', 'name')).toEqual({ from: 0, to: 0, line: 1 })
})

const errors: readonly (readonly [string, number, RegExp])[] = [
  ['{\n  "a": 1,\n}', 3, /comma too many/],
  ['{\n  "a": 1\n  "b": 2\n}', 3, /comma is missing/],
  ['{\n  "a": \n}', 3, /value is missing/],
  ["{\n  'a': 1\n}", 2, /double quotes/],
  ['{\n  // why\n  "a": 1\n}', 2, /no comments/],
  ['{\n  "a": 1', 2, /ends too early/],
  ['[1, 2 3]', 1, /./],
  ['', 1, /./],
]

test.each(errors)('%j is an error at line %i', (broken, line, message) => {
  const read = readJson(broken)
  expect(read).toMatchObject({ ok: false, error: { line } })
  expect(read.ok ? '' : read.error.message).toMatch(message)
})

test('good JSON is read', () => {
  expect(readJson('{"a":[1]}')).toEqual({ ok: true, value: { a: [1] } })
})
