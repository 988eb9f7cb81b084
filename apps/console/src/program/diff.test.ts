import { expect, test } from 'vitest'
import { diffPrograms, sayChange } from './diff.ts'

const nudge = { key: 'a', text: { title: 'Try it' }, caps: { perDay: 1 } }

test('equal programs differ in nothing, whatever the order of their keys', () => {
  expect(diffPrograms({ name: 'A', nudges: [nudge] }, { nudges: [{ ...nudge }], name: 'A' })).toEqual([])
})

test('each added, changed and removed thing is one line', () => {
  const before = { name: 'A', nudges: [nudge], skills: [{ key: 's', name: 'Send' }] }
  const after = {
    name: 'B',
    nudges: [{ ...nudge, text: { title: 'Try it now' }, caps: { perDay: 2 } }],
    skills: [{ key: 't', name: 'Test' }],
  }
  expect(diffPrograms(before, after).map(sayChange)).toEqual([
    'Changed: Name of the program',
    'New: Skill “Test”',
    'Gone: Skill “Send”',
    'Changed: Nudge “Try it now” (its text and how often)',
  ])
})

test('no part of a program changes unseen, whatever it is', () => {
  const survey = { key: 'nps', surface: 'survey', title: 'How likely …?' }
  expect(diffPrograms({ messages: [] }, { messages: [survey], later: [1] }).map(sayChange)).toEqual([
    'New: “later”',
    'New: Survey “How likely …?”',
  ])
})

test('a first program is all new; one that is no object is empty', () => {
  expect(diffPrograms(undefined, { nudges: [nudge] }).map(sayChange)).toEqual(['New: Nudge “Try it”'])
  expect(diffPrograms(null, 'text')).toEqual([])
})
