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
  /** How many questions are answered. */
  readonly answered?: number
  /** How many answers came while the page was open, and have not been looked at. */
  readonly unread?: number
  /** The panel shows the form for questions: opened by hand, or with the panel. */
  readonly isAsking?: boolean | 'again' | undefined
}

/** The checklist to draw. */
export const checklistOf = (state: WidgetState, { dismissed }: ListMemory): ChecklistView | undefined =>
  state.checklist?.key === dismissed ? undefined : state.checklist

/** The same for the checklist. */
export const listCaughtUp = (
  { checklist, help }: WidgetState,
  { dismissed, open, undo, answered: before, unread = 0, isAsking }: ListMemory,
): ListMemory => {
  const answered = help.filter(({ state }) => state === 'answered').length
  return {
    dismissed: checklist?.key === dismissed ? dismissed : undefined,
    // A panel opens by hand only, and again by “Undo”.
    open: open === checklist?.key || open === undo ? open : undefined,
    answered,
    unread: open && isAsking ? 0 : unread + Math.max(0, answered - (before ?? answered)),
  }
}
