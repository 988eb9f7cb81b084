import type { HelpRequest, WidgetState } from '@fireball/core'
import { expect, test } from 'vitest'
import { receiptOf, sendingNote, standingOf, words } from './help-words.ts'

const request = (state: HelpRequest['state']): HelpRequest => ({ id: 'r', message: 'm', askedAt: 0, state })

const given = (sending: WidgetState['sending'], help: readonly HelpRequest[] = []): WidgetState => ({
  help,
  sending,
  theme: {},
})

test('before sending: nothing to say unless the message cannot leave', () => {
  expect(sendingNote(given('on'))).toBeUndefined()
  expect(sendingNote(given('offline'))).toBe(words.whenOffline)
  expect(sendingNote(given('off'))).toBe(words.whenOff)
})

test('the receipt tells sent from kept, and why it is kept', () => {
  expect(receiptOf(request('sent'), given('on'))).toBe(words.sentTo)
  expect(receiptOf(request('queued'), given('offline'))).toBe(words.keptOffline)
  expect(receiptOf(request('queued'), given('off'))).toBe(words.keptOff)
  // Queued although sending is on: the queue has not come round to it.
  expect(receiptOf(request('queued'), given('on'))).toBe(words.keptOn)
  expect(receiptOf(request('queued'), given('on', [request('answered')]))).toBe(words.sentTo)
})

test('every standing has a word', () => {
  expect(
    (['queued', 'sent', 'seen', 'answered'] as const).map(state => standingOf(request(state), given('on'))),
  ).toEqual(['Not sent yet', 'Sent', 'Seen', 'Answered'])
})
