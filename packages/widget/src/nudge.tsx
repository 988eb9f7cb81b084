import type { Action, NudgeView } from '@fireball/core'
import { Component } from 'preact'
import { watchAnchor } from './anchor.ts'
import { arrowOf } from './arrow.ts'
import { Card, type PromptPorts } from './card.tsx'

interface NudgeProps extends PromptPorts {
  readonly view: NudgeView
  readonly page: Document
  act(action: Action): void
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
    if (!view.anchor.length || !canAnchor()) return this.setState({ isLate: true })
    this.timer = this.startWaiting()
    this.stopWatching = watchAnchor(page, view.anchor, target => {
      if (target === this.state.target) return this.point()
      clearTimeout(this.timer)
      if (!target) this.timer = this.startWaiting()
      this.setState({ target, isLate: false })
    })
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
    this.stopWatching()
  }

  private startWaiting() {
    return setTimeout(() => this.setState({ isLate: true }), LATE_AFTER_MS)
  }

  /** Turns the arrow towards the target, wherever the browser has put the card. */
  private point() {
    const { box, state } = this
    if (!box || !state.target) return
    const { side, at } = arrowOf(box.getBoundingClientRect(), state.target.getBoundingClientRect())
    box.dataset.side = side
    box.style.setProperty('--fireball-at', `${at}px`)
  }

  override render({ view, page: _, act, ...ports }: NudgeProps, { target, isLate }: NudgeState) {
    const { action } = view
    if (!target && !isLate) return null
    return (
      <Card
        {...ports}
        view={view}
        beside={target}
        onPlaced={box => {
          this.box = box
          this.point()
        }}
      >
        {action && (
          <div class="row">
            <button
              type="button"
              class="primary"
              part="primary"
              onClick={() => {
                ports.onClicked('action')
                act(action)
              }}
            >
              {action.label}
            </button>
          </div>
        )}
      </Card>
    )
  }
}
