import { isObject, type Program, type Signal, type StarterInput } from '@fireball/core'

/** Keys of the signals of a starter program: by them it is told from a program of the team's own. */
const SIGNALS = ['set-up', 'core', 'advanced', 'core-done', 'advanced-done'] as const

/** Whether a draft may be replaced by a starter: it is empty, or is one. */
export const isReplaceable = (draft: unknown): boolean => {
  if (!isObject(draft)) return true
  const keys = (part: unknown): readonly unknown[] =>
    Array.isArray(part) ? part.map(one => (isObject(one) ? one.key : undefined)) : []
  const isStarter = keys(draft.checklists).join() === 'first-steps'
  const own = [draft.signals, draft.checklists, draft.skills, draft.features, draft.nudges, draft.prompts]
  return isStarter
    ? keys(draft.signals).every(key => SIGNALS.some(one => one === key)) && keys(draft.prompts).length === 0
    : own.every(part => keys(part).length === 0)
}

/** Counts what is not known to have failed, so that a step neither ticks for a failure nor loses its tick by one. */
const doneSignal = (key: string, event: string): Signal => ({
  key,
  name: `${event}, not failed`,
  on: { event },
  where: { 'properties.outcome': { $ne: 'failure' } },
  outcome: 'none',
})

/**
 * A first program from three of the host's event names. Every step is done by counting, so it ticks even where the
 * events carry nothing; the skills wait for `outcome` and `context`, and the console says so while they lack.
 */
export const starterProgram = ({ product, setUp, core, advanced }: StarterInput): Program => ({
  format: 1,
  name: product,
  signals: [
    doneSignal('set-up', setUp),
    { key: 'core', name: core, on: { event: core } },
    { key: 'advanced', name: advanced, on: { event: advanced } },
    doneSignal('core-done', core),
    doneSignal('advanced-done', advanced),
  ],
  checklists: [
    {
      key: 'first-steps',
      title: `First steps in ${product}`,
      steps: [
        { key: 'set-up', title: setUp, done: { 'events.set-up.count': { $gte: 1 } } },
        {
          key: 'core-once',
          title: core,
          firstValue: true,
          skill: 'core',
          done: { 'events.core-done.count': { $gte: 1 } },
        },
        {
          key: 'core-again',
          title: `${core}: three times`,
          requires: ['core-once'],
          done: { 'events.core-done.count': { $gte: 3 } },
        },
        {
          key: 'advanced-once',
          title: advanced,
          requires: ['core-once'],
          skill: 'advanced',
          done: { 'events.advanced-done.count': { $gte: 1 } },
        },
        {
          key: 'another-day',
          title: `${core}: on another day`,
          requires: ['core-once'],
          done: { 'events.core-done.days': { $gte: 2 } },
        },
      ],
      done: { title: 'You are set up' },
    },
  ],
  skills: [
    {
      key: 'core',
      name: core,
      why: `It is what ${product} is for; the rest builds on it.`,
      shownBy: ['core'],
    },
    {
      key: 'advanced',
      name: advanced,
      why: `It makes more of what “${core}” gives you.`,
      shownBy: ['advanced'],
      requires: ['core'],
    },
  ],
  features: [],
  nudges: [
    {
      key: 'try-advanced',
      serves: { step: 'advanced-once' },
      metric: `Share of users who did “${advanced}”`,
      text: { title: `Next: ${advanced}`, body: `You have done “${core}”. This builds on it.` },
    },
  ],
  prompts: [],
})
