import type { Choice, HoldCode } from './decide.ts'
import type { Facts, FeatureView, QuotaView } from './facts.ts'
import type { JsonObject } from './json.ts'
import type { Action, Feature, Prompt, Skill, Text } from './program/program.ts'
import type { PublicProgram } from './program/publish.ts'
import { fill, format } from './program/text.ts'
import type { Lesson, PromptView } from './prompt.ts'
import { frontier } from './views/skill-graph.ts'

/** `a, b and c`. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const quoted = (words: readonly string[]): string => list(words.map(word => `“${word}”`))

/** Names of the skills that the user is able in, of those wanted. */
export const ableNames = (
  skills: readonly Skill[],
  facts: Facts,
  wanted: readonly string[],
): readonly string[] =>
  skills
    .filter(skill => facts.skills[skill.key]?.able === true && wanted.includes(skill.key))
    .map(skill => skill.name)

type Graph = Pick<PublicProgram, 'skills' | 'features' | 'checklists'>

const sayQuota = ({ used, limit, shape }: QuotaView, unit: string): string =>
  `You have used ${format(used)} of ${format(limit)} ${unit}${shape === 'spike' ? ', most of them within two days' : ''}.`

const sayMoment = ({ cause }: Choice, feature: Feature, { quota }: FeatureView, { skills }: Facts): string =>
  cause === 'lock'
    ? `You opened ${feature.name}, which is part of ${feature.plan ?? 'a paid plan'}.`
    : cause === 'stuck'
      ? `${feature.name} ${
          feature.skills?.some(key => skills[key]?.stuck?.by === 'failures')
            ? 'did not work several times in a row'
            : 'gave you trouble'
        }.`
      : cause !== 'limit'
        ? `You or your team looked into ${feature.name}.`
        : quota === undefined
          ? ''
          : sayQuota(quota, feature.limit?.unit ?? feature.name)

const sayReadiness = ({ cause }: Choice, next: Skill | undefined, able: readonly string[]): string => {
  const subject = cause === 'limit' ? 'Making use of more' : 'It'
  if (next !== undefined)
    return `${subject} builds on “${next.name}”, which you have not yet done on your own in different places.`
  if (able.length === 0) return ''
  return `You can already do what ${subject.toLowerCase()} builds on: ${quoted(able)}.`
}

const sayNext = (skill: Skill, goal: string | undefined, program: Graph, facts: Facts): string => {
  const able = ableNames(program.skills, facts, skill.requires ?? [])
  if (goal !== undefined)
    return `Because your goal is “${goal}”${able.length === 0 ? '' : ` and you can already do ${quoted(able)}`}, “${skill.name}” is the next step. ${skill.why}`
  return able.length === 0
    ? `“${skill.name}” is a good first step. ${skill.why}`
    : `You can already do ${quoted(able)}; “${skill.name}” comes next. ${skill.why}`
}

const sayNudge = (
  { cause, goal, item: { serves } }: Choice & { kind: 'nudge' },
  program: Graph,
  facts: Facts,
): string => {
  if ('step' in serves) {
    const checklist = program.checklists.find(one => one.steps.some(step => step.key === serves.step))
    const step = checklist?.steps.find(one => one.key === serves.step)
    return `“${step?.title}” is the next open step of “${checklist?.title}”.`
  }
  const skill = program.skills.find(one => one.key === serves.skill)
  if (skill === undefined) return ''
  return cause === 'now-alone'
    ? `You did “${skill.name}” with help. Doing it on your own, on another one, makes it yours.`
    : sayNext(skill, goal, program, facts)
}

const words = ({ title, body }: Text, doc: JsonObject): { title: string; body?: string } => ({
  title: fill(title, doc),
  ...(body && { body: fill(body, doc) }),
})

const lessonOf = ({ name, why, action }: Skill): Lesson => ({
  name,
  why,
  ...(action && { action }),
})

/** The plain way to pay, when the program names none. */
const SEE_PLANS: Action = { label: 'See plans' }

const presentNudge = (choice: Choice & { kind: 'nudge' }, program: Graph, facts: Facts): PromptView => {
  const { item } = choice
  const text = choice.cause === 'now-alone' && item.alone !== undefined ? item.alone : item.text
  const { serves } = item
  const skill = program.skills.find(one => 'skill' in serves && one.key === serves.skill)
  const doc = skill === undefined ? facts.doc : { ...facts.doc, skill: { name: skill.name, why: skill.why } }
  return {
    kind: 'nudge',
    key: choice.key,
    ...words(text, doc),
    ...(text.action && { action: text.action }),
    anchor: item.anchor ?? [],
    why: sayNudge(choice, program, facts),
  }
}

