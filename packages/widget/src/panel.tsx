import type { Action, ChecklistView } from '@fireball/core'
import { Component, type ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { CHEVRON } from './icons.ts'
import styles from './panel.css'
import { words } from './panel-words.ts'
import { Ring } from './ring.tsx'
import { Step } from './step.tsx'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import { ofTotal } from './words.ts'

export { Undo } from './undo.tsx'
export { styles }

interface PanelProps {
  readonly view: ChecklistView
  readonly isOpen: boolean
  /** The form for questions, once it is loaded. */
  form(): ComponentChildren
  readonly privacyUrl: string | undefined
  onToggle(): void
  onDismiss(): void
  /** `target` is the key of the step. */
  onAct(target: string, action: Action): void
}

interface PanelState {
  /** A step unfolded by hand, beside the next one, which always is. */
  readonly unfolded?: string | undefined
  readonly isAsking?: boolean
}

/** The way to first value, opened from its launcher: steps with what they are for, and a way to ask. */
export class Panel extends Component<PanelProps, PanelState> {
  private steps(lead: string | undefined) {
    const { view, onAct } = this.props
    const { unfolded } = this.state
    return (
      <>
        {lead && <p>{lead}</p>}
        <ol>
          {view.steps.map(step => (
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
    )
  }

  override render() {
    const { view, isOpen, form, privacyUrl, onToggle, onDismiss } = this.props
    const { title, text, done, total, why } = view
    const { isAsking } = this.state
    if (!isOpen) return null
    const finished = done === total ? view.finished : undefined
    return (
      <Surface name="panel" role="dialog" labelledBy="panel" takesFocus onEscape={onToggle}>
        <div class="body">
          <Top
            id="panel"
            title={finished ? finished.title : title}
            icon={CHEVRON}
            label={words.collapse}
            onClick={onToggle}
            lead={<Ring done={done} total={total} />}
          >
            <small>
              <bdi>{ofTotal(done, total)}</bdi>
            </small>
          </Top>
          {isAsking ? form() : this.steps(finished ? finished.body : text)}
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
}
