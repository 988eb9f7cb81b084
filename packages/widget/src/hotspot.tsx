import type { MessageView } from '@fireball/core'
import { Component } from 'preact'
import { watchAnchor } from './anchor.ts'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { actBeside, tellBeside } from './message-ports.ts'
import { words } from './message-words.ts'
import { say } from './phrase.ts'
import { Surface } from './surface.tsx'
import type { PromptPorts, Whole } from './whole.ts'
import { wordsOf } from './words.ts'

interface HotspotProps {
  readonly view: MessageView
  readonly whole: Whole
}

interface HotspotState {
  readonly target?: HTMLElement | undefined
  readonly isOpen?: boolean
  readonly isGone?: boolean
}

/** A dot beside something on the page, which says more when it is pressed. */
export class Hotspot extends Component<HotspotProps, HotspotState> {
  private stopWatching = () => {}
  private isShown = false
  private placeAgain = () => {}

  private leave(more: { readonly target?: string; readonly stopped?: true }) {
    tellBeside(this.props.whole, this.props.view, 'Dismissed', more)
    this.setState({ isGone: true })
  }

  override componentDidMount() {
    const { view, whole } = this.props
    this.stopWatching = watchAnchor(whole.page, view.anchor, whole.parts.reach, target => {
      if (target === this.state.target) this.placeAgain()
      else this.setState({ target })
    })
  }

  override componentWillUnmount() {
    this.stopWatching()
  }

  override render() {
    const { view, whole } = this.props
    const { target, isOpen, isGone } = this.state
    const { action, title } = view
    if (!target || isGone) return null
    const onPlaced = (_: HTMLElement, again: () => void) => {
      this.placeAgain = again
    }
    if (!isOpen)
      return (
        <Surface
          key="dot"
          name="beacon"
          role="region"
          label={title}
          beside={target}
          reach={whole.parts.reach}
          onPlaced={onPlaced}
          onPainted={() => {
            if (!this.isShown) tellBeside(whole, view, 'Shown')
            this.isShown = true
          }}
        >
          <Button
            look="dot"
            aria-label={say(wordsOf(words, whole.state).open, { title })}
            aria-expanded={false}
            onClick={() => {
              tellBeside(whole, view, 'Clicked', { target: 'open' })
              this.setState({ isOpen: true })
            }}
          >
            <i />
          </Button>
        </Surface>
      )
    const ports: PromptPorts = {
      whole,
      onShown: () => {},
      onAct: (_, what) => actBeside(whole, view, what),
      onClosed: () => this.leave({ target: 'close' }),
      onStopped: () => this.leave({ stopped: true }),
    }
    return (
      <Card key="card" view={view} ports={ports} beside={target} onPlaced={onPlaced} takesFocus>
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
