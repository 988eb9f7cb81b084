import type { Condition } from '@fireball/core'
import { expect, test } from 'vitest'
import { conditionInWords, type Names } from './condition-in-words.ts'

const names: Names = {
  signals: [{ key: 'report-sent', name: 'Report sent', on: { event: 'Report Sent' } }],
  skills: [{ key: 'segment', name: 'segment an audience', why: 'Better aim.', shownBy: ['report-sent'] }],
  features: [{ key: 'contacts', name: 'Contacts' }],
  checklists: [
    { key: 'start', title: 'Start', steps: [{ key: 'import', title: 'Import contacts', done: {} }] },
  ],
}

const cases: readonly (readonly [Condition | undefined, string])[] = [
  [undefined, 'everyone'],
  [{}, 'everyone'],
  [{ 'account.plan': 'trial' }, 'the account’s plan is “trial”'],
  [{ 'account.plan': { $ne: 'pro' } }, 'the account’s plan is not “pro”'],
  [{ 'account.plan': { $in: ['trial', 'free'] } }, 'the account’s plan is “trial” or “free”'],
  [{ 'events.report-sent.count': { $gte: 1 } }, '“Report sent” happened'],
  [{ 'events.report-sent.count': 0 }, '“Report sent” never happened'],
  [{ 'events.report-sent.count': { $gte: 3 } }, '“Report sent” happened at least 3 times'],
  [
    { 'events.report-sent.d7': { $gte: 1000 } },
    '“Report sent” happened at least 1,000 times in the last 7 days',
  ],
  [{ 'events.report-sent.contexts': { $gte: 2 } }, '“Report sent” happened on at least 2 different things'],
  [{ 'events.report-sent.last': { $within: '7d' } }, 'the last “Report sent” was within the last 7 days'],
  [{ 'events.report-sent.last': { $ago: '1w' } }, 'the last “Report sent” was at least 1 week ago'],
  [{ 'account.trialEndsAt': { $within: '-3d' } }, 'the account’s trial ends at is within the next 3 days'],
  [{ 'skill.segment.able': true }, 'is able to “segment an audience”'],
  [{ 'skill.segment.able': { $ne: true } }, 'is not yet able to “segment an audience”'],
  [{ 'feature.contacts.ready': false }, 'is not ready for “Contacts”'],
  [{ 'activation.hasFirstValue': true }, 'has reached first value'],
  [{ 'activation.step.import': true }, 'has done the step “Import contacts”'],
  [{ 'activation.rate': { $gte: 0.5 } }, 'the share of the checklist done is at least 50%'],
  [{ 'quota.contacts.pct': { $gte: 0.8 } }, 'the share used of “Contacts” is at least 80%'],
  [{ 'user.email': { $exists: true } }, 'the user’s email is known'],
  [
    { 'account.plan': 'trial', 'account.users': { $gte: 2, $lt: 10 } },
    'the account’s plan is “trial” and the number of people in the account is at least 2 and the number of people in the account is under 10',
  ],
  [
    { 'account.plan': 'trial', $or: [{ 'user.role': 'admin' }, { 'user.role': 'owner' }] },
    'the account’s plan is “trial” and (the user’s role is “admin” or the user’s role is “owner”)',
  ],
  [
    { $or: [{ 'account.plan': 'a', 'user.role': 'b' }, { 'account.plan': 'c' }] },
    '(the account’s plan is “a” and the user’s role is “b”) or the account’s plan is “c”',
  ],
  [{ $not: { 'account.plan': 'trial' } }, 'not (the account’s plan is “trial”)'],
  [{ 'events.gone.count': { $gte: 2 } }, '“gone” happened at least 2 times'],
  [{ 'x.y': { $strange: 1 } }, 'x y strange 1'],
]

test.each(cases)('%j reads “%s”', (condition, said) => {
  expect(conditionInWords(condition, names)).toBe(said)
})

test('what is no condition at all is said, not thrown', () => {
  expect(conditionInWords({ $and: ['x' as never] }, names)).toBe('nobody (the condition is not an object)')
})
