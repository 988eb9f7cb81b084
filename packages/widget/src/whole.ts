import type {
  Action,
  HelpView,
  MessageSurface,
  OfferView,
  PromptView,
  WidgetPorts,
  WidgetState,
} from '@fireball/core'
import type { ComponentChildren, ComponentType } from 'preact'
import type { ListMemory } from './list-memory.ts'
import type { Part } from './part.ts'
import type * as reach from './reach.ts'
import type * as rich from './rich.tsx'

/** What every surface sees of the whole widget. */
export interface Whole {
  readonly state: WidgetState
  readonly ports: WidgetPorts
  readonly parts: Parts
  readonly page: Document
  /** What was typed and not yet sent, so that closing a form loses nothing. */
  readonly draft: { text: string }
  remember(memory: ListMemory): void
}

/** What every prompt can tell the widget. */
export interface PromptPorts {
  readonly whole: Whole
  onShown(): void
  /** `target` names the button: `action`, `upgrade` or `lesson`. */
  onAct(target: string, action: Action): void
  onClosed(): void
  onStopped(): void
}

/** For the form for questions: without a prompt that it belongs to it is a question about anything. */
export interface FormProps {
  readonly whole: Whole
  readonly view?: HelpView | OfferView
  /** It was opened by hand, and the button that did is gone. */
  readonly takesFocus?: boolean
  /** Beside its button: the way back. */
  readonly children?: ComponentChildren
}

/** What draws all prompts of one kind; a method, because each takes only those of its own. */
export interface PromptPart {
  prompt(view: PromptView, ports: PromptPorts): ComponentChildren
}

/** The later parts that surfaces use, as far as they do. */
export interface Parts extends Readonly<Partial<Record<MessageSurface, Part<PromptPart>>>> {
  readonly offer: Part<PromptPart>
  readonly help: Part<PromptPart & { readonly HelpForm: ComponentType<FormProps> }>
  readonly message: Part<PromptPart & { beside(whole: Whole): ComponentChildren }>
  readonly reach: Part<typeof reach>
  readonly rich: Part<typeof rich>
  readonly stored: Part<{ readonly Stored: ComponentType<{ whole: Whole }> }>
}
