import { useState } from 'preact/hooks'
import type { Failure } from '../../api.ts'
import { useDesk } from '../../desk.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failed } from '../../ui/notice.tsx'
import { type Deal, dayIn, morningOf, NEEDS_REASON } from './deals.ts'

interface TouchFormProps {
  readonly kind: Deal['kind']
  readonly failure: Failure | undefined
  readonly isBusy: boolean
  readonly onCancel: () => void
  readonly onNote: (more: { until?: number; reason?: string }) => void
}

const SNOOZES = [
  { days: 1, label: 'Tomorrow' },
  { days: 7, label: 'In a week' },
  { days: 30, label: 'In a month' },
] as const

const WORDS = {
  touched: { ask: 'What was done?', placeholder: 'Called; they want to see the API', action: 'Note it' },
  snoozed: { ask: 'Why wait?', placeholder: 'On holiday', action: 'Snooze' },
  disqualified: { ask: 'Why does it not fit?', placeholder: 'No resources this year', action: 'Disqualify' },
  won: { ask: 'What made it?', placeholder: 'Signed for a year', action: 'Mark as won' },
  lost: { ask: 'Why was it lost?', placeholder: 'Chose to build it themselves', action: 'Mark as lost' },
  recycled: { ask: 'Why again?', placeholder: 'New budget, new buyer', action: 'Begin a new cycle' },
} as const satisfies Record<Deal['kind'], { ask: string; placeholder: string; action: string }>

/** Asks for what belongs to a note: the reason, and the day when it is snoozed. */
export const TouchForm = ({ kind, failure, isBusy, onCancel, onNote }: TouchFormProps) => {
  const { now } = useDesk()
  const [reason, setReason] = useState('')
  const [day, setDay] = useState(dayIn(7, now()))
  const [isTried, setTried] = useState(false)
  const { ask, placeholder, action } = WORDS[kind]
  const isNeeded = NEEDS_REASON.includes(kind)
  const until = morningOf(day)
  const dayError =
    until === undefined
      ? 'Choose a day.'
      : until <= now()
        ? 'That day is over: choose a later one.'
        : undefined
  const reasonError =
    isNeeded && reason.trim() === '' ? 'Say why in a few words: others will read it.' : undefined
  return (
    <form
      class="touch-form"
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (reasonError !== undefined || (kind === 'snoozed' && dayError !== undefined)) return
        onNote({
          reason: reason.trim(),
          ...(kind === 'snoozed' && until !== undefined ? { until } : {}),
        })
      }}
    >
      {kind === 'snoozed' && (
        <fieldset class="snooze">
          <legend>Until when?</legend>
          <div class="actions">
            {SNOOZES.map(({ days, label }) => (
              <button
                key={days}
                type="button"
                class="button plain"
                aria-pressed={day === dayIn(days, now())}
                onClick={() => setDay(dayIn(days, now()))}
              >
                {label}
              </button>
            ))}
            <label>
              <span class="hidden">Another day</span>
              <input
                type="date"
                value={day}
                aria-invalid={dayError === undefined ? undefined : true}
                onInput={event => setDay(event.currentTarget.value)}
              />
            </label>
          </div>
          {dayError !== undefined && <p class="field-error">{dayError}</p>}
        </fieldset>
      )}
      <Field
        label={isNeeded ? ask : `${ask} (if you like)`}
        value={reason}
        onInput={setReason}
        placeholder={placeholder}
        error={isTried ? reasonError : undefined}
      />
      {failure !== undefined && <Failed what="That was not noted." failure={failure} />}
      <div class="actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" isBusy={isBusy}>
          {action}
        </Button>
      </div>
    </form>
  )
}
