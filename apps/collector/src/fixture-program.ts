import type { Program } from '@fireball/core'

/**
 * A program for tests: two signals that can fail, one that cannot; a checklist of two steps; a skill that builds on
 * another; a locked feature, a limited one, and a prompt of each kind.
 */
export const aProgram = (change: Partial<Program> = {}): Program => ({
  format: 1,
  name: 'Tests',
  signals: [
    { key: 'report', name: 'Ran a report', on: { event: 'Report Run' } },
    { key: 'share', name: 'Shared a report', on: { event: 'Report Shared' } },
    { key: 'invite', name: 'Invited', on: { event: 'Teammate Invited' }, outcome: 'none' },
  ],
  checklists: [
    {
      key: 'start',
      title: 'Get started',
      steps: [
        {
          key: 'run',
          title: 'Run a report',
          firstValue: true,
          subject: 'account',
          done: { 'events.report.count': { $gte: 1 } },
        },
        {
          key: 'invite',
          title: 'Invite someone',
          subject: 'account',
          done: { 'events.invite.count': { $gte: 1 } },
        },
      ],
    },
  ],
  skills: [
    { key: 'reports', name: 'Run reports', why: 'You see what happens.', shownBy: ['report'] },
    {
      key: 'sharing',
      name: 'Share reports',
      why: 'Others see it too.',
      shownBy: ['share'],
      requires: ['reports'],
    },
  ],
  features: [
    { key: 'export', name: 'Exports', plan: 'Pro', skills: ['reports'], open: { 'account.plan': 'pro' } },
    {
      key: 'runs',
      name: 'Report runs',
      skills: ['reports'],
      limit: { unit: 'runs', signal: 'report', lift: { title: 'The limit is reached' } },
    },
  ],
  nudges: [
    { key: 'try-reports', serves: { skill: 'reports' }, metric: 'Reports run', text: { title: 'Run one' } },
  ],
  prompts: [
    {
      key: 'buy-export',
      kind: 'upgrade',
      feature: 'export',
      metric: 'Plans bought',
      ready: { title: 'Export it' },
      notReady: { title: 'First: {{ skill.name }}' },
    },
    {
      key: 'more-runs',
      kind: 'usage',
      feature: 'runs',
      metric: 'Plans bought',
      ready: { title: 'More runs' },
    },
    {
      key: 'ask-export',
      kind: 'hand-raise',
      feature: 'export',
      metric: 'Answers',
      ready: { title: 'Ask us' },
    },
  ],
  exclude: { users: ['staff'], emailDomains: ['inside.example'] },
  ...change,
})
