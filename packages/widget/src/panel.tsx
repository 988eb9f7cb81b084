import type { Action, ChecklistView, StepView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { HelpForm, type HelpPorts } from './help.tsx'
import { Icon, Ring } from './icon.tsx'
import { reveal } from './reveal.ts'
import { percentDone, waitsFor } from './steps.ts'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import { ofTotal, words } from './words.ts'

interface ChecklistProps {
  readonly view: ChecklistView
  readonly isOpen: boolean
  readonly help: HelpPorts
  readonly privacyUrl: string | undefined
  onToggle(): void
  onDismiss(): void
  /** `target` is the key of the step. */
  onAct(target: string, action: Action): void
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
  onAct(target: string, action: Action): void
}

const Step = ({ step, isUnfolded, onUnfold, onAct }: StepProps) => {
  const { key, title, text, state, isNext, missing } = step
  const action = state === 'open' && step.action
  const canUnfold = !isNext && !!(text || action)
  const head = (
    <>
      <span class="mark">
        <Icon name={state} label={words[state]} />
      </span>
      <span>
        {title}
        {state === 'locked' && <small>{waitsFor(missing)}</small>}
      </span>
      {canUnfold && <Icon name="chevron" />}
    </>
  )
  return (
    <li class={isNext ? 'next' : state} part="step" aria-current={isNext && 'step'}>
      {canUnfold ? (
        <Button look="head" aria-expanded={isUnfolded} onClick={onUnfold}>
          {head}
        </Button>
      ) : (
        <div class="head">{head}</div>
      )}
      {(isNext || isUnfolded) && (
        <div class="more" ref={reveal}>
          {text && <p>{text}</p>}
          {action && (
            <Button look={isNext ? 'primary' : 'secondary'} onClick={() => onAct(key, action)}>
              {action.label}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** The way to first value: a small launcher in the corner, and the panel that it opens. */
export class Checklist extends Component<ChecklistProps, ChecklistState> {
  private panel() {
    const { view, help, privacyUrl, onToggle, onDismiss, onAct } = this.props
    const { title, text, steps, done, total, why } = view
    const { unfolded, isAsking } = this.state
    const finished = done === total ? view.finished : undefined
    const lead = finished ? finished.body : text
    return (
      <Surface name="panel" role="dialog" labelledBy="panel" takesFocus onEscape={onToggle}>
        <div class="body">
          <Top
            id="panel"
            title={finished ? finished.title : title}
            icon="chevron"
            label={words.collapse}
            onClick={onToggle}
            lead={<Ring percent={percentDone(done, total)} />}
          >
            <small>
              <bdi>{ofTotal(done, total)}</bdi>
            </small>
          </Top>
          {isAsking ? (
            <HelpForm help={help} />
          ) : (
            <>
              {lead && <p>{lead}</p>}
              <ol>
                {steps.map(step => (
                  <Step
                    key={step.key}
                    step={step}
                    isUnfolded={step.key === unfolded}
                    onUnfold={() => this.setState({ unfolded: step.key === unfolded ? undefined : step.key })}
                    onAct={onAct}
                  />
                ))}
              </ol>
            </>
          )}
          <div class="row">
            <Button look="secondary" onClick={() => this.setState({ isAsking: !isAsking })}>
              {isAsking ? words.back : words.ask}
            </Button>
          </div>
          <Foot why={why} privacyUrl={privacyUrl}>
            <Button look="link" onClick={onDismiss}>
              {words.hide}
            </Button>
          </Foot>
        </div>
      </Surface>
    )
  }

  override render() {
    const { view, isOpen, onToggle } = this.props
    const { title, done, total } = view
    const progress = ofTotal(done, total)
    return (
      <>
        <Surface name="launcher" role="region" label={title}>
          <Button
            look="launch"
            aria-label={`${title}: ${progress}`}
            aria-expanded={isOpen}
            onClick={onToggle}
          >
            <Ring percent={percentDone(done, total)} />
            <bdi>{progress}</bdi>
          </Button>
        </Surface>
        {isOpen && this.panel()}
      </>
    )
  }
}
