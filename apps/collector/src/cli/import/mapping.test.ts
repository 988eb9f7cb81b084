import { expect, test } from 'vitest'
import { formatOf, type Mapping, parseMapping, sourceOf } from './mapping.ts'

const mapping = (source: object): unknown => ({ format: 1, sources: [source] })

const errorsOf = (raw: unknown): readonly string[] => {
  const parsed = parseMapping(raw)
  return parsed.ok ? [] : parsed.error
}

test('a mapping with a message for each row is good', () => {
  expect(
    errorsOf(
      mapping({
        files: 'logins-*.csv',
        timestamp: 'at',
        userId: 'user',
        each: [{ type: 'track', event: 'Signed In', properties: { context: { column: 'app' }, beta: true } }],
      }),
    ),
  ).toEqual([])
})

test('every error names its path', () => {
  expect(
    errorsOf(
      mapping({
        files: 'a.csv',
        timestamp: 'at',
        userId: 'user',
        each: [{ type: 'track', properties: { context: { colum: 'app' }, as: { column: 'x', as: 'date' } } }],
      }),
    ),
  ).toEqual([
    'sources.0.each.0.event: is missing',
    'sources.0.each.0.properties.context.column: is missing',
    'sources.0.each.0.properties.context.colum: there is no such field',
    'sources.0.each.0.properties.as.as: Invalid type: Expected ("text" | "number" | "boolean") but received "date"',
  ])
})

test('a source says who it was and when, or why its rows are left out', () => {
  expect(errorsOf(mapping({ files: 'a.csv', leaveOut: 'no dates' }))).toEqual([])
  expect(errorsOf(mapping({ files: 'a.csv' }))).toEqual([
    'sources.0: needs `timestamp` and `each`, or `leaveOut` with the reason',
    'sources.0: needs `userId` or `anonymousId`: the column that says who it was',
  ])
  expect(
    errorsOf(mapping({ files: 'a.csv', timestamp: 'at', userId: 'u', each: [{ type: 'group' }] })),
  ).toEqual(['sources.0: a `group` message needs `groupId`: the column that names the account'])
})

test('what is no mapping at all is said plainly', () => {
  expect(errorsOf(null)).toEqual(['mapping: Invalid type: Expected Object but received null'])
  expect(errorsOf({ format: 2, sources: [] })).toEqual([
    'format: the format of mappings is 1',
    'sources: names at least one source',
  ])
})

test('the first source whose pattern fits is a file’s, and the name tells the format', () => {
  const { sources }: Pick<Mapping, 'sources'> = {
    sources: [
      { files: 'day-*.csv', leaveOut: 'a' },
      { files: '*', leaveOut: 'b' },
    ],
  }
  const both: Mapping = { format: 1, sources }
  expect(sourceOf(both, 'day-1.csv')?.leaveOut).toBe('a')
  expect(sourceOf(both, 'day-1xcsv')?.leaveOut).toBe('b')
  expect(sourceOf({ format: 1, sources: [{ files: 'a.csv', leaveOut: 'a' }] }, 'b.csv')).toBeUndefined()
  expect(formatOf('log.jsonl')).toBe('ndjson')
  expect(formatOf('log.txt', { files: 'log.txt', format: 'ndjson' })).toBe('ndjson')
  expect(formatOf('log.txt')).toBe('csv')
})
