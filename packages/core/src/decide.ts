import { evaluate } from './condition.ts'
import { type Facts, type FeatureView, MOMENT_MS } from './facts.ts'
import type { Caps, Message, Nudge, Prompt } from './program/program.ts'
import type { PublicProgram } from './program/publish.ts'
import type { MessageView } from './prompt.ts'
import { type NextSkill, nextSkills, stepGain } from './views/next-step.ts'

/** Something that happened to a nudge or prompt on this user's devices. */
export interface Seen {
  readonly key: string
  readonly kind: 'shown' | 'clicked' | 'dismissed' | 'stopped'
  readonly at: number
}

export interface DecideInput {
  readonly program: PublicProgram
  readonly facts: Facts
  readonly seen: readonly Seen[]
  /** The key on screen now: it stays until it is closed or its cause is gone. */
  readonly open?: string | undefined
  /** Prompts that the collector offers to this user. */
  readonly offers?: readonly string[] | undefined
  readonly path?: string | undefined
  /** Keys of nudges whose anchor is on the page now. */
  readonly anchored?: readonly string[] | undefined
  readonly now: number
}

/**
 * Why something is shown: what called for it.
 * `next-skill`, `now-alone` (after an assisted success), `next-step`; `lock`, `limit`, `stuck`, or the prompt's own `when`;
 * `offer`: the collector offers it, for the account qualified; `message`: it is due.
 */
export type Cause =
  | 'next-skill'
  | 'now-alone'
  | 'next-step'
  | 'lock'
  | 'limit'
  | 'stuck'
  | 'when'
  | 'offer'
  | 'message'

/** Why something is not shown. */
export type HoldCode =
  | 'paused'
  | 'stopped'
  | 'other-page'
  | 'unknown-fact'
  | 'audience'
  | 'no-moment'
  | 'answered'
  | 'not-ready'
  | 'able'
  | 'practised'
  | 'out-of-reach'
  | 'helped'
  | 'done'
  | 'capped'
  | 'cooling-down'
  | 'attention-spent'
  | 'outranked'
  | 'impersonated'
  | 'unknown-name'
  | MessageHoldCode

/** Why a message is not shown, beside what holds anything back. */
export type MessageHoldCode =
  | 'finished'
  | 'not-yet'
  | 'over'
  | 'quiet-hours'
  | 'typing'
  | 'snoozed'
  | 'no-place'
  | 'unknown-surface'

/** What is to be shown; `present` turns it into words. */
export type Choice = GuideChoice | MessageChoice

type GuideChoice = {
  /** The key to report under: the item's, or `<nudge>/alone`. */
  readonly key: string
  readonly cause: Cause
} & (
  | {
      readonly kind: 'nudge'
      readonly item: Nudge
      /** Of all nudges that could be shown, the one with the highest goes first. */
      readonly gain: number
      /** Name of the user's goal, when it leads there. */
      readonly goal?: string
    }
  | {
      readonly kind: 'prompt'
      readonly item: Prompt
      /** Ready for what is offered; else the next missing skill leads (`learn`), or the way to lift a limit (`lift`). */
      readonly variant: 'ready' | 'learn' | 'lift'
    }
)

/** A message that is due. */
export interface MessageChoice {
  readonly kind: 'message'
  readonly key: string
  readonly cause: 'message'
  readonly item: Message
  /** Already in words: a message says the same wherever it stands. */
  readonly view: MessageView
}

/** Something that is not shown. */
export interface Held {
  readonly key: string
  readonly code: HoldCode
  /** When time alone may change that, epoch ms. */
  readonly until?: number
}

/** The one thing to show now, or nothing; in both cases why everything else is held. */
export interface Decision {
  readonly show?: Choice
  /** What stands on the page itself and interrupts nobody: cards in slots, hotspots. */
  readonly beside?: readonly MessageChoice[]
  readonly held: readonly Held[]
}

export const HOUR_MS = 3_600_000

/** Caps where the program has none: helping, never nagging. */
const NUDGE_CAPS = { perDay: 1, total: 3, coolDownHours: 24 }

const count = (seen: readonly Seen[], now: number): number =>
  seen.filter(one => one.kind === 'shown' && now - one.at < 24 * HOUR_MS).length

const isResting = (instants: readonly Seen[], hours = 0, now: number): boolean =>
  instants.some(one => now - one.at < hours * HOUR_MS)

