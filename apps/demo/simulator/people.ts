import type { Actor, Diary } from './diary.ts'
import type { Dice } from './dice.ts'
import type { Kind } from './kinds.ts'
import { domainOf, personName } from './names.ts'
import { DAY_MS } from './scene.ts'
import type { TrueUser } from './truth.ts'

/** Colleagues beside the owner, at most. */
const COLLEAGUES: Readonly<Partial<Record<Kind, number>>> = {
  'golden-lead': 3,
  'silent-success': 2,
  'contrary-converter': 1,
  heartbreaker: 1,
}

/** Who tries things before saying who they are. */
const LOOKS_AROUND: readonly Kind[] = ['golden-lead', 'silent-success', 'contrary-converter', 'fizzler']

/** Everybody of an account. */
export interface Cast {
  readonly users: readonly TrueUser[]
  readonly owner: Actor
  readonly members: readonly Actor[]
}

/** Where an account stands among all. */
export interface Place {
  /** Marks every id of the simulation. */
  readonly run: string
  readonly number: number
  readonly id: string
  readonly name: string
  readonly kind: Kind
  /** Of a consultant's account: the consultant, and the other account. */
  readonly consultant?: { readonly id: string; readonly other: string } | undefined
}

/**
 * Signs everybody up: the owner looks around unknown, then says who they are; colleagues follow by invitation. A
 * consultant signs in everywhere under one id.
 */
export const signUp = (
  place: Place,
  diary: Diary,
  dice: Dice,
  { startAt, days, traits }: { readonly startAt: number; readonly days: number; readonly traits: object },
): Cast => {
  const { run, number, id, name, kind, consultant } = place
  const users: TrueUser[] = []
  const join = (userId: string, is: TrueUser['is'], at: number, person: string): Actor => {
    const anonymousId = `${userId}-browser`
    const who = { userId, anonymousId, groupId: id }
    const accounts = is === 'consultant' && consultant !== undefined ? [id, consultant.other] : [id]
    users.push({ id: userId, is, accounts: [...accounts].sort(), anonymousIds: [anonymousId] })
    const email = `${person.toLowerCase()}@${is === 'consultant' ? `consulting-${run}.example` : domainOf(name, number)}`
    diary.identify({ userId, anonymousId }, at, { name: person, email })
    diary.group(who, at + 500, is === 'owner' ? traits : {})
    return who
  }
  const ownerId = `${id}-owner`
  const unknown = { anonymousId: `${ownerId}-browser` }
  for (const at of [startAt, startAt + 60_000]) diary.page(unknown, at, 'Home')
  if (LOOKS_AROUND.includes(kind))
    diary.track(unknown, startAt + 90_000, 'Template Chosen', { context: 'announcement' })
  const is = kind === 'guided-only' ? 'guided' : 'owner'
  const owner = join(ownerId, is === 'guided' ? 'guided' : 'owner', startAt + 120_000, personName(dice))
  if (is === 'guided') diary.group(owner, startAt + 121_000, traits)
  diary.track(owner, startAt + 122_000, 'Signed Up')
  diary.track(owner, startAt + 123_000, 'Trial Started')
  const colleagues = dice.whole(0, COLLEAGUES[kind] ?? 0)
  const members = Array.from({ length: colleagues }, (_, n) => {
    const at = startAt + dice.between(0.1, Math.max(0.2, days * 0.4)) * DAY_MS
    diary.track(owner, at - 600_000, 'Invite Sent', { role: 'Editor' })
    return join(`${id}-member-${n + 1}`, 'member', at, personName(dice))
  })
  if (consultant !== undefined)
    members.unshift(join(consultant.id, 'consultant', startAt + 0.2 * DAY_MS, 'Rene'))
  return { users, owner, members }
}
