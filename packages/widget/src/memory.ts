import type { HelpView, MessageView, OfferView, PromptView, WidgetState } from '@fireball/core'

/** What the widget itself remembers until the SDK has caught up; everything else it shows comes from the SDK. */
export interface Memory {
  /** Key of the prompt that was just closed. */
  readonly closed?: string | undefined
  /** The prompt whose form or survey was begun: it, then its receipt, stays until it is closed. */
  readonly asked?: HelpView | OfferView | MessageView | undefined
  /** Whether the page about what is stored was opened. */
  readonly isStoredOpen?: boolean
}

/** The prompt to draw. */
export const promptOf = (state: WidgetState, { closed, asked }: Memory): PromptView | undefined =>
  asked ?? (state.prompt?.key === closed ? undefined : state.prompt)

/** What is left to remember of a prompt: once the SDK no longer gives what was closed, it may give the same again. */
export const promptCaughtUp = ({ prompt }: WidgetState, { closed }: Memory): Memory => ({
  closed: prompt?.key === closed ? closed : undefined,
})
