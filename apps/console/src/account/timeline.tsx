import type { AccountPage, TimelineItem } from '@fireball/core'
import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { countText } from '../number.ts'
import { clockText, dateText } from '../time.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { eventProperties, eventTitle } from './event-words.ts'
import { personName } from './person-name.ts'
import { propertyText } from './property-text.ts'
import { type TimelineRow, timelineRows, viewedPages } from './timeline-rows.ts'

const FIRST = 20
const TRUST = {
  secret: undefined,
  signed: undefined,
  claimed: 'Sent by a browser; nobody vouched for who it was.',
} as const satisfies Record<TimelineItem['trust'], string | undefined>

interface TimelineProps {
  readonly items: AccountPage['timeline']
  readonly users: AccountPage['users']
}

/** What happened, newest first, a heading a day. */
export const Timeline = ({ items, users }: TimelineProps) => {
  const { now } = useDesk()
  const [isAll, setAll] = useState(false)
  const rows = timelineRows(items)
  const shown = isAll ? rows : rows.slice(0, FIRST)
  const days = [...new Set(shown.map(({ at }) => dateText(at, now())))]
  const nameOf = (user: string): string => users.find(one => one.user === user)?.name ?? personName(user)
  return (
    <section class="block" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      {items.length === 0 && <Empty title="Nothing has happened yet" />}
      {days.map(day => (
        <div key={day} class="day">
          <h3>{day}</h3>
          <ul class="timeline">
            {shown
              .filter(({ at }) => dateText(at, now()) === day)
              .map((row, i) => (
                <Line key={`${row.at} ${i}`} row={row} nameOf={nameOf} />
              ))}
          </ul>
        </div>
      ))}
      {rows.length > FIRST && !isAll && <Button onClick={() => setAll(true)}>Show all {rows.length}</Button>}
    </section>
  )
}

interface LineProps {
  readonly row: TimelineRow
  readonly nameOf: (user: string) => string
}

const Line = ({ row, nameOf }: LineProps) => {
  const [item] = row.kind === 'views' ? row.items : [row.item]
  if (item === undefined) return null
  const details =
    row.kind === 'views' && row.items.length > 1
      ? viewedPages(row.items).join(' → ')
      : propertyText(eventProperties(item, item.properties))
  return (
    <li title={TRUST[item.trust]}>
      <time dateTime={new Date(row.at).toISOString()}>{clockText(row.at)}</time>
      <span class="what">
        {row.kind === 'views' ? (
          <bdi class="muted">
            {row.items.length > 1 ? countText(row.items.length, 'page view') : eventTitle(item)}
          </bdi>
        ) : (
          <bdi class="strong">{eventTitle(item)}</bdi>
        )}
        {item.isAssisted && (
          <Badge title="A tip for it was in view, so it proves no ability.">with help</Badge>
        )}
        {item.type === 'track' && item.signals.length === 0 && (
          <span class="muted small">no signal reads it</span>
        )}
        <span class="muted small below">
          <bdi>{nameOf(item.user)}</bdi>
          {details !== '' && (
            <>
              {' · '}
              <bdi>{details}</bdi>
            </>
          )}
        </span>
      </span>
    </li>
  )
}
