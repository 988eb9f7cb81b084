import type { PromptView } from '@fireball/core'
import type { ComponentChildren } from 'preact'
import { Foot } from './foot.tsx'
import { Icon } from './icon.tsx'
import { Surface } from './surface.tsx'
import { words } from './words.ts'

/** What every prompt can tell the widget. */
export interface PromptPorts {
  readonly privacyUrl: string | undefined
  onShown(): void
  onClicked(target: string): void
  onClosed(): void
  onStopped(): void
}

interface CardProps extends PromptPorts {
  readonly view: PromptView
  readonly beside?: HTMLElement | undefined
  onPlaced?(box: HTMLElement): void
  readonly children?: ComponentChildren
}

/** The frame of a prompt: title, close button, text, whatever the kind adds, and the foot. */
export const Card = ({ view, beside, onPlaced, children, ...ports }: CardProps) => (
  <Surface
    name={view.kind}
    role="dialog"
    labelledBy="prompt"
    beside={beside}
    onEscape={ports.onClosed}
    onPainted={ports.onShown}
    {...(onPlaced && { onPlaced })}
  >
    <div class="body">
      <header>
        <h2 id="prompt" part="title">
          {view.title}
        </h2>
        <button type="button" class="icon" aria-label={words.close} onClick={ports.onClosed}>
          <Icon name="close" />
        </button>
      </header>
      {view.body && <p>{view.body}</p>}
      {children}
      <Foot why={view.why} privacyUrl={ports.privacyUrl}>
        <button type="button" class="link" onClick={ports.onStopped}>
          {words.stop}
        </button>
      </Foot>
    </div>
    {beside && <i part="arrow" />}
  </Surface>
)
