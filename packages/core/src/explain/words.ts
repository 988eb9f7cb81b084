import { list } from '../present.ts'
import type { Gap } from '../views/gap.ts'
import type { Quadrant } from '../views/progress.ts'
import type { SkillState } from '../views/skill.ts'
import type { StuckBy } from '../views/stuck.ts'
import type { AbilityExplanation, Change } from './ability.ts'

/** What the parts of an ability stand for; one that is not listed goes by its own name. */
const PART_WORDS: Readonly<Record<string, string>> = {
  start: 'Where everybody starts',
  skill: 'How hard the skill is for most',
  context: 'How hard the next context is',
  successes: 'Successes on their own',
  failures: 'Failures on their own',
  contexts: 'Different contexts mastered',
  assisted: 'Successes with help',
  own: 'Level shown in this skill, ever',
  elsewhere: 'Level shown in other skills, ever',
  ownLately: 'Level shown in this skill in the last days',
  elsewhereLately: 'Level shown in other skills in the last days',
  ownThisMonth: 'Level shown in this skill this month',
  elsewhereThisMonth: 'Level shown in other skills this month',
  againSuccesses: 'Successes in the very same context',
  againFailures: 'Failures in the very same context',
  againLevel: 'Level shown in the very same context',
}

/** What each state of a skill means, as a phrase. */
export const STATE_WORDS: Readonly<Record<SkillState, string>> = {
  'not-started': 'not started',
  guided: 'only with help so far',
  practised: 'practised; its events cannot show more',
  learning: 'learning',
  stuck: 'stuck',
  fading: 'fading: able once, and long not seen',
  able: 'able',
}

/** What being stuck was noticed by, as a phrase. */
export const STUCK_WORDS: Readonly<Record<StuckBy, string>> = {
  failures: 'three failures and no success within half an hour',
  rage: 'bursts of angry clicks',
  'no-outcome': 'five active minutes without an outcome',
  struggle: 'several things went against them',
}

/** What each quadrant of ability and activity means, as a sentence. */
export const QUADRANT_WORDS: Readonly<Record<Quadrant, string>> = {
  'throwing-fireballs': 'Throwing fireballs: able, and active.',
  'silent-win': 'Silent win: able, and seldom here. Do not write them off, do not pester.',
  'spinning-wheels': 'Spinning wheels: busy, and not able. Offer help.',
  'not-started': 'Not started: neither active nor able yet.',
}

const percent = (p: number): string => `${Math.round(100 * p)} %`

/** “in” how many more contexts, as words. */
const sayContexts = (count: number): string => `${count} more ${count === 1 ? 'context' : 'contexts'}`

/** What exactly is missing in one skill, in a sentence. */
export const sayGap = ({ name, state, contextsLeft, p, threshold, lacks }: Gap): string => {
  if (lacks.length > 0)
    return `“${name}” cannot be shown: its events say no ${list(lacks)} (properties.${lacks[0]}).`
  if (state === 'not-started') return `“${name}” is not started.`
  const wants = [
    ...(contextsLeft > 0 ? [`an unassisted success in ${sayContexts(contextsLeft)}`] : []),
    ...(p < threshold ? [`a likelihood of ${percent(threshold)} (now ${percent(p)})`] : []),
  ]
  return `“${name}” is ${STATE_WORDS[state]}${wants.length === 0 ? '' : `; it takes ${list(wants)}`}.`
}

const sayChange = ({ code, days, p, byP, state }: Change): string => {
  const to = `${byP > 0 ? 'raises it to' : byP < 0 ? 'lowers it to' : 'leaves it at'} ${percent(p)} (${STATE_WORDS[state]})`
  switch (code) {
    case 'success-elsewhere':
      return `One more success on their own, in a new context, ${to}.`
    case 'success-again':
      return `One more success in the same context as last time ${to}.`
    case 'failure-elsewhere':
      return `A failure in a new context ${to}.`
    case 'assisted-success':
      return `A success with help ${to}: help proves nothing.`
    case 'time':
      return byP === 0 && state !== 'fading'
        ? 'Time alone changes nothing.'
        : `${days} days without any use ${byP === 0 ? 'let it fade' : to}.`
    case 'undone-failures':
      return `Without the failures so far it would stand at ${percent(p)}.`
  }
}

/** An explanation in words, for people. */
export interface ExplanationWords {
  readonly headline: string
  /** Label and share on the logit scale of each part; they add up to the score. */
  readonly parts: readonly { readonly label: string; readonly adds: number; readonly odds: string }[]
  readonly evidence: string
  readonly changes: readonly string[]
}

const sayHeadline = (name: string, { view, threshold, untilAble }: AbilityExplanation): string => {
  const { state, p, low, high, stuck, lacks } = view
  const standing = `“${name}”: ${STATE_WORDS[state]}${stuck === null ? '' : ` (${STUCK_WORDS[stuck.by]})`}.`
  if (lacks.length > 0) return `${standing} Its events say no ${list(lacks)} (properties.${lacks[0]}).`
  const chance = `Would succeed on their own in a new context with ${percent(p)} (between ${percent(low)} and ${percent(high)}); ${percent(threshold)} is asked for.`
  const rest =
    untilAble === null || untilAble === 0
      ? ''
      : ` ${untilAble === 1 ? '1 more success in a new context' : `${untilAble} more successes in new contexts`} would show it.`
  return `${standing} ${chance}${rest}`
}

/** Puts an explanation into words. `name` is the skill's name. */
export const sayExplanation = (name: string, explanation: AbilityExplanation): ExplanationWords => {
  const { view, parts, changes } = explanation
  const { successes, failures, assisted, contexts, needed } = view
  return {
    headline: sayHeadline(name, explanation),
    parts: parts.map(({ feature, adds }) => ({
      label: PART_WORDS[feature] ?? feature,
      adds,
      odds: `multiplies the odds by ${Math.exp(adds).toFixed(2)}`,
    })),
    evidence: `${successes} of ${successes + failures} tries on their own succeeded, in ${contexts === 1 ? '1 context' : `${contexts} contexts`} (${needed} needed)${assisted > 0 ? `; ${assisted} more with help` : ''}.`,
    changes: changes.map(sayChange),
  }
}
