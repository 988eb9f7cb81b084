import type { Change, Scene } from './show.ts'

const sayChange = ({ signal, outcome, context, assisted }: Change): string =>
  [`${signal}: +1 ${outcome}`.trim(), context && `on “${context}”`, assisted && 'assisted']
    .filter(Boolean)
    .join(', ')

/** From the last event to what it set off, in four boxes. */
export const Strip = ({ scene: { event, changes, shown, held, requests } }: { scene: Scene }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too.
  <ol class="strip" tabIndex={0}>
    <li>
      <h2>Last event</h2>
      {event ? (
        <p>
          <b>{event.name}</b>
          {event.about && <small>{event.about}</small>}
        </p>
      ) : (
        <p class="none">None yet</p>
      )}
    </li>
    <li>
      <h2>Evidence</h2>
      {changes.length === 0 ? (
        <p class="none">Unchanged</p>
      ) : (
        changes.map(change => <p key={change.signal}>{sayChange(change)}</p>)
      )}
    </li>
    <li>
      <h2>Decision</h2>
      {shown ? (
        <p>
          <b>
            {shown.key} · {shown.variant}
          </b>
          <small>{shown.why}</small>
        </p>
      ) : (
        <p>
          <b>Show nothing</b>
          <small>{held[0] ? `${held[0].key}: ${held[0].say}` : ''}</small>
        </p>
      )}
      {held.length > 0 && (
        <details>
          <summary>{held.length} held</summary>
          <ul>
            {held.map(({ key, say }) => (
              <li key={key}>
                <b>{key}</b> {say}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
    <li>
      <h2>Requests since</h2>
      {requests.length === 0 ? (
        <p class="none">None</p>
      ) : (
        requests.map((line, i) => <p key={`${i} ${line}`}>{line}</p>)
      )}
    </li>
  </ol>
)
