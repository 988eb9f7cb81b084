import type { Quadrant, SkillView, StuckBy } from '@fireball/core'
import { countText } from '../number.ts'

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
  stuck: 'stuck',
  fading: 'fading',
  able: 'able',
} as const satisfies Record<SkillView['state'], string>

/** What each state means, as a sentence for a legend. */
export const STATE_MEANINGS = {
  able: 'Likely to succeed alone in a context not met before, shown in enough of them.',
  fading: 'Was able; too long ago to be sure still.',
  learning: 'Tries, and is not there yet.',
  stuck: 'Tries, and it does not work: offer help.',
  practised: 'Does it, but its events cannot show whether it works.',
  guided: 'Only ever did it with help.',
  'not-started': 'Has not tried.',
} as const satisfies Record<SkillView['state'], string>

/** The quadrants of ability and activity, with what they mean and what to do. */
export const QUADRANTS = [
  {
    key: 'throwing-fireballs',
    label: 'Throwing fireballs',
    meaning: 'Able and active: show what is next.',
  },
  {
    key: 'silent-win',
    label: 'Silent win',
    meaning: 'Able, seldom there: do not pester, be there when asked.',
  },
  { key: 'spinning-wheels', label: 'Spinning wheels', meaning: 'Busy, not able: offer help.' },
  { key: 'not-started', label: 'Not started', meaning: 'Neither active nor able yet.' },
] as const satisfies readonly { readonly key: Quadrant; readonly label: string; readonly meaning: string }[]

/** What being stuck was noticed by. */
const STUCK_BY = {
  failures: 'three failures and no success within half an hour',
  rage: 'bursts of angry clicks',
  'no-outcome': 'five active minutes without an outcome',
  struggle: 'several things went against them',
} as const satisfies Record<StuckBy, string>

/** The evidence behind a skill's state, in a sentence or two. */
export const skillEvidence = (view: SkillView): string =>
  view.stuck === null ? ownEvidence(view) : `Stuck: ${STUCK_BY[view.stuck.by]}. ${ownEvidence(view)}`

const ownEvidence = (view: SkillView): string => {
  const { successes, failures, contexts, needed, assisted, lacks } = view
  if (lacks.length > 0)
    return `Done, but its events say no ${lacks.map(one => LACKS[one]).join(' and no ')}, so ability cannot be shown.`
  if (view.state === 'not-started') return 'No evidence yet.'
  const own = `${successes} of ${successes + failures} tries succeeded unassisted, in ${countText(contexts, 'context')} (${needed} needed)`
  return `${own}${assisted > 0 ? `; ${assisted} more with help` : ''}.`
}
