import { createCraft } from './craft.ts'
import { becomeCustomer } from './customer.ts'
import { createDiary, type Message } from './diary.ts'
import { createDice } from './dice.ts'
import { isPersona, KINDS, type Kind } from './kinds.ts'
import { LEAD_STORIES } from './leads.ts'
import { type Place, signUp } from './people.ts'
import { PERSONA_STORIES } from './personas.ts'
import { DAY_MS, type Scene, TRIAL_DAYS } from './scene.ts'
import { createTalk } from './talk.ts'
import type { Afterwards, Expected, Outcome, TrueAccount } from './truth.ts'

/** What one account is told with. */
export interface AccountInput extends Place {
  /** Whether its trial is over by now. */
  readonly isOver: boolean
  /** Days that the simulation reaches back. */
  readonly days: number
  readonly now: number
}

/** An account, and all that was heard of it. */
export interface Simulated {
  readonly account: TrueAccount
  readonly messages: readonly Message[]
}

/** Guards' cases whose nobody is able, and those where somebody is. */
const NOBODY_ABLE: readonly Kind[] = [
  'confused',
  'guided-only',
  'positive-procrastinator',
  'incompatible',
  'heartbreaker',
]
const SOMEBODY_ABLE: readonly Kind[] = [
  'golden-lead',
  'silent-success',
  'silent-win',
  'spike',
  'spike-that-held',
]

const expectedOf = (kind: Kind, outcome: Outcome): Expected => ({
  type: outcome === 'open' && !isPersona(kind) ? kind : null,
  isAbleSomewhere: SOMEBODY_ABLE.includes(kind) ? true : NOBODY_ABLE.includes(kind) ? false : null,
  limit: kind === 'spike' ? 'held' : kind === 'spike-that-held' ? 'qualified' : null,
  isHelped: kind === 'confused',
})

/** Tells one account from its first visit until now. The same input gives the same story. */
export const simulateAccount = (input: AccountInput): Simulated => {
  const { run, number, id, name, kind, isOver, days, now } = input
  const dice = createDice(`${run}/${number}`)
  const age = isOver
    ? dice.between(TRIAL_DAYS + 2, Math.max(TRIAL_DAYS + 3, days))
    : dice.between(kind === 'fizzler' || kind === 'spike-that-held' ? 11 : 9, 13)
  const startAt = now - age * DAY_MS
  const trialEndsAt = startAt + TRIAL_DAYS * DAY_MS
  const outcome: Outcome = !isOver ? 'open' : dice.chance(KINDS[kind].converts) ? 'won' : 'lost'
  const wonAt = outcome === 'won' ? trialEndsAt - dice.between(0.1, 3) * DAY_MS : null
  const isFamous = kind === 'heartbreaker'
  const employees = isFamous ? dice.whole(2000, 20_000) : dice.whole(2, 120)
  const seats = dice.whole(1, 6)
  const dealSize = dice.chance(0.1) ? null : Math.round((isFamous ? 40 : 1 + seats) * dice.between(120, 700))
  const traits = {
    name,
    plan: 'trial',
    trialEndsAt: new Date(trialEndsAt).toISOString(),
    employees,
    ...(dealSize === null ? {} : { dealSize }),
    ...(isFamous ? { isTarget: true } : {}),
  }
  const diary = createDiary(run, id, now)
  const told = Math.min(age, TRIAL_DAYS)
  const cast = signUp(input, diary, dice, { startAt, days: told, traits })
  const scene: Scene = {
    diary,
    dice,
    craft: createCraft(diary, dice),
    talk: createTalk(diary, dice, id),
    owner: cast.owner,
    members: cast.members,
    startAt,
    days: wonAt === null ? told : Math.min(told, (wonAt - startAt) / DAY_MS),
  }
  if (isPersona(kind)) PERSONA_STORIES[kind](scene)
  else LEAD_STORIES[kind](scene)
  const afterwards: Afterwards | null =
    wonAt === null
      ? null
      : dice.pick(['steady', 'steady', 'steady', 'expanding', 'expanding', 'at-risk', 'churned'])
  if (wonAt !== null && afterwards !== null) becomeCustomer(scene, wonAt, afterwards, { until: age, seats })
  if (outcome === 'lost') {
    diary.track(cast.owner, trialEndsAt, 'Trial Ended')
    diary.group(cast.owner, trialEndsAt + 1000, { plan: 'free' })
  }
  return {
    messages: diary.messages(),
    account: {
      id,
      name,
      kind,
      signedUpAt: startAt,
      trialEndsAt,
      outcome,
      wonAt,
      afterwards,
      dealSize,
      users: cast.users,
      expected: expectedOf(kind, outcome),
    },
  }
}
