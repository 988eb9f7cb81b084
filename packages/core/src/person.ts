import { type Count, type Evidence, type Register, splitCountKey, splitRegisterKey } from './evidence.ts'
import type { Akey, Subject } from './identity.ts'
import type { Json } from './json.ts'
import type { Membership } from './membership.ts'

/** One row of evidence, as views read it: whose it is after links, and what it adds up to. */
export interface Row extends Count {
  /** The user, after links. */
  readonly user: Subject
  /** Hash of the signal's definition. */
  readonly signal: string
  readonly context: string
  readonly day: number
}

/** What is known about one user or one account: the sum that every view reads. */
export interface Known {
  readonly rows: readonly Row[]
  /** Latest values by name: `traits.plan`, `quota.contacts`, `survey.goal`. */
  readonly registers: Readonly<Record<string, Json>>
}

/** Whether evidence that lies under a key, of a user and a day, counts somewhere. */
export type Owns = (akey: Akey, user: Subject, day: number) => boolean

const rowsWhere = (evidence: Evidence, who: Membership, owns: Owns): readonly Row[] => {
  const rows: Row[] = []
  for (const [joined, count] of Object.entries(evidence.counts)) {
    const { akey, subject, signal, context, day } = splitCountKey(joined)
    const user = who.userOf(subject)
    if (owns(akey, user, day)) rows.push({ user, signal, context, day, ...count })
  }
  return rows
}

const latest = (
  evidence: Pick<Evidence, 'registers'>,
  owns: (akey: Akey, subject: Subject) => boolean,
): Readonly<Record<string, Json>> => {
  const best = new Map<string, Register>()
  for (const [joined, register] of Object.entries(evidence.registers)) {
    const { akey, subject, name } = splitRegisterKey(joined)
    const known = best.get(name)
    if (
      owns(akey, subject) &&
      (known === undefined || register.at > known.at || (register.at === known.at && register.id > known.id))
    )
      best.set(name, register)
  }
  return Object.fromEntries([...best].map(([name, { value }]) => [name, value]))
}

/** Everything of one user, over all their accounts, devices and earlier anonymous ids. */
export const knownOfUser = (evidence: Evidence, who: Membership, user: Subject): Known => ({
  rows: rowsWhere(evidence, who, (_, owner) => owner === user),
  registers: registersOfUser(evidence, who, user),
})

/**
 * What counts in one account (`g:…`): events that name it, and those of its members that name none, on the days on
 * which they count there. In an account of one (a user without an account, `u:…`): what names no account.
 */
export const ownedBy = (who: Membership, account: Akey): Owns => {
  const isGroup = account.startsWith('g:')
  return (akey, user, day) =>
    akey.startsWith('g:')
      ? akey === account
      : isGroup
        ? who.accountOn(user, day) === account
        : user === account && who.accountOn(user, day) === undefined
}

/** The latest traits, quotas and answers of one account. */
export const registersOfAccount = (
  evidence: Pick<Evidence, 'registers'>,
  who: Membership,
  account: Akey,
): Known['registers'] =>
  latest(evidence, (akey, subject) =>
    account.startsWith('g:')
      ? akey === account && subject === ''
      : !akey.startsWith('g:') && who.userOf(subject) === account,
  )

/** The latest traits, quotas and answers of one user, wherever they were told. */
export const registersOfUser = (
  evidence: Pick<Evidence, 'registers'>,
  who: Membership,
  user: Subject,
): Known['registers'] => latest(evidence, (_, subject) => subject !== '' && who.userOf(subject) === user)

/** Everything of one account. */
export const knownOfAccount = (evidence: Evidence, who: Membership, account: Akey): Known => ({
  rows: rowsWhere(evidence, who, ownedBy(who, account)),
  registers: registersOfAccount(evidence, who, account),
})
