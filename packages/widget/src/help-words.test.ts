import type { HelpRequest } from '@fireball/core'
import { expect, test } from 'vitest'
import { receiptOf, sendingNote, standingOf, words } from './help-words.ts'

const request = (state: HelpRequest['state']): HelpRequest => ({ id: 'r', message: 'm', askedAt: 0, state })

test('before sending: nothing to say unless the message cannot leave', () => {
  expect(sendingNote('on')).toBeUndefined()
  expect(sendingNote('offline')).toBe(words.whenOffline)
  expect(sendingNote('off')).toBe(words.whenOff)
})

test('the receipt tells sent from kept, and why it is kept', () => {
  expect(receiptOf(request('sent'), { help: [], sending: 'on' })).toBe(words.sentTo)
  expect(receiptOf(request('queued'), { help: [], sending: 'offline' })).toBe(words.keptOffline)
  expect(receiptOf(request('queued'), { help: [], sending: 'off' })).toBe(words.keptOff)
  // Queued although sending is on: the queue has not come round to it.
  expect(receiptOf(request('queued'), { help: [], sending: 'on' })).toBe(words.keptOn)
  expect(receiptOf(request('queued'), { help: [request('answered')], sending: 'on' })).toBe(words.sentTo)
})

test('every standing has a word', () => {
  expect((['queued', 'sent', 'seen', 'answered'] as const).map(state => standingOf(request(state)))).toEqual([
    'Not sent yet',
    'Sent',
    'Seen',
    'Answered',
  ])
})
