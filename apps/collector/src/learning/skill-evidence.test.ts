import { allSignals, type Row } from '@fireball/core'
import { expect, test } from 'vitest'
import { aProgram } from '../fixture-program.ts'
import { skillEvidence } from './skill-evidence.ts'

const program = aProgram()
const signals = allSignals(program)
const hashOf = (key: string): string => signals.find(one => one.key === key)?.hash ?? ''

const row = (user: string, signal: string, context: string, more: Partial<Row>): Row => ({
  user,
  signal: hashOf(signal),
  context,
  day: 1,
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
  sum: 0,
  first: 1,
  last: 1,
  ...more,
})
const of = (...rows: readonly Row[]) =>
  skillEvidence(
    program,
    signals,
    [...new Set(rows.map(one => one.user))].map(user => ({
      user,
      account: user,
      rows: rows.filter(one => one.user === user),
    })),
  )

test('outcomes, users and contexts are counted per skill; help is counted apart', () => {
  const [reports, sharing] = of(
    row('u:1', 'report', 'a', { success: 3, failure: 1 }),
    row('u:1', 'report', 'b', { successAssisted: 2 }),
    row('u:2', 'report', 'a', { success: 1 }),
  )
  expect(reports).toEqual({
    key: 'reports',
    name: 'Run reports',
    successes: 4,
    failures: 1,
    assisted: 2,
    users: 2,
    contexts: 1,
  })
  expect(sharing?.lacks).toBe(
    'No outcomes are reported: send “Report Shared” with outcome: "success" or "failure".',
  )
})

test.each([
  [
    { success: 3 },
    'a',
    'No failures are reported: send “Report Run” with outcome: "failure" when it does not work.',
  ],
  [
    { failure: 3 },
    'a',
    'No successes are reported: send “Report Run” with outcome: "success" when it works.',
  ],
  [
    { success: 3, failure: 1 },
    '',
    'No event says what it was done on: add context, a stable id, to “Report Run”.',
  ],
  [{ success: 3, failure: 1 }, 'a', undefined],
])('%j in “%s” lacks: %s', (counts, context, lacks) => {
  expect(of(row('u:1', 'report', context, counts))[0]?.lacks).toBe(lacks)
})

test('a signal that cannot fail is told as such', () => {
  const fixed = aProgram({
    skills: [{ key: 'inviting', name: 'Invite', why: 'More hands.', shownBy: ['invite'] }],
  })
  expect(skillEvidence(fixed, allSignals(fixed), [])[0]?.lacks).toBe(
    'Its signals say that every event is the same, so nothing can be learned: let them read an outcome of “Teammate Invited”.',
  )
})
