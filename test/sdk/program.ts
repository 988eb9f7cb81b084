import { type Program, publicProgram } from '@fireball/core'

const program: Program = {
  format: 1,
  name: 'Kites',
  signals: [
    { key: 'built', name: 'Built a report', on: { event: 'Report Built' } },
    { key: 'shared', name: 'Shared a report', on: { event: 'Report Shared' } },
  ],
  checklists: [
    {
      key: 'start',
      title: 'Set up your first report',
      steps: ['a', 'b', 'c', 'd', 'e'].map((key, index) => ({
        key,
        title: `Step ${index + 1}`,
        done: { 'events.built.success': { $gte: index + 1 } },
      })),
    },
  ],
  skills: [
    { key: 'build', name: 'Build reports', why: 'You see your figures.', shownBy: ['built'] },
    {
      key: 'share',
      name: 'Share reports',
      why: 'Others see them.',
      shownBy: ['shared'],
      requires: ['build'],
    },
  ],
  features: [
    {
      key: 'schedules',
      name: 'Schedules',
      open: { 'account.plan': 'team' },
      plan: 'Team',
      skills: ['build', 'share'],
    },
  ],
  nudges: [
    {
      key: 'try-sharing',
      serves: { skill: 'share' },
      text: { title: 'Share a report', action: { label: 'Share', call: 'share' } },
      metric: 'reports shared',
    },
  ],
  prompts: [
    {
      key: 'get-schedules',
      kind: 'upgrade',
      feature: 'schedules',
      ready: { title: 'Schedules are in Team', action: { label: 'See plans', open: '/plans' } },
      notReady: { title: 'Schedules build on {{ skill.name }}', body: '{{ skill.why }}' },
      metric: 'upgrades',
    },
  ],
}

/** The public program that the SDK's tests run against; the key `quiet` gives one that shows nothing. */
export const kites = publicProgram(program)
export const quiet = publicProgram({ ...program, checklists: [], nudges: [], prompts: [] })
/** The quiet one that heeds nothing that pages declare. */
export const deaf = { ...quiet, capture: { attributes: false } }
/** The quiet one that notices what happens without code: page views, sessions, struggle. */
export const noticing = publicProgram({
  ...program,
  checklists: [],
  nudges: [],
  prompts: [],
  capture: { pages: true, sessions: true, struggle: true },
})