const presentPrompt = (
  choice: Choice & { kind: 'prompt' },
  item: Prompt,
  program: Graph,
  facts: Facts,
): PromptView | undefined => {
  const feature = program.features.find(one => one.key === item.feature)
  const view = facts.features[item.feature]
  if (feature === undefined || view === undefined) return undefined
  const able = ableNames(program.skills, facts, feature.skills ?? [])
  const next = frontier(view.missing, facts.skills)[0] ?? view.missing[0]
  const doc: JsonObject = {
    ...facts.doc,
    feature: { name: feature.name, plan: feature.plan ?? '' },
    skill: next === undefined ? {} : { name: next.name, why: next.why },
    can: { list: list(able) },
    limit:
      view.quota === undefined
        ? {}
        : { used: format(view.quota.used), limit: format(view.quota.limit), unit: feature.limit?.unit ?? '' },
  }
  const moment = sayMoment(choice, feature, view, facts)
  const why = [moment, sayReadiness(choice, next, able)].filter(part => part !== '').join(' ')
  if (item.kind === 'hand-raise')
    return {
      kind: 'help',
      key: item.key,
      ...words(item.ready, doc),
      feature: feature.key,
      who: item.who ?? 'Our team answers you here.',
      evidence: [
        moment,
        ...(able.length === 0 ? [] : [`Already able: ${list(able)}.`]),
        ...(view.missing.length === 0
          ? []
          : [`Not yet shown: ${list(view.missing.map(skill => skill.name))}.`]),
      ],
      why,
    }
  const lift = choice.variant === 'lift' ? feature.limit?.lift : undefined
  return {
    kind: 'offer',
    key: item.key,
    variant: choice.variant,
    feature: feature.key,
    ...words(lift ?? (choice.variant === 'learn' ? item.notReady : undefined) ?? item.ready, doc),
    can: able,
    adds: feature.adds ?? [],
    ...(choice.variant === 'ready' || next === undefined ? {} : { lesson: lessonOf(next) }),
    upgrade: lift?.action ?? item.ready.action ?? SEE_PLANS,
    why,
  }
}

/**
 * Puts a choice into words: the prompt as data for a widget, with the one sentence that says why. `undefined` when the
 * program no longer has what it is about.
 */
export const present = (choice: Choice, program: Graph, facts: Facts): PromptView | undefined =>
  'view' in choice
    ? choice.view
    : choice.kind === 'nudge'
      ? presentNudge(choice, program, facts)
      : presentPrompt(choice, choice.item, program, facts)

const HOLD_SENTENCES: Readonly<Record<HoldCode, string>> = {
  paused: 'The team has paused it.',
  stopped: 'This person asked not to see it again.',
  'other-page': 'It belongs on another page.',
  'unknown-fact': 'It waits for a fact that is not known here yet.',
  audience: 'It is for other users.',
  'no-moment': 'Nothing calls for it now.',
  answered: 'It was closed since; it comes back when the lock or limit is hit again.',
  'not-ready': 'A skill that its feature needs is missing, and it has no words for that case.',
  able: 'The user already has the skill.',
  practised: 'The skill was practised; its events cannot show more.',
  'out-of-reach': 'Something that it builds on is still missing.',
  helped: 'It has helped once; help does not prove ability.',
  done: 'The step is done.',
  capped: 'It was shown as often as its caps allow.',
  'cooling-down': 'It was closed a short while ago.',
  'attention-spent': 'Enough was shown for now.',
  outranked: 'Something else goes first.',
  impersonated: 'Somebody else is logged in as this user.',
  'unknown-name': 'It names a step, skill or feature that the program does not have.',
  finished: 'The person has answered it, or gone where it leads.',
  'not-yet': 'Its time has not come.',
  over: 'Its time is over.',
  'quiet-hours': 'These are its quiet hours.',
  typing: 'The person is typing.',
  snoozed: 'The person said: later.',
  'no-place': 'What it belongs to is not on this page.',
  'unknown-surface': 'This version does not know such a surface.',
}

/** Why something is held, in one sentence. */
export const sayHeld = (code: HoldCode): string => HOLD_SENTENCES[code]
