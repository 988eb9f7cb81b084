import { type HelpItem, isObject } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { readAt } from '../program/edit.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Failed } from '../ui/notice.tsx'
import { When } from '../ui/when.tsx'
import { HELP_STATES, suggestedHandling } from './handling.ts'

interface HelpProps {
  readonly item: HelpItem
  readonly onChanged: () => void
  /** There, the account is known. */
  readonly isOnAccountPage?: boolean
}

const LOOKS = {
  queued: 'accent',
  sent: 'accent',
  seen: 'warning',
  answered: 'good',
} as const satisfies Record<HelpItem['state'], string>

/** One question: what was asked, what is known that bears on it, what to do, and a place to answer. */
export const Help = ({ item, onChanged, isOnAccountPage }: HelpProps) => {
  const { api, canEdit, links, now, program } = useDesk()
  const [answer, setAnswer] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | undefined>(undefined)
  const state = useStore(program.$state)
  const features = readAt(state.value?.published?.program ?? state.value?.draft, ['features'])
  const feature = Array.isArray(features)
    ? features.filter(isObject).find(one => one.key === item.feature)
    : undefined
  const featureName = String(feature?.name ?? item.feature ?? '')
  const change = async (next: { state: HelpItem['state']; answer?: string }): Promise<void> => {
    setBusy(true)
    const done = await api.answerHelp(item.id, next)
    setBusy(false)
    setFailure(done.ok ? undefined : done.error)
    if (done.ok) onChanged()
  }
  const Heading = isOnAccountPage ? 'h3' : 'h2'
  return (
    <li class="card help">
      <Heading>
        {isOnAccountPage ? (
          <bdi>{item.name}</bdi>
        ) : (
          <a href={links.account(item.akey)}>
            <bdi>{item.name}</bdi>
          </a>
        )}
        {!isOnAccountPage && item.accountName !== undefined && (
          <span class="muted">
            of <bdi>{item.accountName}</bdi>
          </span>
        )}
        {featureName !== '' && (
          <span class="muted">
            about <bdi>{featureName}</bdi>
          </span>
        )}
        <Badge look={LOOKS[item.state]}>{HELP_STATES[item.state]}</Badge>
        <span class="muted small end">
          <When at={item.askedAt} now={now()} />
        </span>
      </Heading>
      <blockquote dir="auto">{item.message}</blockquote>
      {item.evidence.length === 1 && <p class="muted small">{item.evidence[0]}</p>}
      {item.evidence.length > 1 && (
        <ul class="bullets small">
          {item.evidence.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {item.state !== 'answered' && (
        <p class="handling">
          <strong>What to do:</strong> {suggestedHandling(item, featureName)}
        </p>
      )}
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      {item.state === 'answered' ? (
        <div class="answer">
          <p class="muted small">
            Answered {item.answeredAt !== undefined && <When at={item.answeredAt} now={now()} />}
          </p>
          {item.answer !== undefined && <p class="said">{item.answer}</p>}
        </div>
      ) : (
        canEdit && (
          <form
            onSubmit={event => {
              event.preventDefault()
              if (answer.trim() !== '') void change({ state: 'answered', answer: answer.trim() })
            }}
          >
            <Field
              label="Your answer"
              kind="area"
              value={answer}
              onInput={setAnswer}
              hint="It appears in the app, where the question was asked."
            />
            <div class="actions">
              <Button look="primary" type="submit" isBusy={isBusy} isDisabled={answer.trim() === ''}>
                Send the answer
              </Button>
              {item.state !== 'seen' && (
                <Button isBusy={isBusy} onClick={() => void change({ state: 'seen' })}>
                  Mark as seen
                </Button>
              )}
            </div>
          </form>
        )
      )}
    </li>
  )
}
