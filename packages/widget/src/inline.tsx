import type { MessageView } from '@fireball/core'
import { Component, createRef } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { CROSS } from './icon.tsx'
import { actBeside, tellBeside } from './message-ports.ts'
import { Top } from './top.tsx'
import type { Whole } from './whole.ts'
import { words, wordsOf } from './words.ts'

interface InlineProps {
  readonly view: MessageView
  readonly whole: Whole
}

/** A card in a place that the page gives it; seen when it has been in view. */
export class Inline extends Component<InlineProps, { readonly isGone?: boolean }> {
  private readonly box = createRef<HTMLElement>()
  private sight: IntersectionObserver | undefined

  private leave(more: { readonly target?: string; readonly stopped?: true }) {
    tellBeside(this.props.whole, this.props.view, 'Dismissed', more)
    this.setState({ isGone: true })
  }

  override componentDidMount() {
    if (!this.box.current) return
    this.sight = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return
        this.sight?.disconnect()
        tellBeside(this.props.whole, this.props.view, 'Shown')
      },
      { threshold: 0.5 },
    )
    this.sight.observe(this.box.current)
  }

  override componentWillUnmount() {
    this.sight?.disconnect()
  }

  override render() {
    const { view, whole } = this.props
    const { title, body, rich, action, why } = view
    const { close, stop } = wordsOf(words, whole.state)
    if (this.state.isGone) return null
    return (
      <section ref={this.box} class="inline" part="inline" aria-labelledby="card">
        <Top
          id="card"
          title={title}
          icon={CROSS}
          label={close}
          onClick={() => this.leave({ target: 'close' })}
        />
        {body && <p>{rich ? whole.parts.rich.need()?.richText(body) : body}</p>}
        {action && (
          <div class="row">
            <Button look="primary" onClick={() => actBeside(whole, view, action)}>
              {action.label}
            </Button>
          </div>
        )}
        <Foot why={why} whole={whole}>
          <Button look="link" onClick={() => this.leave({ stopped: true })}>
            {stop}
          </Button>
        </Foot>
      </section>
    )
  }
}
