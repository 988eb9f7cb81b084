import type { ExplainedSkill } from '@fireball/core'
import { useEffect, useRef } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { numberText, percentText, pointsText } from '../number.ts'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { Interval } from './interval.tsx'
import { SKILL_STATES, STATE_MEANINGS } from './skill-words.ts'
import { StateMark } from './state-mark.tsx'
import type { Picked } from './users.tsx'
import { Waterfall } from './waterfall.tsx'

interface AbilityPanelProps {
  readonly akey: string
  readonly picked: Picked
  readonly onClose: () => void
}

/** Beside the page: where one user's ability in one skill comes from, and what would change it. */
export const AbilityPanel = ({ akey, picked: { user, skill }, onClose }: AbilityPanelProps) => {
  const { api } = useDesk()
  const { state, reload } = useRemote(() => api.explain(akey, user, skill), [api, akey, user, skill])
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard it is closed with Escape
    <dialog
      ref={dialog}
      class="panel"
      aria-labelledby="panel-title"
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => {
        // The backdrop belongs to the dialog element itself; everything in it is in a child.
        if (event.target === dialog.current) onClose()
      }}
    >
      <div class="panel-body">
        <header class="panel-head">
          <div class="grow">
            <h2 id="panel-title">{state.value?.title ?? 'Ability'}</h2>
            <p class="muted">{state.value?.name}</p>
          </div>
          <Button look="quiet" icon="cross" label="Close" onClick={onClose}>
            {null}
          </Button>
        </header>
        <Await state={state} what="where it comes from" onRetry={reload}>
          {value => <Explained of={value} />}
        </Await>
      </div>
    </dialog>
  )
}

const Explained = ({ of }: { readonly of: ExplainedSkill }) => {
  const { links } = useDesk()
  const { view, headline, threshold, logit, parts, changes, version } = of
  const isShown = view.lacks.length === 0 && view.state !== 'not-started'
  return (
    <>
      <section class="standing" aria-label="Where they stand">
        <p class="standing-line">
          <StateMark state={view.state} />
          <span class="big">{percentText(view.p)}</span>
          <span class="strong">{SKILL_STATES[view.state]}</span>
        </p>
        <Interval p={view.p} low={view.low} high={view.high} threshold={threshold} />
        <p>{isShown ? headline : `${STATE_MEANINGS[view.state]} ${headline}`}</p>
      </section>
      <section class="panel-block" aria-labelledby="parts-title">
        <h3 id="parts-title">What it adds up to</h3>
        <Waterfall parts={parts} logit={logit} p={view.p} />
      </section>
      <section class="panel-block" aria-labelledby="evidence-title">
        <h3 id="evidence-title">What it rests on</h3>
        <Evidence of={of} />
      </section>
      <section class="panel-block" aria-labelledby="changes-title">
        <h3 id="changes-title">What would change it most</h3>
        <ul class="changes-list">
          {changes.map(({ say, p }) => (
            <li key={say}>
              <span class={`by ${p > view.p ? 'more' : p < view.p ? 'less' : ''}`}>
                {pointsText(p - view.p)}
              </span>
              <span>{say}</span>
            </li>
          ))}
        </ul>
      </section>
      <p class="muted small">
        {version === 'unfitted' ? (
          <>
            Counted with the starting values. <a href={links.learning()}>What was learned so far</a>
          </>
        ) : (
          <>
            Learned from your users, version <code>{version}</code>.{' '}
            <a href={links.learning()}>How well it tells</a>
          </>
        )}
      </p>
    </>
  )
}

const Evidence = ({ of: { evidence } }: { readonly of: ExplainedSkill }) => {
  const { now } = useDesk()
  return (
    <table class="tight">
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col" class="number">
            Worked
          </th>
          <th scope="col" class="number">
            Failed
          </th>
          <th scope="col" class="number">
            With help
          </th>
          <th scope="col" class="number">
            Contexts
          </th>
          <th scope="col" class="number">
            Last
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.map(({ signal, name, successes, failures, assisted, contexts, last }) => (
          <tr key={signal}>
            <th scope="row">{name}</th>
            <td class="number">{numberText(successes)}</td>
            <td class="number">{numberText(failures)}</td>
            <td class="number">{numberText(assisted)}</td>
            <td class="number">{numberText(contexts)}</td>
            <td class="number">
              <When at={last} now={now()} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
