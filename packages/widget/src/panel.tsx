import type { Action, ChecklistView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import type * as help from './help.tsx'
import { CHEVRON } from './icons.ts'
import styles from './panel.css'
import { words } from './panel-words.ts'
import type { Part } from './part.ts'
import { Ring } from './ring.tsx'
import { Step } from './step.tsx'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import type { Whole } from './whole.ts'
import { ofTotal } from './words.ts'

export { Undo } from './undo.tsx'
export { styles }

interface PanelProps {
  readonly view: ChecklistView
  readonly isOpen: boolean
  readonly whole: Whole
  /** The form for questions. */
  readonly help: Part<typeof help>
  onToggle(): void
}

interface PanelState {
  /** A step unfolded by hand, beside the next one, which always is. */
  readonly unfolded?: string | undefined
  readonly isAsking?: boolean
}

/** The way to first value, opened from its launcher: steps with what they are for, and a way to ask. */
export class Panel extends Component<PanelProps, PanelState> {
  /** `target` is the key of the step. */
  private readonly act = (target: string, action: Action) => {
    const { view, whole } = this.props
    whole.ports.report({ kind: 'clicked', key: view.key, target })
    whole.ports.act(action)
  }

  private readonly dismiss = () => {
    const { view, whole } = this.props
    const { key } = view
    whole.remember({ dismissed: key, undo: key })
    whole.ports.report({ kind: 'checklist', key, is: 'dismissed' })
  }

  private form() {
    const part = this.props.help.need()
    return part && <part.HelpForm whole={this.props.whole} />
  }

  private steps(lead: string | undefined) {
    const { view } = this.props
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
              onAct={this.act}
            />
          ))}
        </ol>
      </>
    )
  }

  override render() {
    const { view, isOpen, whole, onToggle } = this.props
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
          {isAsking ? this.form() : this.steps(finished ? finished.body : text)}
          <div class="row">
            <Button look="secondary" onClick={() => this.setState({ isAsking: !isAsking })}>
              {isAsking ? words.back : words.ask}
            </Button>
          </div>
          <Foot why={why} privacyUrl={whole.state.privacyUrl}>
            <Button look="link" onClick={this.dismiss}>
              {words.hide}
            </Button>
          </Foot>
        </div>
      </Surface>
    )
  }
}
