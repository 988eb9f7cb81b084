import {
  addEvidence,
  allSignals,
  evidenceOf,
  type FireballEvent,
  factsOf,
  knownOfUser,
  membership,
  userKey,
} from '@fireball/core'
import { expect, test } from 'vitest'
import { aProgram } from '../fixture-program.ts'
import { helpEvidence } from './help-evidence.ts'

const NOON = Date.parse('2026-03-10T12:00:00Z')
const program = aProgram()
const signals = allSignals(program)
let made = 0
const event = (name: string, properties: FireballEvent['properties'], at = NOON): FireballEvent => ({
  id: `m${++made}`,
  type: 'track',
  name,
  userId: 'ann',
  properties,
  context: {},
  at,
  assisted: false,
})
const said = (...events: readonly FireballEvent[]) => {
  const sum = addEvidence(...events.map(one => evidenceOf(one, signals)))
  const user = knownOfUser(sum, membership([]), userKey('ann'))
  return helpEvidence('export', program, factsOf({ program, signals, user, account: user, now: NOON }))
}
const struggle = (properties: FireballEvent['properties']) =>
  event('Struggle Noticed', { feature: 'export', ...properties })

test.each([
  ['failures', 'three failures and no success within half an hour'],
  ['rage', 'bursts of angry clicks'],
  ['no-outcome', 'five active minutes without an outcome'],
])('being stuck by %s is said as just that', (kind, words) => {
  const sentence = `Stuck on “Run reports” on 2026-03-10: ${words}.`
  expect(said(struggle({ kind, skill: 'reports' }))).toContain(sentence)
  // Where only the feature is named, of what was begun of it.
  const begun = event('Report Run', { outcome: 'failure', context: 'a' }, NOON - 1)
  expect(said(begun, struggle({ kind }))).toContain(sentence)
})

test('several things together, and what an older script sends, claim no reason', () => {
  expect(said(struggle({}))).toContain('Exports gave trouble on 2026-03-10.')
})

test('three failures of the skill itself are failures', () => {
  const failures = [0, 1, 2].map(n => event('Report Run', { outcome: 'failure', context: 'a' }, NOON - n))
  expect(said(...failures)).toEqual([
    'Stuck on “Run reports” on 2026-03-10: three failures and no success within half an hour.',
    'Run reports: 0 successes, 3 failures.',
    '1 of 2 steps done.',
  ])
})

test('dead clicks, errors and left forms are friction, and nobody is stuck by them', () => {
  for (const kind of ['dead', 'error', 'form'])
    expect(said(struggle({ kind, skill: 'reports' })).join()).not.toMatch(/Exports|Stuck/)
})