/** Whether caps keep `key` back. `kin` are the keys that rest together: whoever puts one away is not asked for the same thing by another. */
export const capsHold = (
  key: string,
  caps: Caps,
  { seen, open, now }: Pick<DecideInput, 'seen' | 'open' | 'now'>,
  kin: readonly string[] = [key],
): HoldCode | undefined => {
  if (open === key) return undefined
  const own = seen.filter(one => one.key === key)
  const { total = Infinity, perDay = Infinity, coolDownHours = 0 } = caps
  if (own.filter(one => one.kind === 'shown').length >= total || count(own, now) >= perDay) return 'capped'
  const closed = seen.filter(one => kin.includes(one.key) && one.kind !== 'shown')
  const refusals = closed.filter(one => one.kind === 'dismissed').length
  return isResting(closed, coolDownHours * 2 ** Math.max(0, refusals - 1), now) ? 'cooling-down' : undefined
}

/** Whether a path fits a pattern in which `*` stands for any run of characters. */
export const fitsPage = (pattern: string, path = ''): boolean =>
  new RegExp(`^${pattern.replace(/[^\w*]/g, '\\$&').replace(/\*/g, '.*')}$`).test(path)

/** What keeps any nudge, prompt or message back, whatever its kind. */
export const heldBack = (
  item: Pick<Nudge, 'key' | 'page' | 'audience'>,
  { program, facts, seen, offers, path, now }: DecideInput,
): HoldCode | undefined => {
  if (program.paused.some(key => key === '*' || key === item.key)) return 'paused'
  // Of a nudge and its variants (`<key>/alone`) each stops all.
  if (seen.some(one => one.kind === 'stopped' && one.key.split('/')[0] === item.key)) return 'stopped'
  if (item.page !== undefined && !fitsPage(item.page, path)) return 'other-page'
  if (!item.audience) return undefined
  const offer = { [item.key]: !!offers?.includes(item.key) }
  const verdict = evaluate(item.audience, { ...facts.doc, offer }, { now })
  return verdict === 'unknown' ? 'unknown-fact' : verdict ? undefined : 'audience'
}

const weighNudge = (item: Nudge, input: DecideInput, next: readonly NextSkill[]): Choice | HoldCode => {
  const { program, facts } = input
  const { serves } = item
  const caps = { ...NUDGE_CAPS, ...item.caps }
  if ('step' in serves) {
    const list = Object.values(facts.activations).find(one =>
      one.steps.some(each => each.key === serves.step),
    )
    const step = list?.steps.find(one => one.key === serves.step)
    if (!list || !step) return 'unknown-name'
    if (step.isDone) return 'done'
    if (step.waitsFor.length > 0) return 'out-of-reach'
    const gain = stepGain(list.checklist, program, facts)
    return capsHold(item.key, caps, input) ?? { kind: 'nudge', item, key: item.key, cause: 'next-step', gain }
  }
  const view = facts.skills[serves.skill]
  if (!view) return 'unknown-name'
  if (view.able) return 'able'
  if (view.lacks.length > 0) return 'practised'
  const reached = next.find(one => one.key === serves.skill)
  if (!reached) return 'out-of-reach'
  const { gain, goal } = reached
  const found = { kind: 'nudge', item, gain, ...(goal && { goal: goal.name }) } as const
  const kin = program.nudges.flatMap(one =>
    'skill' in one.serves && one.serves.skill === serves.skill ? one.key : [],
  )
  if (view.assisted === 0)
    return capsHold(item.key, caps, input, kin) ?? { ...found, key: item.key, cause: 'next-skill' }
  // An assisted success retires the nudge; the next, shown once, says: now on your own, on another one.
  const key = `${item.key}/alone`
  if (item.alone === undefined) return 'helped'
  return capsHold(key, { total: 1 }, input) ?? { ...found, key, cause: 'now-alone' }
}

interface Moment {
  readonly cause: Cause
  /** When it came up; undefined for one that holds by a condition or an offer and has no instant. */
  readonly at?: number
}

