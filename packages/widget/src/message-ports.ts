import type { Action, MessageView } from '@fireball/core'
import type { PromptPorts, Whole } from './whole.ts'

/** Puts a message away and says by what: `later`, and it comes back another day. */
export const leave = ({ whole }: PromptPorts, { key }: MessageView, target: string): void => {
  whole.ports.report({ kind: 'dismissed', key, target })
  whole.remember({ closed: key, asked: undefined })
}

/** What happened to a message that stands on the page itself, which takes no turn. */
export const tellBeside = (
  { ports }: Whole,
  { key }: MessageView,
  kind: 'Shown' | 'Clicked' | 'Dismissed',
  more: { readonly target?: string; readonly stopped?: true } = {},
): void => ports.track?.(`Prompt ${kind}`, { prompt: key, beside: true, ...more })

/** Performs its button, which is what a message is for: it does not come back. */
export const actBeside = (whole: Whole, view: MessageView, action: Action): void => {
  tellBeside(whole, view, 'Clicked', { target: 'action' })
  whole.ports.act(action)
}
