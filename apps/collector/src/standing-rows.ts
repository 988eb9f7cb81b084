import {
  decide,
  decideAll,
  evaluate,
  type Facts,
  hash53,
  isObject,
  type Message,
  type Nudge,
  type Prompt,
  type PublicProgram,
  type Row,
} from '@fireball/core'
import type { Assessment } from './leads/assess.ts'
import { privateDoc } from './leads/offers.ts'
import type { LiveProgram } from './program-store.ts'
import type { MemberStanding, Standing } from './standing.ts'

/** What is known of one user and one nudge, prompt or message: instants of the first time, null when never. */
export interface PromptStat {
  readonly prompt: string
  readonly isEligible: boolean
  readonly shownAt: number | null
  readonly clickedAt: number | null
  readonly dismissedAt: number | null
  readonly isGoalReached: boolean
}

type Item = Nudge | Prompt | Message

const itemsOf = ({ program }: LiveProgram): readonly Item[] => [
  ...program.prompts,
  ...program.nudges,
  ...(program.messages ?? []),
]

/** The program as if every item stood on every page: a server does not know what is open. */
const withoutPages = (open: PublicProgram): PublicProgram => ({
  ...open,
  paused: [],
  prompts: open.prompts.map(({ page: _, ...item }) => item),
  nudges: open.nudges.map(({ page: _, ...item }) => item),
  messages: (open.messages ?? []).map(({ page: _, steps, ...item }) => ({
    ...item,
    ...(steps && { steps: steps.map(({ page: _page, ...step }) => step) }),
  })),
})

/** What every member’s figures are read with: made once for all of them. */
interface Reading {
  readonly items: readonly Item[]
  readonly program: PublicProgram
  readonly anchored: readonly string[]
  readonly slots: readonly string[]
}

const readingOf = (live: LiveProgram): Reading => {
  const program = withoutPages(live.public)
  const { messages = [] } = program
  return {
    items: itemsOf(live),
    program,
    anchored: messages.map(one => one.key),
    slots: messages.flatMap(one => one.slot ?? []),
  }
}

const eligibleKeys = (
  { program, anchored, slots }: Reading,
  facts: Facts,
  offers: readonly string[],
  now: number,
): ReadonlySet<string> => {
  const { show, beside, held } = decideAll(
    { program, facts, seen: [], history: [], offers, anchored, slots, now },
    decide,
  )
  return new Set(
    [
      ...(show === undefined ? [] : [show.key]),
      ...(beside ?? []).map(one => one.key),
      ...held.filter(one => one.code === 'outranked' || one.code === 'attention-spent').map(one => one.key),
    ].map(key => key.replace(/\/.*$/, '')),
  )
}

/** An offer of help is meant to be used, an upgrade or usage prompt to end in a subscription. */
const isPromptAnswered = (item: Prompt, facts: Facts, { base }: Standing): boolean =>
  item.kind === 'hand-raise'
    ? typeof facts.features[item.feature]?.askedAt === 'number'
    : (base.rowsOf.$subscribed?.length ?? 0) > 0

/** A survey is meant to be answered, any other message to lead where it points. */
const isMessageAnswered = ({ questions }: Message, { facts }: MemberStanding, clickedAt: number | null) =>
  questions === undefined
    ? clickedAt !== null
    : questions.every(one => isObject(facts.doc.survey) && (facts.doc.survey[one.key] ?? null) !== null)

const hasReachedGoal = (
  item: Item,
  member: MemberStanding,
  { standing, assessment, now }: StatsInput,
  clickedAt: number | null,
): boolean => {
  const { facts } = member
  if (item.goal !== undefined) return evaluate(item.goal, privateDoc(member, assessment), { now }) === true
  if ('kind' in item) return isPromptAnswered(item, facts, standing)
  if (item.serves === undefined) return 'surface' in item && isMessageAnswered(item, member, clickedAt)
  if ('skill' in item.serves) return facts.skills[item.serves.skill]?.able === true
  const { step } = item.serves
  return Object.values(facts.activations).some(one =>
    one.steps.some(each => each.key === step && each.isDone),
  )
}

/** What is known of the account that the member is looked at in. */
export interface StatsInput {
  readonly live: LiveProgram
  readonly standing: Standing
  readonly assessment: Pick<Assessment, 'doc'>
  readonly now: number
}

/**
 * Tells how each nudge, prompt and message did with one member, to whom these are offered; only those about which there is
 * something to say.
 */
export const promptStatsOf = (
  input: StatsInput,
): ((member: MemberStanding, offers: readonly string[]) => readonly PromptStat[]) => {
  const reading = readingOf(input.live)
  return (member, offers) => statsOf(input, reading, member, offers)
}

const statsOf = (
  input: StatsInput,
  reading: Reading,
  member: MemberStanding,
  offers: readonly string[],
): readonly PromptStat[] => {
  const { items } = reading
  const { facts, rowsOf: rowsBy } = member
  const eligible = eligibleKeys(reading, facts, offers, input.now)
  const rowsOf = (signal: string, key: string): readonly Row[] => {
    const rows = rowsBy[signal] ?? []
    if (rows.length === 0) return rows
    const contexts = [hash53(key), hash53(`${key}/alone`)]
    return rows.filter(row => contexts.includes(row.context))
  }
  const firstOf = (signal: string, key: string): number | null =>
    rowsOf(signal, key).reduce<number | null>((first, row) => Math.min(first ?? row.first, row.first), null)
  return items.flatMap(item => {
    const { key } = item
    const shownAt = firstOf('$shown', key)
    const isEligible = eligible.has(key)
    if (!isEligible && shownAt === null) return []
    const clickedAt = firstOf('$clicked', key)
    return [
      {
        prompt: key,
        isEligible,
        shownAt,
        clickedAt,
        dismissedAt: firstOf('$dismissed', key),
        isGoalReached: hasReachedGoal(item, member, input, clickedAt),
      },
    ]
  })
}
