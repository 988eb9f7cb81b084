import { expect, test } from 'vitest'
import { storedRows } from './stored-rows.ts'

test('events of one name and fate are one line, the latest first', () => {
  expect(
    storedRows([
      { name: 'Report Read', at: 3, state: 'sent' },
      { name: 'Page', at: 9, state: 'kept' },
      { name: 'Report Read', at: 7, state: 'sent' },
      { name: 'Report Read', at: 8, state: 'waiting' },
    ]),
  ).toEqual([
    { name: 'Page', state: 'kept', count: 1, lastAt: 9 },
    { name: 'Report Read', state: 'waiting', count: 1, lastAt: 8 },
    { name: 'Report Read', state: 'sent', count: 2, lastAt: 7 },
  ])
})
