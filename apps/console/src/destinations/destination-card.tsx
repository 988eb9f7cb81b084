import type { Destination, DestinationList, Result } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'
import { canManage } from '../session.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Switch } from '../ui/switch.tsx'
import { Deliveries } from './deliveries.tsx'
import { DestinationForm } from './destination-form.tsx'
import { hasFields, healthOf, kindWords, TOPIC_WORDS } from './destination-words.ts'
import { Preview } from './preview.tsx'

interface DestinationCardProps {
  readonly of: Destination
  /** Takes an answer; tells whether it was good. */
  readonly took: (answer: Result<DestinationList, Failure>) => boolean
  readonly onRemove: () => void
}

type Open = 'deliveries' | 'preview' | 'form' | undefined

/** One destination: how it does, what it gets, and what one may do with it. */
export const DestinationCard = ({ of, took, onRemove }: DestinationCardProps) => {
  const { api, session, now } = useDesk()
  const mayChange = canManage(session)
  const [open, setOpen] = useState<Open>()
  const [tested, setTested] = useState<{ readonly ok: boolean; readonly say: string } | 'testing'>()
  const health = healthOf(of, now())
  const toggle = (part: NonNullable<Open>) => ({
    'aria-expanded': open === part,
    onClick: () => setOpen(open === part ? undefined : part),
  })
  const test = async (): Promise<void> => {
    setTested('testing')
    const answer = await api.testDestination(of.id)
    setTested(answer.ok ? answer.value : { ok: false, say: answer.error.message })
  }
  return (
    <li class="card destination">
      <div class="prompt-head">
        <div class="grow">
          <h2>
            <bdi>{of.name}</bdi>
            <Badge>{kindWords(of.kind).label}</Badge>
            <Badge look={health.look}>{health.label}</Badge>
          </h2>
          <p class="muted">{health.say}</p>
          <p class="muted small">
            <code>{of.url}</code>
            {of.hint !== null && (
              <>
                , secret <code>{of.hint}</code>
              </>
            )}
          </p>
        </div>
        {mayChange && (
          <Switch
            label={of.isEnabled ? 'On' : 'Off'}
            isOn={of.isEnabled}
            onChange={isEnabled => void api.changeDestination(of.id, { isEnabled }).then(took)}
          />
        )}
      </div>
      <p>
        <span class="muted">Gets:</span> {of.topics.map(topic => TOPIC_WORDS[topic].toLowerCase()).join(', ')}
        .
      </p>
      {of.dead > 0 && (
        <Notice kind="warning">
          <span class="grow">
            {countText(of.dead, 'message')} could not be delivered and {of.dead === 1 ? 'was' : 'were'} given
            up.
          </span>
          {mayChange && (
            <Button onClick={() => void api.replay(of.id).then(took)}>
              Send {of.dead === 1 ? 'it' : 'them'} again
            </Button>
          )}
        </Notice>
      )}
      {tested !== undefined && tested !== 'testing' && (
        <Notice kind={tested.ok ? 'good' : 'error'}>{tested.say}</Notice>
      )}
      <div class="actions">
        <button type="button" class="button plain" {...toggle('deliveries')}>
          Deliveries{of.waiting > 0 && ` (${numberText(of.waiting)} waiting)`}
        </button>
        {mayChange && (
          <>
            <Button
              isBusy={tested === 'testing'}
              label={hasFields(of.kind) ? `Check it: ${of.name}` : `Send a test to ${of.name}`}
              onClick={() => void test()}
            >
              {hasFields(of.kind) ? 'Check it' : 'Send a test'}
            </Button>
            {hasFields(of.kind) && (
              <button type="button" class="button plain" {...toggle('preview')}>
                What would be written
              </button>
            )}
            <button type="button" class="button plain" aria-label={`Change ${of.name}`} {...toggle('form')}>
              Change
            </button>
            {of.kind === 'webhook' && (
              <Button
                label={`New signing key for ${of.name}`}
                onClick={() => void api.changeDestination(of.id, { secret: '' }).then(took)}
              >
                New signing key
              </Button>
            )}
            <Button look="danger" label={`Remove ${of.name}`} onClick={onRemove}>
              Remove
            </Button>
          </>
        )}
      </div>
      {open === 'deliveries' && <Deliveries of={of} took={took} />}
      {open === 'preview' && <Preview of={of} />}
      {open === 'form' && (
        <DestinationForm
          of={of}
          onCancel={() => setOpen(undefined)}
          onSend={async ({ kind: _, ...change }) => {
            if (took(await api.changeDestination(of.id, change))) setOpen(undefined)
          }}
        />
      )}
    </li>
  )
}
