import {
  abilityDoc,
  attentionOf,
  type Condition,
  DAY_MS,
  evaluate,
  type JsonObject,
  type Message,
  type Nudge,
  type Prompt,
  type Qualification,
  type Subject,
} from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'
import type { MemberStanding, Standing } from '../standing.ts'
import type { Assessment } from './assess.ts'
import type { LeadHistory } from './history.ts'

/**
 * Why a prompt is offered to somebody, or held back. `called`: they ran into it, or asked. `champion`: who ran into it is
 * not there, and they use the product most. `audience`: a private audience holds. `nobody-there`: neither is there.
 * `sales-touched`: a person spoke to the account within the week. `attention-spent`: they were shown enough this week.
 */
export type OfferCode =
  | 'called'
  | 'champion'
  | 'audience'
  | 'nobody-there'
  | 'sales-touched'
  | 'attention-spent'

/** One prompt and whom it is for, as it stands. */
export interface OfferVerdict {
  readonly prompt: string
  readonly user: Subject
  readonly isOffered: boolean
  readonly code: OfferCode
}

/** What offers are decided on. */
export interface OffersInput {
  readonly live: LiveProgram
  readonly standing: Standing
  readonly assessment: Pick<Assessment, 'doc'>
  readonly history: Pick<LeadHistory, 'touches'>
  readonly now: number
}

/** Who was not seen for so long is not there to be asked. */
const AWAY_MS = 14 * DAY_MS
/** Sales touches and prompts share a budget of a week. */
const WEEK_MS = 7 * DAY_MS

type Item = Nudge | Prompt | Message

const PRIVATE_PARTS = ['lead', 'engagement', 'communication', 'propensity'] as const

/** The facts of one member, with what only a collector knows: where the account stands. */
export const privateDoc = (
  { facts, progress }: Pick<MemberStanding, 'facts' | 'progress'>,
  { doc }: Pick<Assessment, 'doc'>,
): JsonObject => ({
  ...facts.doc,
  ability: abilityDoc(progress),
  ...Object.fromEntries(PRIVATE_PARTS.map(part => [part, doc[part] ?? null])),
})

/** What a browser must not know is told to it as an offer. */
const isPrivate = (item: Item, { public: open }: LiveProgram): boolean =>
  [...open.prompts, ...open.nudges, ...(open.messages ?? [])].some(
    shown =>
      shown.key === item.key &&
      shown.audience !== undefined &&
      Object.hasOwn(shown.audience, `offer.${item.key}`),
  )

const fits = (audience: Condition | undefined, doc: JsonObject, now: number): boolean =>
  audience === undefined || evaluate(audience, doc, { now }) === true

/** A pitch interrupts; an answer to a question and a next step help. */
const isPitch = (item: Item): item is Prompt => 'kind' in item && item.kind !== 'hand-raise'

const isThere = ({ isPresent, lastActiveAt }: MemberStanding, now: number): boolean =>
  isPresent && lastActiveAt !== null && now - lastActiveAt <= AWAY_MS

/** Whom a qualification’s prompt is for. */
const addressee = (
  { user, kind }: Qualification,
  { members, engagement }: Standing,
  now: number,
): { readonly user: Subject; readonly code: OfferCode } => {
  const own = members.find(one => one.user === user)
  if (kind === 'hand-raise' || (own !== undefined && isThere(own, now))) return { user, code: 'called' }
  const champion = engagement.champions.find(({ user: other }) =>
    members.some(one => one.user === other && isThere(one, now)),
  )
  return champion === undefined ? { user, code: 'nobody-there' } : { user: champion.user, code: 'champion' }
}

/** Whether a pitch has to wait, and why. */
const heldBack = (member: MemberStanding, { live, history, now }: OffersInput): OfferCode | undefined => {
  const { touches } = history
  if (touches.some(one => one.kind === 'touched' && one.at <= now && now - one.at < WEEK_MS))
    return 'sales-touched'
  const { used, allowed } = attentionOf({ program: live.program, touches, rowsOf: member.rowsOf, now })
  return used >= allowed ? 'attention-spent' : undefined
}

/**
 * What is offered to each member through the account, and what is held back, with the reason: what it qualified with, to
 * the one who called for it or, for a pitch, to its champion when they are not there; and what has a private audience.
 */
export const offersOf = (input: OffersInput): ReadonlyMap<Subject, readonly OfferVerdict[]> => {
  const { live, standing, assessment, now } = input
  const { program } = live
  const docs = new Map<Subject, JsonObject>()
  const docOf = (member: MemberStanding): JsonObject => {
    const known = docs.get(member.user)
    if (known !== undefined) return known
    const doc = privateDoc(member, assessment)
    docs.set(member.user, doc)
    return doc
  }
  const items = [...program.prompts, ...program.nudges, ...(program.messages ?? [])].filter(
    item => item.enabled !== false,
  )
  const offers = new Map<Subject, OfferVerdict[]>()
  const put = (item: Item, member: MemberStanding | undefined, user: Subject, code: OfferCode): void => {
    const isFit = member !== undefined && fits(item.audience, docOf(member), now)
    if (member !== undefined && !isFit) return
    const held = member !== undefined && isPitch(item) ? heldBack(member, input) : undefined
    const verdict = {
      prompt: item.key,
      user,
      isOffered: code !== 'nobody-there' && member !== undefined && held === undefined,
      code: code === 'nobody-there' ? code : (held ?? code),
    }
    const known = offers.get(user)
    if (known === undefined) offers.set(user, [verdict])
    else if (!known.some(one => one.prompt === item.key)) known.push(verdict)
  }
  const memberOf = (user: Subject) => standing.members.find(one => one.user === user)
  for (const item of items) {
    if ('kind' in item)
      for (const one of standing.qualifications)
        if (one.verdict === 'qualified' && one.kind === item.kind && one.target === item.feature) {
          const { user, code } = addressee(one, standing, now)
          put(item, memberOf(user), user, code)
        }
    if (isPrivate(item, live))
      for (const member of standing.members) put(item, member, member.user, 'audience')
  }
  return offers
}
