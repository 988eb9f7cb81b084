import type { SkillView } from '@fireball/core'

const LACKS = {
  outcome: 'outcome (“success” or “failure”)',
  context: 'context (what it was done on)',
} as const

/** What the state of one user's skill means, in a short phrase. */
export const SKILL_STATES = {
  'not-started': 'not started',
  guided: 'only with help',
  practised: 'practised',
  learning: 'learning',
  fading: 'fading',
  able: 'able',
} as const satisfies Record<SkillView['state'], string>

/** The evidence behind a skill's state, as one sentence. */
export const skillEvidence = (view: SkillView): string => {
  const { successes, failures, contexts, needed, assisted, lacks } = view
  if (lacks.length > 0)
    return `Done, but its events say no ${lacks.map(one => LACKS[one]).join(' and no ')}, so ability cannot be shown.`
  if (view.state === 'not-started') return 'No evidence yet.'
  const own = `${successes} of ${successes + failures} tries succeeded unassisted, in ${contexts} of ${needed} contexts`
  return `${own}${assisted > 0 ? `; ${assisted} more with help` : ''}.`
}
