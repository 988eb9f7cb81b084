import { expect, test } from 'vitest'
import { doingText, doneShare } from './simulation-words.ts'

const REST = {
  isOffered: true,
  project: 'simulated',
  accounts: 300,
  pending: 0,
  at: 'rest',
  done: 0,
  total: 0,
  failure: null,
} as const

test('what is done is said from the first click to the last account', () => {
  expect(doingText(REST)).toBeUndefined()
  expect(doingText({ ...REST, at: 'deleting', done: 3 })).toBe('Clearing what was there before …')
  expect(doingText({ ...REST, at: 'filling' })).toBe('Making up the accounts …')
  expect(doingText({ ...REST, at: 'filling', done: 20, total: 80 })).toBe('Sending what they did: 25% …')
  expect(doingText({ ...REST, pending: 12 })).toBe('Working them out: 12 people and accounts to go …')
})

test('a share is known only while something is sent', () => {
  expect(doneShare({ ...REST, at: 'filling', done: 20, total: 80 })).toBe(0.25)
  expect(doneShare({ ...REST, at: 'filling' })).toBeUndefined()
  expect(doneShare(REST)).toBeUndefined()
})
