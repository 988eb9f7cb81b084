import type { ChecklistView, HelpView, OfferView, PromptView, WidgetState } from '@fireball/core'

/** What the widget itself remembers until the SDK has caught up; everything else it shows comes from the SDK. */
export interface Memory {
  /** Key of the prompt that was just closed. */
  readonly closed?: string | undefined
  /** Key of the checklist that was just dismissed. */
  readonly dismissed?: string | undefined
  /** Key of the checklist whose panel is open. */
  readonly open?: string | undefined
  /** Key of the checklist whose dismissal can still be undone. */
  readonly undo?: string | undefined
  /** The prompt whose form for questions was opened or sent: the form, then its receipt, stays until it is closed. */
  readonly asked?: HelpView | OfferView | undefined
}

/** The prompt to draw. */
export const promptOf = (state: WidgetState, { closed, asked }: Memory): PromptView | undefined =>
  asked ?? (state.prompt?.key === closed ? undefined : state.prompt)

/** The checklist to draw. */
export const checklistOf = (state: WidgetState, { dismissed }: Memory): ChecklistView | undefined =>
  state.checklist?.key === dismissed ? undefined : state.checklist

/** What is left to remember: once the SDK no longer gives what was closed, it may give the same again later. */
export const caughtUp = (
  { prompt, checklist }: WidgetState,
  { closed, dismissed, open, undo }: Memory,
): Memory => ({
  closed: prompt?.key === closed ? closed : undefined,
  dismissed: checklist?.key === dismissed ? dismissed : undefined,
  // A panel opens by hand only, and again by “Undo”.
  open: open === checklist?.key || open === undo ? open : undefined,
})
