import type { TimelineItem } from '@fireball/core'
import { isView } from './event-words.ts'

/** One line of the timeline: an event, or looks at pages in a row, newest first. */
export type TimelineRow =
  | { readonly kind: 'event'; readonly at: number; readonly item: TimelineItem }
  | { readonly kind: 'views'; readonly at: number; readonly items: readonly TimelineItem[] }

/** Looks at pages that one person took in a row are one line, unless a signal reads them. */
export const timelineRows = (items: readonly TimelineItem[]): readonly TimelineRow[] => {
  const rows: TimelineRow[] = []
  for (const item of items) {
    const before = rows.at(-1)
    if (!isView(item) || item.signals.length > 0) rows.push({ kind: 'event', at: item.at, item })
    else if (before?.kind === 'views' && before.items[0]?.user === item.user)
      rows[rows.length - 1] = { ...before, items: [...before.items, item] }
    else rows.push({ kind: 'views', at: item.at, items: [item] })
  }
  return rows
}

/** What was looked at, in its order, each page once. */
export const viewedPages = (items: readonly TimelineItem[]): readonly string[] => [
  ...new Set(
    items
      .map(({ name, type, properties: { path } }) =>
        name !== '' && name !== type ? name : typeof path === 'string' ? path : '',
      )
      .filter(name => name !== '')
      .reverse(),
  ),
]
