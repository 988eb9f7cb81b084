import type { HelpRequest, WidgetState } from '@fireball/core'
import { wordsOf } from './words.ts'

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
}

/** What to know before sending, when a message cannot leave now. */
export const sendingNote = (state: WidgetState): string | undefined => {
  const { whenOffline, whenOff } = wordsOf(words, state)
  return { on: undefined, offline: whenOffline, off: whenOff }[state.sending]
}

/** What became of a message that was just handed over, as it stands now. */
export const receiptOf = (asked: HelpRequest, state: WidgetState): string => {
  const { sentTo, keptOn, keptOffline, keptOff } = wordsOf(words, state)
  const { state: standing } = state.help.find(one => one.id === asked.id) ?? asked
  if (standing !== 'queued') return sentTo
  return { on: keptOn, offline: keptOffline, off: keptOff }[state.sending]
}

/** Where a request stands, in one or two words. */
export const standingOf = (request: HelpRequest, state: WidgetState): string =>
  wordsOf(words, state)[request.state]
