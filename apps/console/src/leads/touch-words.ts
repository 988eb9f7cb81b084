import type { Touch, TouchAdvice } from '@fireball/core'
import { dateText, daysBetween } from '../time.ts'

/** By when something is to be done: “Due today”, “Overdue since yesterday”, “Due 2 Dec”. */
export const dueText = (by: number | null, now: number): string => {
  if (by === null) return 'Due now'
  const days = daysBetween(now, by)
  if (days === 0) return 'Due today'
  if (days === 1) return 'Due tomorrow'
  if (days === -1) return 'Overdue since yesterday'
  return days < 0 ? `Overdue since ${dateText(by, now)}` : `Due ${dateText(by, now)}`
}

/** Whether its day has passed. */
export const isOverdue = ({ state, by }: Pick<TouchAdvice, 'state' | 'by'>, now: number): boolean =>
  state === 'due' && by !== null && daysBetween(now, by) < 0

/** Who steps in. */
export const TEAMS = {
  sales: 'Sales',
  success: 'Success',
  support: 'Support',
} as const satisfies Record<NonNullable<TouchAdvice['who']>, string>

/** Who, and by when: “Due today · Sales”; what holds it where nothing is due. */
export const whenText = ({ state, by, who, heldUntil }: TouchAdvice, now: number): string => {
  switch (state) {
    case 'due':
      return `${dueText(by, now)}${who === null ? '' : ` · ${TEAMS[who]}`}`
    case 'snoozed':
      return by === null ? 'Snoozed' : `Snoozed until ${dateText(by, now)}`
    case 'disqualified':
      return 'Disqualified'
    case 'done':
      return 'Touched'
    case 'wait':
      return heldUntil === undefined ? 'Not yet' : `Touch waits until ${dateText(heldUntil, now)}`
  }
}

/** What a person did, as a sentence begins: “Won”, “Snoozed until 25 Nov”. */
export const touchText = ({ kind, until }: Pick<Touch, 'kind' | 'until'>, now: number): string =>
  kind === 'snoozed' && until !== undefined ? `Snoozed until ${dateText(until, now)}` : DONE[kind]

const DONE = {
  touched: 'Touched',
  snoozed: 'Snoozed',
  woken: 'Woken',
  disqualified: 'Disqualified',
  requalified: 'Back in the running',
  won: 'Won',
  lost: 'Lost',
  recycled: 'New cycle begun',
} as const satisfies Record<Touch['kind'], string>
