import { LEAD_TYPES, type LeadType } from '@fireball/core'
import { expect, test } from 'vitest'
import { confusionOf, confusionText, sharesRight } from './confusion.ts'
import type { TrueAccount } from './truth.ts'

const account = (id: string, type: LeadType | null): Pick<TrueAccount, 'id' | 'expected'> => ({
  id,
  expected: { type, isAbleSomewhere: null, limit: null, isHelped: false },
})

const TRUTH = [
  account('a', 'golden-lead'),
  account('b', 'golden-lead'),
  account('c', 'fizzler'),
  account('guard', null),
  account('unheard', 'fizzler'),
]
const SAID = new Map<string, LeadType>([
  ['a', 'golden-lead'],
  ['b', 'silent-success'],
  ['c', 'fizzler'],
  ['guard', 'heartbreaker'],
])

test('only open trials of a type count, each once, and only those of which something was said', () => {
  const confusion = confusionOf(TRUTH, SAID)
  expect(confusion['golden-lead']).toMatchObject({ 'golden-lead': 1, 'silent-success': 1, heartbreaker: 0 })
  expect(LEAD_TYPES.flatMap(type => Object.values(confusion[type])).reduce((a, b) => a + b, 0)).toBe(3)
  expect(sharesRight(confusion)).toMatchObject({ 'golden-lead': 0.5, fizzler: 1, incompatible: null })
})

test('it is printed with what was told right', () => {
  const lines = confusionText(confusionOf(TRUTH, SAID)).split('\n')
  expect(lines[1]).toBe('1 golden-lead                 1    1    0    0    0    0    0    50 %')
  expect(lines.at(-1)).toBe('Told right, on the mean of the types: 75 %')
})
