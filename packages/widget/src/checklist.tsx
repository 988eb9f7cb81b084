import type { Action, ChecklistView, StepView } from '@fireball/core'
import { Component } from 'preact'
import { Foot } from './foot.tsx'
import { HelpForm, type HelpPorts } from './help.tsx'
import { Icon, Ring } from './icon.tsx'
import { percentDone, waitsFor } from './steps.ts'
import { Surface } from './surface.tsx'
import { ofTotal, words } from './words.ts'

interface ChecklistProps {
  readonly view: ChecklistView
  readonly isOpen: boolean
  readonly help: HelpPorts
  readonly privacyUrl: string | undefined
  onToggle(): void
  onDismiss(): void
  onStep(step: StepView, action: Action): void
}

interface ChecklistState {
  /** A step unfolded by hand, beside the next one, which always is. */
  readonly unfolded?: string | undefined
  readonly isAsking?: boolean
}

interface StepProps {
  readonly step: StepView
  readonly isUnfolded: boolean
  onUnfold(): void
  onAct(action: Action): void
}

const MARKS = {
  done: <Icon name="check" label={words.done} />,
  open: <svg viewBox="0 0 16 16" role="img" aria-label={words.open} />,
  locked: <Icon name="lock" label={words.locked} />,
}

const Step = ({ step, isUnfolded, onUnfold, onAct }: StepProps) => {
  const { title, text, state, isNext, missing, action } = step
  const isFixed = isNext || !(text || (action && state === 'open'))
  const head = (
    <>
      <span class="mark">{MARKS[state]}</span>
      <span>
        {title}
        {state === 'locked' && <small>{waitsFor(missing)}</small>}
      </span>
      {!isFixed && <Icon name="chevron" />}
    </>
  )
  return (
    <li class={isNext ? 'next' : state} part="step" aria-current={isNext && 'step'}>
      {isFixed ? (
        <div class="head">{head}</div>
      ) : (
        <button type="button" class="head" aria-expanded={isUnfolded} onClick={onUnfold}>
          {head}
        </button>
      )}
      {(isNext || isUnfolded) && (
        <div class="more">
          {text && <p>{text}</p>}
          {action && state === 'open' && (
            <button type="button" class={isNext ? 'primary' : 'second'} part="primary" onClick={() => onAct(action)}>
              {action.label}
            </button>
          )}
        </div>
      )}
    </li>
  )
}

/** The way to first value: a small launcher in the corner, and the panel that it opens. */
export class Checklist extends Component<ChecklistProps, ChecklistState> {
  override render(props: ChecklistProps, { unfolded, isAsking }: ChecklistState) {
    const { view, isOpen, help, privacyUrl, onToggle, onDismiss, onStep } = props
    const { title, text, steps, done, total, finished, why } = view
    const progress = ofTotal(done, total)
    const ring = <Ring percent={percentDone(done, total)} />
    const isFinished = done === total && finished
    return (
      <>
        <Surface name="launcher" role="region" label={title}>
          <button
            type="button"
            aria-label={`${title}: ${progress}`}
            aria-expanded={isOpen}
            aria-controls="panel"
            onClick={onToggle}
          >
            {ring}
            {progress}
          </button>
        </Surface>
        {isOpen && (
          <Surface name="panel" role="dialog" labelledBy="panel" takesFocus onEscape={onToggle}>
            <div class="body">
              <header>
                {ring}
                <h2 id="panel" part="title">
                  {isFinished ? finished.title : title}
                  <small>{progress}</small>
                </h2>
                <button type="button" class="icon" aria-label={words.collapse} onClick={onToggle}>
                  <Icon name="chevron" />
                </button>
              </header>
              {isAsking ? (
                <HelpForm {...help} />
              ) : (
                <>
                  {isFinished ? finished.body && <p>{finished.body}</p> : text && <p>{text}</p>}
                  <ol role="list">
                    {steps.map(step => (
                      <Step
                        key={step.key}
                        step={step}
                        isUnfolded={step.key === unfolded}
                        onUnfold={() => this.setState({ unfolded: step.key === unfolded ? undefined : step.key })}
                        onAct={action => onStep(step, action)}
                      />
                    ))}
                  </ol>
                </>
              )}
              <div class="row">
                <button type="button" class="second" onClick={() => this.setState({ isAsking: !isAsking })}>
                  {isAsking ? words.back : words.ask}
                </button>
              </div>
              <Foot why={why} privacyUrl={privacyUrl}>
                <button type="button" class="link" onClick={onDismiss}>
                  {words.hide}
                </button>
              </Foot>
            </div>
          </Surface>
        )}
      </>
    )
  }
}
