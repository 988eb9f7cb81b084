import type { ChecklistView, WidgetState } from '@fireball/core'
import type { Memory } from './memory.ts'

/** What the checklist remembers beside. */
export interface ListMemory extends Memory {
  /** Key of the checklist that was just dismissed. */
  readonly dismissed?: string | undefined
  /** Key of the checklist whose panel is open. */
  readonly open?: string | undefined
  /** Key of the checklist whose dismissal can still be undone. */
  readonly undo?: string | undefined
}

/** The checklist to draw. */
export const checklistOf = (state: WidgetState, { dismissed }: ListMemory): ChecklistView | undefined =>
  state.checklist?.key === dismissed ? undefined : state.checklist

/** The same for the checklist. */
export const listCaughtUp = (
  { checklist }: WidgetState,
  { dismissed, open, undo }: ListMemory,
): ListMemory => ({
  dismissed: checklist?.key === dismissed ? dismissed : undefined,
  // A panel opens by hand only, and again by “Undo”.
  open: open === checklist?.key || open === undo ? open : undefined,
})
