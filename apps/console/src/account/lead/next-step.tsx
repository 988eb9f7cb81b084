import type { AccountPage, LeadPage, Touch } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Failure } from '../../api.ts'
import { useDesk } from '../../desk.ts'
import { COMPLEXITIES, MOMENTS, SIZES } from '../../leads/lead-words.ts'
import { isOverdue, touchText, whenText } from '../../leads/touch-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Failed } from '../../ui/notice.tsx'
import { Term } from '../../ui/term.tsx'
import { Toast } from '../../ui/toast.tsx'
import { dealsOf, undoOf } from './deals.ts'
import { TouchForm } from './touch-form.tsx'

interface NextStepProps {
  readonly akey: string
  readonly row: AccountPage['row']
  readonly page: LeadPage
  readonly onChanged: (page: LeadPage) => void
}

type Kind = ReturnType<typeof dealsOf>[number]['kind']

/** What somebody does about the account, by when and why, and the ways to say that it was done. */
export const NextStep = ({ akey, row, page, onChanged }: NextStepProps) => {
  const { api, canEdit, now } = useDesk()
  const [asked, setAsked] = useState<Kind>()
  const [failure, setFailure] = useState<Failure>()
  const [isBusy, setBusy] = useState(false)
  const [noted, setNoted] = useState<Touch>()
  const { touch } = page.lead
  const isDue = touch.state === 'due'
  const isOver = page.lead.stage === 'lost' || page.lead.stage === 'churned'
  const undo = undoOf(page.lead)
  const note = async (kind: Kind | 'woken' | 'requalified', more: { until?: number; reason?: string }) => {
    setBusy(true)
    const answer = await api.touch(akey, { kind, ...more })
    setBusy(false)
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    setAsked(undefined)
    setNoted(answer.value.touches[0])
    onChanged(answer.value)
  }
  const takeBack = async (touch: Touch): Promise<void> => {
    setBusy(true)
    const answer = await api.withdrawTouch(akey, touch.id, 'Undone at once.')
    setBusy(false)
    setNoted(undefined)
    setFailure(answer.ok ? undefined : answer.error)
    if (answer.ok) onChanged(answer.value)
  }
  return (
    <>
      <section class={`next ${isDue ? 'urgent' : ''}`} aria-label="What to do">
        {!isOver && (
          <p class={`due ${isDue ? 'is-due' : ''} ${isOverdue(touch, now()) ? 'is-late' : ''}`}>
            {whenText(touch, now())}
          </p>
        )}
        <p class="next-what">
          <bdi>{touch.what}</bdi>
        </p>
        <p>
          <bdi>{row.reason}</bdi>
        </p>
        <p class="muted small">
          <Term
            meaning={`${COMPLEXITIES[touch.cell.complexity]} product, ${SIZES[touch.cell.size]} deal: a person steps in at “${MOMENTS[touch.moment]}”. The grid is in Program, Leads.`}
          >
            Why now
          </Term>
          : <bdi>{touch.why}</bdi> Attention used this week: {touch.attention.used} of{' '}
          {touch.attention.allowed}.
        </p>
        {touch.heldUntil !== undefined && (
          <p class="held-say">
            Prompts spent this week’s attention of the one to speak to. A question of theirs is answered all
            the same.
          </p>
        )}
        {failure !== undefined && asked === undefined && (
          <Failed what="That was not noted." failure={failure} />
        )}
        {canEdit && (
          <div class="actions">
            {undo !== undefined && (
              <Button look="primary" isBusy={isBusy} onClick={() => void note(undo.kind, {})}>
                {undo.label}
              </Button>
            )}
            {dealsOf(page.lead).map(({ kind, label, isMain }) => (
              <button
                key={kind}
                type="button"
                class={`button ${isMain && undo === undefined ? 'primary' : 'plain'}`}
                aria-expanded={asked === kind}
                onClick={() => {
                  setFailure(undefined)
                  setAsked(asked === kind ? undefined : kind)
                }}
              >
                {isMain && <Icon name="check" />}
                {label}
              </button>
            ))}
          </div>
        )}
        {asked !== undefined && (
          <TouchForm
            key={asked}
            kind={asked}
            failure={failure}
            isBusy={isBusy}
            onCancel={() => setAsked(undefined)}
            onNote={more => void note(asked, more)}
          />
        )}
      </section>
      {noted !== undefined && (
        <Toast
          say={`Noted: ${touchText(noted, now())}.`}
          action="Undo"
          isBusy={isBusy}
          onAction={() => void takeBack(noted)}
          onGone={() => setNoted(undefined)}
        />
      )}
    </>
  )
}
