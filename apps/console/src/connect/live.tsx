import { useStore } from '@nanostores/preact'
import { eventProperties, eventTitle } from '../account/event-words.ts'
import { personName } from '../account/person-name.ts'
import { propertyText } from '../account/property-text.ts'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'
import { clockText } from '../time.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/notice.tsx'
import { Scroll } from '../ui/scroll.tsx'
import type { LiveEvent, LiveEvents } from './live-events.ts'
import { oddOutcome } from './outcome.ts'
import { sayRefusal, sayWarning } from './refusal.ts'
import { Tallies } from './tallies.tsx'
import { featureKeys, undeclaredFeature } from './undeclared.ts'
import { UndeclaredFeature } from './undeclared-feature.tsx'

const Arrived = ({ event }: { readonly event: LiveEvent }) => {
  const { program } = useDesk()
  const live = useStore(program.$state).value?.published?.program
  if (event.kind === 'refused')
    return (
      <>
        <time dateTime={new Date(event.receivedAt).toISOString()}>{clockText(event.receivedAt)}</time>
        <span class="what">
          <Badge look="error">Refused</Badge> {sayRefusal(event.error)}
        </span>
      </>
    )
  const { type, signals, warnings, user, account } = event
  const undeclared = live && undeclaredFeature(event, featureKeys(live))
  const odd = oddOutcome(event, live)
  const details = propertyText(eventProperties(event, event.properties))
  return (
    <>
      <time dateTime={new Date(event.receivedAt).toISOString()}>{clockText(event.receivedAt)}</time>
      <span class="what">
        <bdi class="strong">{eventTitle(event)}</bdi>
        {signals
          .filter(signal => !signal.startsWith('$'))
          .map(signal => (
            <Badge key={signal} look="good" title="A signal of the program reads it">
              {signal}
            </Badge>
          ))}
        {type === 'track' && signals.length === 0 && <Badge>no signal reads it</Badge>}
        {undeclared !== undefined && <UndeclaredFeature feature={undeclared} />}
        <span class="muted small below">
          <bdi>{personName(user)}</bdi>
          {account !== undefined && (
            <>
              {' · in '}
              <bdi>{account}</bdi>
            </>
          )}
          {details !== '' && (
            <>
              {' · '}
              <bdi>{details}</bdi>
            </>
          )}
        </span>
        {odd !== undefined && (
          <span class="warning small below">
            “<bdi>{odd}</bdi>” is not success or failure: it says nothing about ability.
          </span>
        )}
        {warnings.map(warning => (
          <span key={warning} class="warning small below">
            Taken, but {sayWarning(warning)}.
          </span>
        ))}
      </span>
    </>
  )
}

/** The messages as they arrive, the refused ones among them with the reason. */
export const Live = ({ live }: { readonly live: LiveEvents }) => {
  const { events, counts, failure } = useStore(live.$live)
  const { session } = useDesk()
  const refused = Object.values(counts?.refused ?? {}).reduce((sum, one) => sum + one, 0)
  return (
    <div class="live">
      <p class="live-head">
        <span class={`pulse ${failure === undefined ? 'on' : ''}`} />
        {failure !== undefined
          ? 'Not listening'
          : events.length === 0
            ? `Listening on ${session.origin}`
            : 'Listening'}
        {counts !== undefined && (
          <span class="muted small end">
            {numberText(counts.accepted)} taken
            {refused > 0 && <span class="error">, {numberText(refused)} refused</span>}
          </span>
        )}
      </p>
      {failure !== undefined && <Failed what="The list stands still." failure={failure} />}
      {events.length === 0 ? (
        <Empty title="Nothing has arrived yet">
          <p>Open your page with the tag in it, and do something there.</p>
        </Empty>
      ) : (
        <Scroll class="live-scroll" label={`Last ${countText(events.length, 'message')}`}>
          <ul class="timeline">
            {events.map(event => (
              <li key={event.id} class={event.kind}>
                <Arrived event={event} />
              </li>
            ))}
          </ul>
        </Scroll>
      )}
      {counts !== undefined && <Tallies counts={counts} />}
    </div>
  )
}
