import type { Destination, DestinationInput, DestinationList, Result } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { ConnectTabs } from '../connect/connect-tabs.tsx'
import { useDesk } from '../desk.ts'
import { canManage } from '../session.ts'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Copy } from '../ui/copy.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { useRemote } from '../use-remote.ts'
import { DestinationCard } from './destination-card.tsx'
import { DestinationForm } from './destination-form.tsx'

const REFRESH_MS = 10_000

/** Where leads are sent, how that goes, and the ways to change it. */
export const Destinations = () => {
  const { api, session, project } = useDesk()
  const mayChange = canManage(session)
  const [failure, setFailure] = useState<Failure>()
  const [made, setMade] = useState<DestinationList['made']>()
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<Destination>()
  const { state, take, reload } = useRemote(
    () => api.destinations(),
    [api],
    () => REFRESH_MS,
  )
  const took = (answer: Result<DestinationList, Failure>): boolean => {
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return false
    take(answer)
    if (answer.value.made !== undefined) setMade(answer.value.made)
    return true
  }
  const add = async (input: DestinationInput): Promise<void> => {
    if (took(await api.makeDestination(input))) setAdding(false)
  }
  return (
    <>
      <RoomHead
        title="Connect"
        lead={`Send what Fireball finds out about ${project.name} to where people work.`}
      >
        {mayChange && !isAdding && (
          <Button look="primary" onClick={() => setAdding(true)}>
            Add a destination
          </Button>
        )}
      </RoomHead>
      <ConnectTabs open="destinations" />
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      {made !== undefined && (
        <Notice kind="good">
          <div class="grow">
            <p>
              The signing key of the webhook, shown this once: check each message with it (Standard Webhooks).
              A key before it signs beside it for 24 hours.
            </p>
            <Copy text={made.secret} what="the signing key" />
          </div>
        </Notice>
      )}
      {isAdding && (
        <section class="card" aria-labelledby="add-title">
          <h2 id="add-title">Add a destination</h2>
          <DestinationForm onCancel={() => setAdding(false)} onSend={input => add(input)} />
        </section>
      )}
      <Await state={state} what="the destinations" onRetry={reload}>
        {({ destinations }) =>
          destinations.length === 0 ? (
            !isAdding && (
              <Empty title="Leads stay here so far">
                <p>
                  Send them to Slack, to HubSpot or Salesforce, or as signed webhooks: the moment an account
                  qualifies, asks for help or moves on.
                </p>
                {mayChange ? (
                  <Button look="primary" onClick={() => setAdding(true)}>
                    Add a destination
                  </Button>
                ) : (
                  <p>An admin can add one.</p>
                )}
              </Empty>
            )
          ) : (
            <ul class="cards">
              {destinations.map(one => (
                <DestinationCard key={one.id} of={one} took={took} onRemove={() => setRemoved(one)} />
              ))}
            </ul>
          )
        }
      </Await>
      {removed !== undefined && (
        <Confirm
          title={`Remove “${removed.name}”?`}
          action="Remove"
          onCancel={() => setRemoved(undefined)}
          onConfirm={() => {
            setRemoved(undefined)
            void api.removeDestination(removed.id).then(took)
          }}
        >
          <p>
            {removed.waiting > 0
              ? `${removed.waiting} messages still wait for it; they are not sent any more. `
              : ''}
            This cannot be taken back.
          </p>
        </Confirm>
      )}
    </>
  )
}
