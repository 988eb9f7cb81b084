import type { Action, PromptView } from '@fireball/core'
import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { CROSS } from './icon.tsx'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import { words } from './words.ts'

/** What every prompt can tell the widget. */
export interface PromptPorts {
  readonly privacyUrl: string | undefined
  onShown(): void
  /** `target` names the button: `action`, `upgrade` or `lesson`. */
  onAct(target: string, action: Action): void
  onClosed(): void
  onStopped(): void
}

interface CardProps {
  readonly view: PromptView
  readonly ports: PromptPorts
  readonly beside?: HTMLElement | undefined
  onPlaced?(box: HTMLElement): void
  readonly children?: ComponentChildren
}

/** The frame of a prompt: title, close button, text, whatever the kind adds, and the foot. */
export const Card = ({ view, ports, beside, onPlaced, children }: CardProps) => (
  <Surface
    name={view.kind}
    role="dialog"
    labelledBy="prompt"
    beside={beside}
    onEscape={ports.onClosed}
    onPainted={ports.onShown}
    onPlaced={onPlaced}
  >
    <div class="body">
      <Top id="prompt" title={view.title} icon={CROSS} label={words.close} onClick={ports.onClosed} />
      {view.body && <p>{view.body}</p>}
      {children}
      <Foot why={view.why} privacyUrl={ports.privacyUrl}>
        <Button look="link" onClick={ports.onStopped}>
          {words.stop}
        </Button>
      </Foot>
    </div>
    {beside && <i part="arrow" />}
  </Surface>
)
