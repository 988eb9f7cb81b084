import { type AccountBase, accountDoc, activationDoc } from '../facts.ts'
import type { Json, JsonObject } from '../json.ts'
import type { CommunicationView, EngagementView } from '../lead-api.ts'
import type { Known } from '../person.ts'
import type { CompiledSignal } from '../signal.ts'
import type { Activation } from '../views/activation.ts'
import type { AccountProgress } from '../views/progress.ts'
import { withoutMailbox } from './mailbox.ts'

/** Engagement as conditions read it; champions are persons, not facts. */
export const engagementDoc = ({ champions: _, ...facts }: EngagementView): JsonObject => ({ ...facts })

/** Communication as conditions read it: sentiment as two numbers, 0 when nothing is said. */
export const communicationDoc = ({ sentiment, ...facts }: CommunicationView): JsonObject => ({
  ...facts,
  positive: sentiment?.positive ?? 0,
  negative: sentiment?.negative ?? 0,
})

/** An account's ability as conditions read it. */
export const accountAbilityDoc = ({ skills, ...facts }: AccountProgress): JsonObject => ({
  ...facts,
  skills: skills.filter(one => one.able > 0).map(one => one.key),
})

export interface AccountFactsInput {
  readonly account: Known
  /** What `accountBase` says of it now, where that is at hand. */
  readonly base?: Pick<AccountBase, 'doc'> | undefined
  readonly accountId?: string | undefined
  readonly signals: readonly CompiledSignal[]
  /** Its members: what they answered to surveys is known of the account, too. */
  readonly members: readonly Pick<Known, 'registers'>[]
  /** Of the first checklist; undefined without one. */
  readonly activation: Activation | undefined
  readonly engagement: EngagementView
  readonly communication: CommunicationView
  readonly progress: AccountProgress
  readonly now: number
}

/** Each survey with every different answer of its members, in an order of their own: who came first does not matter. */
const answersOf = (members: AccountFactsInput['members']): JsonObject => {
  const answers = new Map<string, Map<string, Json>>()
  for (const { registers } of members)
    for (const [name, value] of Object.entries(registers))
      if (name.startsWith('survey.')) {
        const known = answers.get(name) ?? new Map<string, Json>()
        if (known.size === 0) answers.set(name, known)
        // An answer of several choices counts as each of them.
        for (const one of Array.isArray(value) ? (value as readonly Json[]) : [value])
          known.set(JSON.stringify(one), one)
      }
  return Object.fromEntries(
    [...answers].map(([name, known]) => [
      name.slice('survey.'.length),
      [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value),
    ]),
  )
}

/**
 * What is known of an account, as the conditions of claims, deal sizes, MQL, SQL and segments read it. What it is as a
 * lead is added by `leadDoc`.
 */
export const accountFacts = (input: AccountFactsInput): JsonObject => ({
  ...(input.base?.doc ??
    withoutMailbox(accountDoc(input.account, input.accountId, input.signals, input.now), input.account.rows)),
  survey: answersOf(input.members),
  activation: input.activation === undefined ? {} : activationDoc(input.activation),
  engagement: engagementDoc(input.engagement),
  communication: communicationDoc(input.communication),
  ability: accountAbilityDoc(input.progress),
})
