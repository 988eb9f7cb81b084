import { expect, test } from 'vitest'
import { say } from './phrase.ts'

test('fills what it knows, and leaves the rest as it stands', () => {
  expect(say('{who} has {n} of {toString}', { who: 'Ann', n: 1234 }, 'en')).toBe(
    'Ann has 1,234 of {toString}',
  )
})

test('a form that the language asks for and the phrase lacks falls back to `other`, then to nothing', () => {
  expect(say({ other: '{n} steps' }, { n: 1 })).toBe('1 steps')
  expect(say({ one: 'one step' }, { n: 5 })).toBe('')
})

test('a language that nobody knows does no harm', () => {
  expect(say({ one: '{n} step', other: '{n} steps' }, { n: 2 }, 'not a language')).toBe('2 steps')
})
