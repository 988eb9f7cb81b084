import type { PromptView } from '@fireball/core'
import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { CROSS } from './icon.tsx'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import type { PromptPorts } from './whole.ts'
import { words, wordsOf } from './words.ts'

interface CardProps {
  readonly view: PromptView
  readonly ports: PromptPorts
  readonly beside?: HTMLElement | undefined
  /** It was opened by hand. */
  readonly takesFocus?: boolean
  onPlaced?(box: HTMLElement, again: () => void): void
  readonly children?: ComponentChildren
}

/** The frame of a prompt: title, close button, text, whatever the kind adds, and the foot. */
export const Card = ({ view, ports, children, ...rest }: CardProps) => {
  const { state, parts } = ports.whole
  const { close, stop } = wordsOf(words, state)
  const { body, rich } = view
  return (
    <Surface
      name={view.kind}
      role="dialog"
      labelledBy="prompt"
      reach={parts.reach}
      onEscape={ports.onClosed}
      onPainted={ports.onShown}
      {...rest}
    >
      <div class="body">
        <Top id="prompt" title={view.title} icon={CROSS} label={close} onClick={ports.onClosed} />
        {body && <p>{rich ? parts.rich.need()?.richText(body) : body}</p>}
        {children}
        <Foot why={view.why} whole={ports.whole}>
          <Button look="link" onClick={ports.onStopped}>
            {stop}
          </Button>
        </Foot>
      </div>
      {rest.beside && <i part="arrow" />}
    </Surface>
  )
}
