import { expect, test } from 'vitest'
import { found } from './found.ts'

const items = [
  { key: 'a', title: 'Résumé of a report', body: 'All the figures.' },
  { key: 'b', title: 'Reports for teams' },
  { key: 'c', title: 'Keys' },
]
const keys = (text: string) => found(items, text).map(one => one.key)

test('every word counts, in any order, in title or text, whatever its accents and capitals', () => {
  expect(keys('REPORT')).toEqual(['a', 'b'])
  expect(keys(' figures  resume ')).toEqual(['a'])
  expect(keys('')).toEqual(['a', 'b', 'c'])
  expect(keys('report zebra')).toEqual([])
})
