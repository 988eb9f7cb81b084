import type { LeadPage } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from '../../api.ts'
import { useDesk } from '../../desk.ts'
import { percentText } from '../../number.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failed } from '../../ui/notice.tsx'
import { When } from '../../ui/when.tsx'
import { readPercent } from './read-percent.ts'

interface OwnChanceProps {
  readonly akey: string
  readonly override: LeadPage['override']
  readonly modelP: number
  readonly onChanged: () => void
}

/** A person’s own chance, with the reason; it stands beside the model’s and never becomes it. */
export const OwnChance = ({ akey, override, modelP, onChanged }: OwnChanceProps) => {
  const { api, canEdit, now } = useDesk()
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const send = async (p: number | null, reason: string): Promise<void> => {
    const answer = await api.override(akey, p, reason)
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    setOpen(false)
    onChanged()
  }
  return (
    <div class="own-chance">
      {override !== null && (
        <p>
          <strong>{override.by}</strong> says <strong>{percentText(override.p)}</strong>: “
          <bdi>{override.reason}</bdi>”{' '}
          <span class="muted small">
            <When at={override.at} now={now()} />; the model said {percentText(override.modelP)} then
          </span>
        </p>
      )}
      {failure !== undefined && <Failed what="That was not noted." failure={failure} />}
      {canEdit &&
        (isOpen ? (
          <Form
            modelP={modelP}
            onCancel={() => setOpen(false)}
            onSend={(p, reason) => void send(p, reason)}
          />
        ) : (
          <div class="actions">
            <Button icon="edit" onClick={() => setOpen(true)}>
              {override === null ? 'I know better' : 'Change it'}
            </Button>
            {override !== null && <Button onClick={() => void send(null, '')}>Take it back</Button>}
          </div>
        ))}
    </div>
  )
}

interface FormProps {
  readonly modelP: number
  readonly onCancel: () => void
  readonly onSend: (p: number, reason: string) => void
}

const Form = ({ modelP, onCancel, onSend }: FormProps) => {
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const read = readPercent(typed)
  const noReason = reason.trim() === '' ? 'Say why: it is scored against the model later.' : undefined
  return (
    <form
      class="touch-form"
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (read.ok && noReason === undefined) onSend(read.value, reason.trim())
      }}
    >
      <div class="field-row">
        <Field
          label="Your chance, in percent"
          kind="number"
          value={typed}
          onInput={setTyped}
          placeholder={`${Math.round(modelP * 100)}`}
          // What cannot be a chance is refused while it is typed.
          error={!read.ok && (isTried || typed !== '') ? read.error : undefined}
        />
        <Field
          label="What do you know that the model does not?"
          value={reason}
          onInput={setReason}
          placeholder="Their director promised the order by Christmas"
          error={isTried ? noReason : undefined}
        />
      </div>
      <p class="hint">It is summed on a line of its own in the forecast, and the model’s stays as it is.</p>
      <div class="actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit">
          Note it
        </Button>
      </div>
    </form>
  )
}
