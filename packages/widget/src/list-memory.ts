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
  /** How many answers were on screen that the page has not noted as read. */
  readonly read?: number
  /** How many answers have not been looked at, on this page or one before. */
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
  { dismissed, open, undo, read: before = 0, isAsking }: ListMemory,
): ListMemory => {
  const news = help.filter(({ state, isRead }) => state === 'answered' && !isRead).length
  const read = open && isAsking ? news : Math.min(before, news)
  return {
    dismissed: checklist?.key === dismissed ? dismissed : undefined,
    // A panel opens by hand only, and again by “Undo”.
    open: open === checklist?.key || open === undo ? open : undefined,
    read,
    unread: news - read,
  }
}
