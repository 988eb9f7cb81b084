import type { NudgeView } from '@fireball/core'
import { Component } from 'preact'
import { watchAnchor } from './anchor.ts'
import { arrowAt } from './arrow.ts'
import { Button } from './button.tsx'
import { Card, type PromptPorts } from './card.tsx'

interface NudgeProps {
  readonly view: NudgeView
  readonly ports: PromptPorts
  readonly page: Document
}

interface NudgeState {
  readonly target?: HTMLElement | undefined
  /** The target did not come in time: a card in the corner until it does. */
  readonly isLate?: boolean
}

/** How long a page may take to draw the target before the nudge stands in the corner instead. */
const LATE_AFTER_MS = 1000

/** Browsers without anchor positioning get the corner card: measuring and following by hand is a later, lazy part. */
const canAnchor = (): boolean => CSS.supports('position-area', 'block-end')

/** A next step beside its target; in the corner while none of its targets is on screen. */
export class Nudge extends Component<NudgeProps, NudgeState> {
  private box: HTMLElement | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopWatching = () => {}

  override componentDidMount() {
    const { page, view } = this.props
    const beLate = () => this.setState({ isLate: true })
    if (!view.anchor.length || !canAnchor()) return beLate()
    this.timer = setTimeout(beLate, LATE_AFTER_MS)
    this.stopWatching = watchAnchor(page, view.anchor, target => {
      if (target === this.state.target) return this.point()
      clearTimeout(this.timer)
      if (!target) this.timer = setTimeout(beLate, LATE_AFTER_MS)
      this.setState({ target, isLate: false })
    })
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
    this.stopWatching()
  }

  /** Turns the arrow towards the target, wherever the browser has put the card. */
  private point() {
    const { box } = this
    const { target } = this.state
    if (!box || !target) return
    const [x, y] = arrowAt(box.getBoundingClientRect(), target.getBoundingClientRect())
    box.style.setProperty('--arrow', `${x}px ${y}px`)
  }

  override render() {
    const { view, ports } = this.props
    const { target, isLate } = this.state
    const { action } = view
    if (!target && !isLate) return null
    return (
      <Card
        view={view}
        ports={ports}
        beside={target}
        onPlaced={box => {
          this.box = box
          this.point()
        }}
      >
        {action && (
          <div class="row">
            <Button look="primary" onClick={() => ports.onAct('action', action)}>
              {action.label}
            </Button>
          </div>
        )}
      </Card>
    )
  }
}
