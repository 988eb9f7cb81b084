import {
  type Choice,
  capsHold,
  type DecideInput,
  type Decision,
  type decide,
  fitsPage,
  type Held,
  heldBack,
  isAnswer,
  isAttentionSpent,
  type MessageChoice,
} from '../decide.ts'
import { isObject } from '../json.ts'
import type { Caps, Message, MessageSurface } from '../program/program.ts'
import { isFinished, isUnderWay, type MessageSeen, MOVE, sinceBegun, snoozedUntil } from './history.ts'
import { presentMessage } from './present-message.ts'
import { timingOf } from './schedule.ts'
import { tourPlace } from './tour.ts'

/** What messages are decided by, beside what nudges and prompts are. */
export interface MessageInput extends DecideInput {
  /** What happened to messages: all that `seen` has of them, and by what. */
  readonly history: readonly MessageSeen[]
  /** Keys of hotspots whose anchor is on the page now. */
  readonly anchored?: readonly string[] | undefined
  /** Names of the slots on the page now. */
  readonly slots?: readonly string[] | undefined
  readonly isTyping?: boolean | undefined
  /** Minutes by which the person's clock is ahead of UTC. */
  readonly zone?: number | undefined
}

/** Where a message stands on the page itself and interrupts nobody. */
const BESIDE: readonly string[] = ['inline', 'hotspot', 'resources'] satisfies readonly MessageSurface[]

/** Whether this one waits for no turn, and spends no attention. */
export const isBeside = ({ surface }: Pick<Message, 'surface'>): boolean => BESIDE.includes(surface)

/** Caps where the program has none: a thing is said once or twice, not until it is taken. */
export const MESSAGE_CAPS: Readonly<Record<MessageSurface, Caps>> = {
  survey: { perDay: 1, total: 2, coolDownHours: 168 },
  banner: { perDay: 1, total: 3, coolDownHours: 24 },
  modal: { perDay: 1, total: 1 },
  toast: { perDay: 1, total: 1 },
  tour: { perDay: 2, total: 3, coolDownHours: 24 },
  inline: {},
  hotspot: {},
  resources: {},
}

/** The kinds of question that can be asked here. */
const QUESTION = /^(nps|csat|choices?|text|goal)$/

type Weighed = MessageChoice | Omit<Held, 'key'>

const isServed = ({ serves }: Message, { facts }: DecideInput): boolean =>
  serves !== undefined &&
  ('skill' in serves
    ? facts.skills[serves.skill]?.able === true
    : Object.values(facts.activations).some(one =>
        one.steps.some(step => step.key === serves.step && step.isDone),
      ))

/** Whether every question has an answer already, from wherever. */
const isAnswered = ({ questions }: Message, { facts: { doc } }: DecideInput): boolean =>
  questions?.every(({ key }) => isObject(doc.survey) && (doc.survey[key] ?? null) !== null) === true

const weigh = (item: Message, input: MessageInput): Weighed => {
  const { program, facts, history, open, path, now, zone = 0 } = input
  const { key, surface } = item
  const own = sinceBegun(history.filter(one => one.key === key))
  // Published for a newer browser script than this one.
  if (!Object.hasOwn(MESSAGE_CAPS, surface) || item.questions?.some(({ kind }) => !QUESTION.test(kind)))
    return { code: 'unknown-surface' }
  const code = heldBack(item, { ...input, seen: own })
  if (code !== undefined) return { code }
  if (isFinished(own) || isAnswered(item, input)) return { code: 'finished' }
  if (isServed(item, input)) return { code: 'done' }
  const timing = timingOf(item, now, zone)
  if (timing !== undefined) return timing
  const until = snoozedUntil(own)
  if (until > now) return { code: 'snoozed', until }
  const isPutAway = own.some(one => one.kind === 'dismissed')
  if (isBeside(item)) {
    // It stays until it is put away, and is then gone unless it was to come back.
    if (isPutAway && item.caps?.coolDownHours === undefined) return { code: 'finished' }
    const { slot } = item
    const isThere =
      slot === undefined
        ? surface === 'resources' || input.anchored?.includes(key) === true
        : input.slots?.includes(slot) === true
    if (!isThere) return { code: 'no-place' }
  }
  const { perDay, ...rest } = { ...MESSAGE_CAPS[surface], ...item.caps }
  const caps = perDay === undefined ? rest : { ...rest, perDay }
  // A tour goes on where it was left, also on a page that it led to: it is one showing.
  const isOpen = open === key || (surface === 'tour' && isUnderWay(own, now))
  const closing = history.filter(one => !one.target?.startsWith(MOVE))
  const held = capsHold(key, caps, { seen: closing, open: isOpen ? key : open, now })
  if (held !== undefined) return { code: held }
  const place = item.steps && tourPlace(item.steps, own, facts.doc, now)
  if (item.steps && place === undefined) return { code: 'finished' }
  if (place?.step.page !== undefined && !fitsPage(place.step.page, path)) return { code: 'other-page' }
  if (input.isTyping === true && !isOpen && !isBeside(item)) return { code: 'typing' }
  const view = presentMessage(item, program.goals ?? [], facts.doc, now, place)
  // Nothing in the list is for this person.
  if (view.items?.length === 0) return { code: 'audience' }
  return { kind: 'message', key, cause: 'message', item, view }
}

/**
 * Nudges, prompts and messages together: one thing that interrupts at a time, with a reason for everything else. What
 * answers the person goes first; what is open stays; then the highest priority, and of equal ones nudges and prompts
 * before messages. What stands on the page itself (`beside`) waits for no turn. `decideOthers` is `decide`. Deterministic.
 */
export const decideAll = (input: MessageInput, decideOthers: typeof decide): Decision => {
  const { show: other, held: othersHeld } = decideOthers(input)
  const held: Held[] = [...othersHeld]
  const due: MessageChoice[] = []
  const beside: MessageChoice[] = []
  for (const item of input.program.messages ?? []) {
    const weighed = weigh(item, input)
    if ('code' in weighed) held.push({ key: item.key, ...weighed })
    else if (isBeside(item)) beside.push(weighed)
    else due.push(weighed)
  }
  const { open } = input
  const isSpent = isAttentionSpent(input)
  const priority = (choice: Choice): number => choice.item.priority ?? 0
  const first = isSpent ? undefined : [...due].sort((a, b) => priority(b) - priority(a))[0]
  const pick = (): Choice | undefined => {
    if (other && (isAnswer(other) || other.key === open)) return other
    const stays =
      due.find(one => one.key === open) ??
      due.find(
        ({ key, item }) =>
          item.surface === 'tour' &&
          isUnderWay(
            input.history.filter(one => one.key === key),
            input.now,
          ),
      )
    if (stays || !first || !other) return stays ?? first ?? other
    return priority(first) > priority(other) ? first : other
  }
  const show = pick()
  for (const choice of other ? [other, ...due] : due)
    if (choice !== show)
      held.push({
        key: choice.key,
        code: isSpent && choice.kind === 'message' ? 'attention-spent' : 'outranked',
      })
  return { ...(show ? { show } : {}), ...(beside.length > 0 ? { beside } : {}), held }
}
