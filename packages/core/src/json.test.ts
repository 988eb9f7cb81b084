import { expect, test } from 'vitest'
import { isObject, readKey, readPath } from './json.ts'

const event = { properties: { items: [{ name: 'report' }, null], 'a.b': 1, none: null } }

test.each([
  ['properties.items.0.name', 'report'],
  ['properties.items.length', 2],
  ['properties.none', null],
])('%s is %j', (path, value) => {
  expect(readPath(event, path)).toBe(value)
})

test.each([
  '',
  'properties.nope',
  'properties.none.x',
  'properties.items.2',
  'properties.items.push',
  'properties.items.0.name.length',
  'properties.a.b',
  '__proto__',
  'constructor.name',
  'properties.toString',
])('%j is absent', path => {
  expect(readPath(event, path)).toBeUndefined()
})

test.each([undefined, null, 1, 'text', true])('%j holds nothing', value => {
  expect(readPath(value, 'length')).toBeUndefined()
  expect(readKey(value, '0')).toBeUndefined()
  expect(isObject(value)).toBe(false)
})

test('a list is no object', () => {
  expect(isObject([])).toBe(false)
  expect(isObject({})).toBe(true)
})
