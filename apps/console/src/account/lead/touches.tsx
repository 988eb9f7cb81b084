import type { LeadPage, Touch } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from '../../api.ts'
import { useDesk } from '../../desk.ts'
import { touchText } from '../../leads/touch-words.ts'
import { dateText, momentText } from '../../time.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failed } from '../../ui/notice.tsx'

interface TouchesProps {
  readonly akey: string
  readonly touches: readonly Touch[]
  readonly onChanged: (page: LeadPage) => void
}

/** What people did about the account, the newest first; each may be taken back, which stays to be seen. */
export const Touches = ({ akey, touches, onChanged }: TouchesProps) => (
  <section class="block" aria-labelledby="touches-title">
    <h2 id="touches-title">Touches so far</h2>
    {touches.length === 0 ? (
      <p class="muted">Nobody has noted one yet.</p>
    ) : (
      <ol class="life">
        {touches.map(one => (
          <Noted key={one.id} akey={akey} of={one} onChanged={onChanged} />
        ))}
      </ol>
    )}
  </section>
)

const Noted = ({
  akey,
  of,
  onChanged,
}: Omit<TouchesProps, 'touches'> & {
  readonly of: Touch
}) => {
  const { api, canEdit, now } = useDesk()
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const { withdrawn } = of
  const takeBack = async (reason: string): Promise<void> => {
    setBusy(true)
    const answer = await api.withdrawTouch(akey, of.id, reason)
    setBusy(false)
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    setAsked(false)
    onChanged(answer.value)
  }
  return (
    <li class={withdrawn === undefined ? '' : 'withdrawn'}>
      <time dateTime={new Date(of.at).toISOString()} title={momentText(of.at)}>
        {dateText(of.at, now())}
      </time>
      <div class="what">
        <strong class={withdrawn === undefined ? '' : 'struck'}>{touchText(of, now())}</strong>{' '}
        <span class="muted small">{of.by}</span>
        {of.reason !== '' && (
          <bdi class={`below ${withdrawn === undefined ? '' : 'struck'}`}>{of.reason}</bdi>
        )}
        {withdrawn !== undefined && (
          <span class="below muted small">
            Taken back {dateText(withdrawn.at, now())} by {withdrawn.by}: <bdi>{withdrawn.reason}</bdi>
          </span>
        )}
        {canEdit && withdrawn === undefined && !isAsked && (
          <Button
            look="quiet"
            label={`Take back “${touchText(of, now())}” of ${dateText(of.at, now())}`}
            onClick={() => setAsked(true)}
          >
            Take back
          </Button>
        )}
        {isAsked && (
          <TakeBack
            isBusy={isBusy}
            onCancel={() => setAsked(false)}
            onSend={reason => void takeBack(reason)}
          />
        )}
        {failure !== undefined && <Failed what="It was not taken back." failure={failure} />}
      </div>
    </li>
  )
}

interface TakeBackProps {
  readonly isBusy: boolean
  readonly onCancel: () => void
  readonly onSend: (reason: string) => void
}

const TakeBack = ({ isBusy, onCancel, onSend }: TakeBackProps) => {
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isGood = reason.trim() !== ''
  return (
    <form
      class="touch-form"
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (isGood) onSend(reason.trim())
      }}
    >
      <Field
        label="Why is it taken back?"
        value={reason}
        onInput={setReason}
        placeholder="Noted at the wrong account"
        error={isTried && !isGood ? 'Say why in a few words: others will read it.' : undefined}
      />
      <div class="actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" isBusy={isBusy}>
          Take it back
        </Button>
      </div>
    </form>
  )
}
