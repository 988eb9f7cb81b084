import type { HelpRequest, WidgetState } from '@fireball/core'
import { words } from './words.ts'

/** What to know before sending, when a message cannot leave now. */
export const sendingNote = (sending: WidgetState['sending']): string | undefined =>
  ({ on: undefined, offline: words.whenOffline, off: words.whenOff })[sending]

/** What happened to a message that was just handed over. */
export const receiptOf = ({ state }: HelpRequest, sending: WidgetState['sending']): string =>
  state !== 'queued' ? words.sentTo : sending === 'off' ? words.keptOff : words.keptOffline

/** Where a request stands, in one or two words. */
export const standingOf = ({ state }: HelpRequest): string => words[state]
