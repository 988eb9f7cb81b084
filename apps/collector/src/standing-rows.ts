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
const withoutPages = ({ public: open }: LiveProgram): PublicProgram => ({
  ...open,
  paused: [],
  prompts: open.prompts.map(({ page: _, ...item }) => item),
  nudges: open.nudges.map(({ page: _, ...item }) => item),
  messages: (open.messages ?? []).map(({ page: _, steps, ...item }) => ({
    ...item,
    ...(steps && { steps: steps.map(({ page: _page, ...step }) => step) }),
  })),
})

const eligibleKeys = (
  live: LiveProgram,
  facts: Facts,
  offers: readonly string[],
  now: number,
): ReadonlySet<string> => {
  const program = withoutPages(live)
  const { messages = [] } = program
  const { show, beside, held } = decideAll(
    {
      program,
      facts,
      seen: [],
      history: [],
      offers,
      anchored: messages.map(one => one.key),
      slots: messages.flatMap(one => one.slot ?? []),
      now,
    },
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
const isPromptAnswered = (item: Prompt, facts: Facts, { known }: Standing, subscribed: string): boolean =>
  item.kind === 'hand-raise'
    ? typeof facts.features[item.feature]?.askedAt === 'number'
    : known.rows.some(row => row.signal === subscribed)

/** A survey is meant to be answered, any other message to lead where it points. */
const isMessageAnswered = ({ questions }: Message, { facts }: MemberStanding, clickedAt: number | null) =>
  questions === undefined
    ? clickedAt !== null
    : questions.every(one => isObject(facts.doc.survey) && (facts.doc.survey[one.key] ?? null) !== null)

const hasReachedGoal = (
  item: Item,
  member: MemberStanding,
  { standing, assessment, now }: StatsInput,
  subscribed: string,
  clickedAt: number | null,
): boolean => {
  const { facts } = member
  if (item.goal !== undefined) return evaluate(item.goal, privateDoc(member, assessment), { now }) === true
  if ('kind' in item) return isPromptAnswered(item, facts, standing, subscribed)
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

/** How each nudge, prompt and message did with one member; only those about which there is something to say. */
export const promptStatsOf = (
  input: StatsInput,
  member: MemberStanding,
  offers: readonly string[],
): readonly PromptStat[] => {
  const { live, now } = input
  const { facts, rowsOf: rowsBy } = member
  const eligible = eligibleKeys(live, facts, offers, now)
  const hashOf = (key: string): string => live.signals.find(one => one.key === key)?.hash ?? ''
  const subscribed = hashOf('$subscribed')
  const rowsOf = (signal: string, key: string): readonly Row[] => {
    const rows = rowsBy[signal] ?? []
    if (rows.length === 0) return rows
    const contexts = [hash53(key), hash53(`${key}/alone`)]
    return rows.filter(row => contexts.includes(row.context))
  }
  const firstOf = (signal: string, key: string): number | null =>
    rowsOf(signal, key).reduce<number | null>((first, row) => Math.min(first ?? row.first, row.first), null)
  return itemsOf(live).flatMap(item => {
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
        isGoalReached: hasReachedGoal(item, member, input, subscribed, clickedAt),
      },
    ]
  })
}
