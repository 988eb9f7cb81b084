import type { HelpRequest, WidgetState } from '@fireball/core'

/** Every sentence of the form for questions, and of what became of them. */
export const words = {
  again: 'Ask another question',
  answered: 'Answered',
  evidence: 'Sent along',
  failed: 'Your message could not be kept. Please try again.',
  keptOff: 'Kept on this device. Sending is turned off here, so nobody has it yet.',
  keptOffline: 'Kept. It goes out as soon as you are back online.',
  message: 'Your question',
  queued: 'Not sent yet',
  questions: 'Your questions',
  seen: 'Seen',
  send: 'Send',
  sending: 'Sending…',
  sent: 'Sent',
  sentTo: 'Sent. The answer will show here.',
  team: 'Your question goes to the people who make this product.',
  whenOff: 'Sending is turned off here: your message stays on this device.',
  whenOffline: 'You are offline: your message is kept and sent when you are back.',
} as const

/** What to know before sending, when a message cannot leave now. */
export const sendingNote = (sending: WidgetState['sending']): string | undefined =>
  ({ on: undefined, offline: words.whenOffline, off: words.whenOff })[sending]

/** What happened to a message that was just handed over. */
export const receiptOf = ({ state }: HelpRequest, sending: WidgetState['sending']): string =>
  state !== 'queued' ? words.sentTo : sending === 'off' ? words.keptOff : words.keptOffline

/** Where a request stands, in one or two words. */
export const standingOf = ({ state }: HelpRequest): string => words[state]
