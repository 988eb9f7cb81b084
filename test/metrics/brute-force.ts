/** A message as it was sent, with what brute force reads of it. */
export interface Sent {
  readonly messageId: string
  readonly type: 'track' | 'identify' | 'group'
  readonly event?: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly groupId?: string
  readonly context?: { readonly groupId?: string; readonly impersonated?: boolean }
  readonly traits?: { readonly email?: string; readonly left?: boolean }
  readonly properties?: { readonly value?: number; readonly feature?: string }
  readonly timestamp: string
}

const DAY_MS = 86_400_000
const atOf = ({ timestamp }: Sent): number => Date.parse(timestamp)
const dayOf = (one: Sent): number => Math.floor(atOf(one) / DAY_MS)
const mondayOf = (day: number): number => {
  let monday = day
  while (new Date(monday * DAY_MS).getUTCDay() !== 1) monday--
  return monday
}
const saying = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
const inOrder = (a: Sent, b: Sent): number => atOf(a) - atOf(b) || (a.messageId < b.messageId ? -1 : 1)

/** Who an anonymous id is: whoever was the first to be named beside it, unless support looked in under that name. */
const ownersOf = (sent: readonly Sent[]): ReadonlyMap<string, string> => {
  const owners = new Map<string, string>()
  for (const { userId, anonymousId, context } of [...sent].sort(inOrder))
    if (userId !== undefined && anonymousId !== undefined && context?.impersonated !== true)
      if (!owners.has(anonymousId)) owners.set(anonymousId, userId)
  return owners
}

/** What was said last of a day about one name in one group stands for that day. */
const membershipsOf = (sent: readonly Sent[]): readonly Sent[] => {
  const lastOfDay = new Map<string, Sent>()
  for (const one of sent.filter(({ type }) => type === 'group').sort(inOrder))
    lastOfDay.set(`${one.userId ?? `anonymous ${one.anonymousId}`} ${one.groupId} ${dayOf(one)}`, one)
  return [...lastOfDay.values()].sort(inOrder)
}

/** One thing that somebody did, and for whom it counts. */
export interface Act {
  readonly event: string
  readonly who: string
  readonly account: string
  readonly at: number
  readonly day: number
  readonly value: number
}

/** What is a person’s own, and no group’s. */
export const isAlone = (account: string): boolean => account.startsWith('alone ')

/** Everything that was done, by whoever it was in the end and in the account where it counts in the end. */
export const actsOf = (sent: readonly Sent[], internalDomain: string): readonly Act[] => {
  const owners = ownersOf(sent)
  const whoOf = (one: Sent): string =>
    one.userId ?? owners.get(one.anonymousId ?? '') ?? `anonymous ${one.anonymousId}`
  const internal = new Set(
    sent.filter(one => one.traits?.email?.endsWith(internalDomain) === true).map(whoOf),
  )
  const groupOf = (one: Sent): string | undefined => one.groupId ?? one.context?.groupId
  const memberships = membershipsOf(sent)
  const accountOf = (one: Sent): string => {
    const named = groupOf(one)
    if (named !== undefined) return named
    const who = whoOf(one)
    const joins = memberships.filter(other => whoOf(other) === who)
    const known = joins.filter(other => dayOf(other) <= dayOf(one))
    if (known.length === 0) return joins.find(other => other.traits?.left !== true)?.groupId ?? `alone ${who}`
    const last = new Map<string, Sent>()
    for (const join of known) last.set(join.groupId ?? '', join)
    const present = [...last.values()].filter(join => join.traits?.left !== true).sort(inOrder)
    return present.at(-1)?.groupId ?? `alone ${who}`
  }
  return (
    sent
      // What somebody did who was logged in as the user is nobody's use.
      .filter(one => one.type === 'track' && !internal.has(whoOf(one)) && one.context?.impersonated !== true)
      .map(one => ({
        event: one.event ?? '',
        who: whoOf(one),
        account: accountOf(one),
        at: atOf(one),
        day: dayOf(one),
        value: one.properties?.value ?? 0,
      }))
  )
}