/** Whether a prompt's moment is there: its own condition, or what just happened to its feature. */
const momentOf = (
  { key, kind, when, feature, audience }: Prompt,
  view: FeatureView,
  { program, facts, offers, now }: DecideInput,
): Moment | undefined => {
  const isRecent = (at: number | null): at is number => at !== null && now - at <= MOMENT_MS
  const { lockedAt, limitedAt, struggledAt, askedAt, state, quota } = view
  // Who has it already, or may have it, is not sold it.
  const isSold = kind === 'upgrade' && program.features.some(one => one.key === feature && one.open)
  if (isSold && state !== 'locked') return undefined
  // What the account qualified with needs no moment of one's own; with a private audience an offer says only for whom.
  const isOffered = offers?.includes(key) && !audience?.[`offer.${key}`]
  const offer = isOffered ? ({ cause: 'offer' } as const) : undefined
  if (when !== undefined) return evaluate(when, facts.doc, { now }) === true ? { cause: 'when' } : offer
  if (kind === 'upgrade')
    return isRecent(lockedAt) && state === 'locked' ? { cause: 'lock', at: lockedAt } : offer
  if (kind === 'usage') return quota && quota.pct >= 1 ? { cause: 'limit', at: limitedAt ?? 0 } : offer
  return isRecent(struggledAt) && (askedAt ?? 0) < struggledAt
    ? { cause: 'stuck', at: struggledAt }
    : undefined
}

const weighPrompt = (item: Prompt, input: DecideInput): Choice | HoldCode => {
  const { program, facts, seen } = input
  const { key, kind } = item
  const view = facts.features[item.feature]
  if (!view) return 'unknown-name'
  const moment = momentOf(item, view, input)
  if (!moment) return 'no-moment'
  // What answers a lock or a limit comes back only when the person runs into it again.
  const { at, cause } = moment
  if (at === undefined) {
    const held = capsHold(key, { ...NUDGE_CAPS, ...item.caps }, input)
    if (held !== undefined) return held
  } else if (seen.some(one => one.key === key && one.kind !== 'shown' && one.at >= at)) return 'answered'
  const variant = view.ready || kind === 'hand-raise' ? 'ready' : cause === 'limit' ? 'lift' : 'learn'
  const hasWords =
    variant === 'ready' ||
    (variant === 'lift' ? program.features.some(one => one.key === item.feature && one.limit) : item.notReady)
  return hasWords ? { kind: 'prompt', item, key, cause, variant } : 'not-ready'
}

/** Whether it answers what the person just did; such a thing goes first and spends no attention. */
export const isAnswer = ({ cause }: Choice): boolean => ['lock', 'limit', 'stuck'].includes(cause)

/** What the team puts first goes first, then what fits the page in front, then what gains most. */
const rankOf = (choice: Choice, { anchored }: DecideInput): number => {
  // Equal for all prompts, which stay in the program's order.
  if (choice.kind !== 'nudge') return Number.MAX_VALUE
  const { item, gain } = choice
  const isFitting = item.page !== undefined || anchored?.includes(item.key) === true
  return (item.priority ?? 0) * 1e6 + (isFitting ? 1e3 : 0) + gain
}

/** Whether the person has seen enough for now, of everything together. */
export const isAttentionSpent = ({
  program: { attention },
  seen,
  now,
}: Pick<DecideInput, 'program' | 'seen' | 'now'>): boolean => {
  // Of everything together, where the program says nothing.
  const { perDay = 4, coolDownHours = 0.25 } = attention ?? {}
  const shown = seen.filter(one => one.kind === 'shown')
  return count(seen, now) >= perDay || isResting(shown, coolDownHours, now)
}

/** Prompts go before nudges, in the program's order; answers go before all. Deterministic. */
export const decide = (input: DecideInput): Decision => {
  const { program, open } = input
  const held: Held[] = []
  const choices: Choice[] = []
  const next = nextSkills(program, input.facts)
  for (const item of [...program.prompts, ...program.nudges]) {
    const weighed =
      heldBack(item, input) ?? ('serves' in item ? weighNudge(item, input, next) : weighPrompt(item, input))
    if (typeof weighed === 'string') held.push({ key: item.key, code: weighed })
    else choices.push(weighed)
  }
  choices.sort((a, b) => rankOf(b, input) - rankOf(a, input))
  const isSpent = isAttentionSpent(input)
  const isFree = (choice: Choice): boolean => !isSpent || choice.key === open || isAnswer(choice)
  const show = choices.find(isAnswer) ?? choices.find(one => one.key === open) ?? choices.find(isFree)
  for (const choice of choices)
    if (choice !== show)
      held.push({ key: choice.key, code: isFree(choice) ? 'outranked' : 'attention-spent' })
  return { ...(show && { show }), held }
}
