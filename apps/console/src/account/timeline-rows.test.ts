import type { TimelineItem } from '@fireball/core'
import { expect, test } from 'vitest'
import { timelineRows, viewedPages } from './timeline-rows.ts'

const item = (at: number, name: string, more: Partial<TimelineItem> = {}): TimelineItem => ({
  at,
  user: 'u:1',
  name,
  type: 'page',
  properties: {},
  signals: [],
  isAssisted: false,
  trust: 'claimed',
  ...more,
})

test('looks at pages in a row by one person are one line; events and what a signal reads stay apart', () => {
  const rows = timelineRows([
    item(9, 'Home'),
    item(8, 'Reports'),
    item(7, 'Report Built', { type: 'track' }),
    item(6, 'Home'),
    item(5, 'Home', { user: 'u:2' }),
    item(4, 'Prices', { signals: ['prices'] }),
  ])
  expect(rows.map(row => [row.kind, row.at, row.kind === 'views' ? row.items.length : 1])).toEqual([
    ['views', 9, 2],
    ['event', 7, 1],
    ['views', 6, 1],
    ['views', 5, 1],
    ['event', 4, 1],
  ])
})

test('the pages of such a line stand in the order in which they were seen, each once', () => {
  const items = [item(3, 'Home'), item(2, 'page', { properties: { path: '/a' } }), item(1, 'Home')]
  expect(viewedPages(items)).toEqual(['Home', '/a'])
})