/** Product figures by the plainest way there is: over every act, for every day, with sets. */
export const bruteForce = (
  acts: readonly Act[],
  { from, to, today, uses }: { from: number; to: number; today: number; uses: readonly string[] },
) => {
  const counted = acts.filter(one => one.day <= to)
  const used = counted.filter(one => uses.includes(one.event))
  const distinct = (first: number, last: number): number =>
    new Set(used.filter(one => one.day >= first && one.day <= last).map(one => one.who)).size
  const active = []
  for (let day = from; day <= to; day++)
    active.push({
      day: saying(day),
      dau: distinct(day, day),
      wau: distinct(day - 6, day),
      mau: distinct(day - 29, day),
    })

  // A day that is not over says nothing of how many come on a day.
  const shares = active.filter(one => one.mau > 0 && one.day < saying(today)).map(one => one.dau / one.mau)
  const stickiness = shares.length === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / shares.length

  const people = [...new Set(used.map(one => one.who))]
  const firstDayOf = (who: string): number =>
    Math.min(...used.filter(one => one.who === who).map(one => one.day))
  const fresh = people.filter(who => firstDayOf(who) >= from)
  const weeks = [...new Set(fresh.map(who => mondayOf(firstDayOf(who))))].sort((a, b) => a - b)
  const cohorts = weeks.map(week => {
    const theirs = fresh.filter(who => mondayOf(firstDayOf(who)) === week)
    const seen = []
    for (let monday = week; monday <= to; monday += 7)
      seen.push(
        theirs.filter(who => used.some(one => one.who === who && one.day >= monday && one.day < monday + 7))
          .length,
      )
    return { week: saying(week), users: theirs.length, seen }
  })

  const accounts = [...new Set(counted.map(one => one.account))]
  const isStart = (event: string): boolean =>
    uses.includes(event) || event === 'Signed Up' || event === 'Trial Started'
  const ofAccount = (account: string) => counted.filter(one => one.account === account)
  const lastOf = (account: string, event: string, before: number): number =>
    Math.max(
      -1,
      ...ofAccount(account)
        .filter(one => one.event === event && one.at < before)
        .map(one => one.at),
    )
  const begin = from * DAY_MS
  const end = (to + 1) * DAY_MS
  const isCustomer = (account: string): boolean =>
    lastOf(account, 'Subscription Started', begin) > lastOf(account, 'Subscription Cancelled', begin) ||
    lastOf(account, 'Subscription Started', end) >= begin
  const customers = accounts.filter(isCustomer)
  const cancelled = customers.filter(account => {
    const gone = lastOf(account, 'Subscription Cancelled', end)
    return gone >= begin && gone >= lastOf(account, 'Subscription Started', end)
  })
  const paid = counted.filter(one => one.event === 'Subscription Started' && one.day >= from)
  const revenue = paid.reduce((sum, one) => sum + one.value, 0)
  const began = (account: string): number =>
    Math.min(
      Number.POSITIVE_INFINITY,
      ...ofAccount(account)
        .filter(one => isStart(one.event))
        .map(one => one.day),
    )
  const paidOn = (account: string): number =>
    Math.min(
      Number.POSITIVE_INFINITY,
      ...ofAccount(account)
        .filter(one => one.event === 'Subscription Started')
        .map(one => one.day),
    )
  return {
    users: people.length,
    // Who is nobody yet is no account.
    accounts: accounts.filter(
      account => !account.startsWith('alone anonymous ') && Number.isFinite(began(account)),
    ).length,
    active,
    stickiness,
    cohorts,
    churn: {
      customers: customers.length,
      cancelled: cancelled.length,
      rate: customers.length === 0 ? null : cancelled.length / customers.length,
    },
    equation: {
      customers: new Set(paid.map(one => one.account)).size,
      transactions: paid.length,
      revenuePerTransaction: paid.length === 0 ? 0 : revenue / paid.length,
      revenue,
    },
    /** Of accounts whose thirty days lie in the range: who did something so often within days, and who converted. */
    tipping: (event: string, times: number, days: number, isHalf: (account: string) => boolean) => {
      const cohort = accounts.filter(one => began(one) >= from && began(one) + 30 <= to && isHalf(one))
      const hasConverted = (account: string): boolean => paidOn(account) - began(account) <= 30
      const did = cohort.filter(
        account =>
          ofAccount(account).filter(
            one => one.event === event && one.day < began(account) + days && one.day < paidOn(account),
          ).length >= times,
      )
      return {
        accounts: cohort.length,
        converted: cohort.filter(hasConverted).length,
        did: did.length,
        both: did.filter(hasConverted).length,
      }
    },
  }
}
