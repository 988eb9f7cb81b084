import type { MessageView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { words } from './message-words.ts'
import { Nudge } from './nudge.tsx'
import { say } from './phrase.ts'
import type { PromptPorts } from './whole.ts'
import { wordsOf } from './words.ts'

/** It brings no style sheet. */
export const styles = ''

interface TourProps {
  readonly view: MessageView
  readonly ports: PromptPorts
}

/** Steps one after the other, each beside its target; where it stands is in the history, so it goes on on any page. */
export class Tour extends Component<TourProps> {
  /** The step that was gone to by hand, which takes the focus along. */
  private wentTo: string | undefined

  private go(step: string) {
    const { view, ports } = this.props
    this.wentTo = step
    // It goes on showing: a move takes no turn.
    ports.whole.ports.track?.('Prompt Clicked', { prompt: view.key, target: `to:${step}`, beside: true })
  }

  private readonly follow = (element: HTMLElement | null) => {
    if (this.wentTo !== this.props.view.step?.key) return
    this.wentTo = undefined
    // Only once the browser has put the card up can anything in it have the focus.
    requestAnimationFrame(() => element?.querySelector<HTMLElement>('button')?.focus())
  }

  override render() {
    const { view, ports } = this.props
    const { step, action } = view
    const { state } = ports.whole
    const { back, next, done, progress } = wordsOf(words, state)
    if (!step) return null
    const { choices } = step
    const forward = step.next
    return (
      <Nudge key={step.key} view={view} ports={ports}>
        <div class="row" ref={this.follow}>
          {choices.map(({ label, to }) => (
            <Button key={to} look="secondary" onClick={() => this.go(to)}>
              {label}
            </Button>
          ))}
          {action && (
            <Button
              look="primary"
              onClick={() => {
                if (forward) {
                  this.go(forward)
                  ports.whole.ports.act(action)
                } else ports.onAct('done', action)
              }}
            >
              {action.label}
            </Button>
          )}
          {choices.length === 0 &&
            !action &&
            (forward ? (
              <Button look="primary" onClick={() => this.go(forward)}>
                {next}
              </Button>
            ) : (
              <Button
                look="primary"
                onClick={() => ports.whole.ports.report({ kind: 'clicked', key: view.key, target: 'done' })}
              >
                {done}
              </Button>
            ))}
          {step.back && (
            <Button look="link" onClick={() => step.back && this.go(step.back)}>
              {back}
            </Button>
          )}
          {step.of > 1 && (
            <small dir="auto">{say(progress, { n: step.at, total: step.of }, state.locale)}</small>
          )}
        </div>
      </Nudge>
    )
  }
}
