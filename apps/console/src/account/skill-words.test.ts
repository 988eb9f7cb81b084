import type { SkillView } from '@fireball/core'
import { expect, test } from 'vitest'
import { skillEvidence } from './skill-words.ts'

const aView = (over: Partial<SkillView>): SkillView => ({
  key: 'send',
  state: 'learning',
  able: false,
  p: 0.6,
  low: 0.3,
  high: 0.8,
  successes: 1,
  failures: 1,
  assisted: 0,
  contexts: 1,
  needed: 2,
  last: 0,
  lacks: [],
  stuck: null,
  ...over,
})
const OWN = '1 of 2 tries succeeded unassisted, in 1 context (2 needed).'

test.each([
  ['failures', 'three failures and no success within half an hour'],
  ['rage', 'bursts of angry clicks'],
  ['no-outcome', 'five active minutes without an outcome'],
  ['struggle', 'several things went against them'],
] as const)('being stuck by %s is said so', (by, words) => {
  expect(skillEvidence(aView({ state: 'stuck', stuck: { by, at: 0 } }))).toBe(`Stuck: ${words}. ${OWN}`)
})

test('evidence without being stuck, without any, and of what cannot be shown', () => {
  expect(skillEvidence(aView({}))).toBe(OWN)
  expect(skillEvidence(aView({ assisted: 3 }))).toBe(OWN.replace('.', '; 3 more with help.'))
  expect(skillEvidence(aView({ state: 'not-started', successes: 0, failures: 0 }))).toBe('No evidence yet.')
  expect(skillEvidence(aView({ state: 'practised', lacks: ['context'] }))).toMatch(/say no context/)
})
