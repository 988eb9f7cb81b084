import type { MessageView, NudgeView } from '@fireball/core'
import { Component, type ComponentChildren } from 'preact'
import { watchAnchor } from './anchor.ts'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import type { PromptPorts } from './whole.ts'

interface NudgeProps {
  readonly view: NudgeView | MessageView
  readonly ports: PromptPorts
  /** In the place of its one button. */
  readonly children?: ComponentChildren
}

interface NudgeState {
  readonly target?: HTMLElement | undefined
  /** The target did not come in time: a card in the corner until it does. */
  readonly isLate?: boolean
}

/** How long a page may take to draw the target before the nudge stands in the corner instead. */
const LATE_AFTER_MS = 1000

/** A next step beside its target; in the corner while none of its targets is on screen. */
export class Nudge extends Component<NudgeProps, NudgeState> {
  private box: HTMLElement | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private held = 0
  private stopWatching = () => {}
  private placeAgain = () => {}

  override componentDidMount() {
    const { view, ports } = this.props
    const { page, parts } = ports.whole
    const beLate = () => this.setState({ isLate: true })
    if (!view.anchor.length) return beLate()
    this.timer = setTimeout(beLate, LATE_AFTER_MS)
    const onLook = (target: HTMLElement | undefined) => {
      cancelAnimationFrame(this.held)
      if (target === this.state.target) return this.placeAgain()
      // A menu closes when the card is pressed: what is pressed must still be there to be clicked.
      if (this.box?.matches(':active')) {
        this.placeAgain()
        this.held = requestAnimationFrame(() => onLook(target))
        return
      }
      clearTimeout(this.timer)
      if (!target) this.timer = setTimeout(beLate, LATE_AFTER_MS)
      this.setState({ target, isLate: false })
    }
    this.stopWatching = watchAnchor(page, view.anchor, parts.reach, onLook)
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
    cancelAnimationFrame(this.held)
    this.stopWatching()
  }

  override render() {
    const { view, ports, children } = this.props
    const { target, isLate } = this.state
    const { action } = view
    if (!target && !isLate) return null
    return (
      <Card
        view={view}
        ports={ports}
        beside={target}
        onPlaced={(box, again) => {
          this.box = box
          this.placeAgain = again
        }}
      >
        {children ??
          (action && (
            <div class="row">
              <Button look="primary" onClick={() => ports.onAct('action', action)}>
                {action.label}
              </Button>
            </div>
          ))}
      </Card>
    )
  }
}
