import type { HelpRequest, WidgetState } from '@fireball/core'

/** Every sentence of the form for questions, and of what became of them. */
export const words = {
  again: 'Ask another question',
  answered: 'Answered',
  evidence: 'Sent along',
  failed: 'Your message could not be kept. Please try again.',
  keptOff: 'Kept on this device. Sending is turned off here, so nobody has it yet.',
  keptOffline: 'Kept. It goes out as soon as you are back online.',
  keptOn: 'Kept, and on its way.',
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

/** What became of a message that was just handed over, as it stands now. */
export const receiptOf = (
  asked: HelpRequest,
  { help, sending }: Pick<WidgetState, 'help' | 'sending'>,
): string => {
  const { state } = help.find(one => one.id === asked.id) ?? asked
  if (state !== 'queued') return words.sentTo
  return { on: words.keptOn, offline: words.keptOffline, off: words.keptOff }[sending]
}

/** Where a request stands, in one or two words. */
export const standingOf = ({ state }: HelpRequest): string => words[state]
