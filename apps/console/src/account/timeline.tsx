import type { AccountPage, TimelineItem } from '@fireball/core'
import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { clockText, dateText } from '../time.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { personName } from './person-name.ts'
import { propertyText } from './property-text.ts'

const FIRST = 20
/** Messages that say who someone is; no signal needs to read them. */
const PLAIN: readonly string[] = ['identify', 'group', 'alias']

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
  const shown = isAll ? items : items.slice(0, FIRST)
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
              .map((item, i) => (
                <li key={`${item.at} ${i}`} title={TRUST[item.trust]}>
                  <time dateTime={new Date(item.at).toISOString()}>{clockText(item.at)}</time>
                  <span class="what">
                    <span class="strong">{item.name}</span>
                    {item.isAssisted && (
                      <Badge title="A tip for it was in view, so it proves no ability.">with help</Badge>
                    )}
                    {item.signals.length === 0 && !PLAIN.includes(item.name) && (
                      <span class="muted small">no signal reads it</span>
                    )}
                    <span class="muted small below">
                      {[nameOf(item.user), propertyText(item.properties)].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {items.length > FIRST && !isAll && (
        <Button onClick={() => setAll(true)}>Show all {items.length}</Button>
      )}
    </section>
  )
}
