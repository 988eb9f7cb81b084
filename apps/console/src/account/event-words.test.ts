import { expect, test } from 'vitest'
import { eventProperties, eventTitle } from './event-words.ts'

test('a message without a name is called by what it does; a view by its page', () => {
  expect(eventTitle({ type: 'track', name: 'Report Built' })).toBe('Report Built')
  expect(eventTitle({ type: 'identify', name: 'identify' })).toBe('Identified')
  expect(eventTitle({ type: 'group', name: '' })).toBe('Account described')
  expect(eventTitle({ type: 'page', name: '' })).toBe('Page view')
  expect(eventTitle({ type: 'page', name: 'Home' })).toBe('Page view: Home')
})

test('what is empty, where a page was, and ids of requests are not read out', () => {
  const page = { title: 'Home', url: 'https://a.example/', path: '/', referrer: '' }
  expect(eventProperties({ type: 'page', name: 'Home' }, page)).toEqual({ path: '/' })
  const asked = { message: 'How?', help: '01a20537', feature: null }
  expect(eventProperties({ type: 'track', name: 'Help Asked' }, asked)).toEqual({ message: 'How?' })
  expect(eventProperties({ type: 'track', name: 'Report Built' }, { help: 'a', n: 0 })).toEqual({
    help: 'a',
    n: 0,
  })
})
