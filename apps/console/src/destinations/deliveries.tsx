import type { Delivery, Destination, DestinationList, Result } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText } from '../number.ts'
import { canManage } from '../session.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Pick } from '../ui/pick.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { DELIVERY_STATES, TOPIC_WORDS } from './destination-words.ts'

const STATES = [
  { key: '', label: 'All of them' },
  { key: 'waiting', label: 'Waiting' },
  { key: 'sent', label: 'Sent' },
  { key: 'dead', label: 'Given up' },
] as const

const isState = (key: string): key is Delivery['state'] => Object.hasOwn(DELIVERY_STATES, key)

interface DeliveriesProps {
  readonly of: Destination
  /** Takes an answer; tells whether it was good. */
  readonly took: (answer: Result<DestinationList, Failure>) => boolean
}

/** What was sent to one destination, and what waits; what went wrong with each. */
export const Deliveries = ({ of, took }: DeliveriesProps) => {
  const { api, links, now, session } = useDesk()
  const mayChange = canManage(session)
  const [picked, setPicked] = useState('')
  const { state, reload } = useRemote(
    () => api.deliveries(of.id, isState(picked) ? picked : undefined),
    [api, of.id, picked, of.dead, of.sent],
  )
  return (
    <div class="deliveries">
      <Pick label="Which" value={picked} options={STATES} onPick={setPicked} />
      <Await state={state} what="the deliveries" onRetry={reload}>
        {all =>
          all.length === 0 ? (
            <Empty title="Nothing here" />
          ) : (
            <Scroll class="wide" label={`Deliveries to ${of.name}`}>
              <table class="tight">
                <thead>
                  <tr>
                    <th scope="col">Account</th>
                    <th scope="col">What</th>
                    <th scope="col">State</th>
                    <th scope="col" class="number">
                      When
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(one => (
                    <tr key={one.id}>
                      <th scope="row">
                        <a href={links.account(one.akey)}>
                          <bdi>{one.name}</bdi>
                        </a>
                      </th>
                      <td>
                        {TOPIC_WORDS[one.topic]}
                        <details class="payload">
                          <summary>What it says</summary>
                          <pre>
                            <code>{JSON.stringify(one.payload, null, 2)}</code>
                          </pre>
                        </details>
                      </td>
                      <td>
                        <Badge look={DELIVERY_STATES[one.state].look}>
                          {DELIVERY_STATES[one.state].label}
                        </Badge>
                        {one.state !== 'sent' && (
                          <span class="muted small below">
                            {countText(one.attempts, 'try', 'tries')}
                            {one.lastError !== null && `: ${one.lastError}`}
                          </span>
                        )}
                        {one.state === 'dead' && mayChange && (
                          <span class="below">
                            <Button
                              look="quiet"
                              label={`Send “${TOPIC_WORDS[one.topic]}” about ${one.name} again`}
                              onClick={() => void api.replay(of.id, [one.id]).then(took)}
                            >
                              Send again
                            </Button>
                          </span>
                        )}
                      </td>
                      <td class="number">
                        <When at={one.sentAt ?? one.at} now={now()} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Await>
    </div>
  )
}
