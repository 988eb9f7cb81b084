import type { MessageView } from '@fireball/core'
import { Component, createRef } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { CROSS } from './icon.tsx'
import { leave } from './message-ports.ts'
import { words } from './message-words.ts'
import { whenPainted } from './painted.ts'
import { Top } from './top.tsx'
import type { PromptPorts, Whole } from './whole.ts'
import { words as commonWords, wordsOf } from './words.ts'

/**
 * A dialog that the page waits for: the browser keeps the focus in it, the rest of the page out of reach, and gives the
 * focus back. A message comes only while nobody types, so nothing that is being done is cut off.
 */
export class Modal extends Component<{ readonly view: MessageView; readonly ports: PromptPorts }> {
  private readonly box = createRef<HTMLDialogElement>()
  private stopWaiting = () => {}

  override componentDidMount() {
    const box = this.box.current
    if (!box) return
    box.showModal()
    box.focus({ preventScroll: true })
    this.stopWaiting = whenPainted(box.ownerDocument, this.props.ports.onShown)
  }

  override componentWillUnmount() {
    this.stopWaiting()
    // Taken off the page while open, it would not give the focus back.
    this.box.current?.close()
  }

  override render() {
    const { view, ports } = this.props
    const { title, body, rich, action, why } = view
    const { state, parts } = ports.whole
    const { notNow } = wordsOf(words, state)
    const { close, stop } = wordsOf(commonWords, state)
    // What is stored opens beside, where nothing can be reached while this is open.
    const whole: Whole = {
      ...ports.whole,
      remember(memory) {
        if (memory.isStoredOpen) leave(ports, view, 'later')
        ports.whole.remember(memory)
      },
    }
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does by keyboard what a press on the backdrop does.
      <dialog
        ref={this.box}
        class="box modal"
        part="modal"
        aria-labelledby="prompt"
        tabIndex={-1}
        onCancel={event => {
          event.preventDefault()
          ports.onClosed()
        }}
        onClick={({ target, currentTarget }) => {
          if (target === currentTarget) ports.onClosed()
        }}
      >
        <div class="body">
          <Top id="prompt" title={title} icon={CROSS} label={close} onClick={ports.onClosed} />
          {body && <p>{rich ? parts.rich.need()?.richText(body) : body}</p>}
          <div class="row">
            {action && (
              <Button look="primary" onClick={() => ports.onAct('action', action)}>
                {action.label}
              </Button>
            )}
            <Button look="secondary" onClick={() => leave(ports, view, 'later')}>
              {notNow}
            </Button>
          </div>
          <Foot why={why} whole={whole}>
            <Button look="link" onClick={ports.onStopped}>
              {stop}
            </Button>
          </Foot>
        </div>
      </dialog>
    )
  }
}
