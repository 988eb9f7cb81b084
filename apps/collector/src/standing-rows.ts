import {
  abilityDoc,
  type Condition,
  decide,
  evaluate,
  type Facts,
  hash53,
  type JsonObject,
  type Nudge,
  type Prompt,
  type PublicProgram,
  type Row,
} from '@fireball/core'
import type { LiveProgram } from './program-store.ts'
import type { MemberStanding, Standing } from './standing.ts'

/** What is known of one user and one nudge or prompt: instants of the first time, null when never. */
export interface PromptStat {
  readonly prompt: string
  readonly isEligible: boolean
  readonly shownAt: number | null
  readonly clickedAt: number | null
  readonly dismissedAt: number | null
  readonly isGoalReached: boolean
}

type Item = Nudge | Prompt

const itemsOf = ({ program }: LiveProgram): readonly Item[] => [...program.prompts, ...program.nudges]

/** The facts of one member, with what only a collector knows: where the account stands. */
export const privateDoc = (
  { facts, progress }: Pick<MemberStanding, 'facts' | 'progress'>,
  { row }: Standing,
): JsonObject => ({
  ...facts.doc,
  ability: abilityDoc(progress),
  engagement: { score: row.engagement },
  lead: { stage: row.stage, urgency: row.urgency },
})

/** What a browser must not know is told to it as an offer. */
const isOffered = (item: Item, { public: open }: LiveProgram): boolean =>
  [...open.prompts, ...open.nudges].some(
    shown =>
      shown.key === item.key &&
      shown.audience !== undefined &&
      Object.hasOwn(shown.audience, `offer.${item.key}`),
  )

const fits = (audience: Condition | undefined, doc: JsonObject, now: number): boolean =>
  audience === undefined || evaluate(audience, doc, { now }) === true

/** Keys of what is offered to a member: a private audience that holds, and what the account qualified with through them. */
export const offersOf = (
  live: LiveProgram,
  standing: Standing,
  member: MemberStanding,
  now: number,
): readonly string[] => {
  const { user } = member
  const doc = privateDoc(member, standing)
  const isQualified = (item: Item): boolean =>
    'kind' in item &&
    standing.qualifications.some(
      one =>
        one.verdict === 'qualified' &&
        one.user === user &&
        one.kind === item.kind &&
        one.target === item.feature,
    )
  return itemsOf(live)
    .filter(item => item.enabled !== false && fits(item.audience, doc, now))
    .filter(item => isQualified(item) || isOffered(item, live))
    .map(item => item.key)
}

/** The program as if every item stood on every page: a server does not know what is open. */
const withoutPages = ({ public: open }: LiveProgram): PublicProgram => ({
  ...open,
  paused: [],
  prompts: open.prompts.map(({ page: _, ...item }) => item),
  nudges: open.nudges.map(({ page: _, ...item }) => item),
})

const eligibleKeys = (
  live: LiveProgram,
  facts: Facts,
  offers: readonly string[],
  now: number,
): ReadonlySet<string> => {
  const { show, held } = decide({ program: withoutPages(live), facts, seen: [], offers, now })
  return new Set(
    [
      ...(show === undefined ? [] : [show.key]),
      ...held.filter(one => one.code === 'outranked' || one.code === 'attention-spent').map(one => one.key),
    ].map(key => key.replace(/\/.*$/, '')),
  )
}

/** An offer of help is meant to be used, an upgrade or usage prompt to end in a subscription. */
const isPromptAnswered = (item: Prompt, facts: Facts, { known }: Standing, subscribed: string): boolean =>
  item.kind === 'hand-raise'
    ? typeof facts.features[item.feature]?.askedAt === 'number'
    : known.rows.some(row => row.signal === subscribed)

const hasReachedGoal = (
  item: Item,
  member: MemberStanding,
  standing: Standing,
  subscribed: string,
  now: number,
): boolean => {
  const { facts } = member
  if (item.goal !== undefined) return evaluate(item.goal, privateDoc(member, standing), { now }) === true
  if ('kind' in item) return isPromptAnswered(item, facts, standing, subscribed)
  if ('skill' in item.serves) return facts.skills[item.serves.skill]?.able === true
  const { step } = item.serves
  return Object.values(facts.activations).some(one =>
    one.steps.some(each => each.key === step && each.isDone),
  )
}

/** How each nudge and prompt did with one member; only those about which there is something to say. */
export const promptStatsOf = (
  live: LiveProgram,
  standing: Standing,
  member: MemberStanding,
  offers: readonly string[],
  now: number,
): readonly PromptStat[] => {
  const { facts, known } = member
  const eligible = eligibleKeys(live, facts, offers, now)
  const hashOf = (key: string): string => live.signals.find(one => one.key === key)?.hash ?? ''
  const rowsOf = (signal: string, key: string): readonly Row[] => {
    const contexts = [hash53(key), hash53(`${key}/alone`)]
    return known.rows.filter(row => row.signal === signal && contexts.includes(row.context))
  }
  const [shown, clicked, dismissed] = ['$shown', '$clicked', '$dismissed'].map(hashOf)
  const firstOf = (signal: string | undefined, key: string): number | null =>
    rowsOf(signal ?? '', key).reduce<number | null>(
      (first, row) => Math.min(first ?? row.first, row.first),
      null,
    )
  return itemsOf(live).flatMap(item => {
    const { key } = item
    const shownAt = firstOf(shown, key)
    const isEligible = eligible.has(key)
    if (!isEligible && shownAt === null) return []
    return [
      {
        prompt: key,
        isEligible,
        shownAt,
        clickedAt: firstOf(clicked, key),
        dismissedAt: firstOf(dismissed, key),
        isGoalReached: hasReachedGoal(item, member, standing, hashOf('$subscribed'), now),
      },
    ]
  })
}
