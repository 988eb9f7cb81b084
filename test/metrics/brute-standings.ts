import type { Act } from './brute-force.ts'

const DAY_MS = 86_400_000
const TRIAL_DAYS = 14
const LATE_DAYS = 30

const least = (values: readonly number[]): number => Math.min(Number.POSITIVE_INFINITY, ...values)

/** Customers come and go: the instants at which one was won, each once until it was lost, and whether it was one then. */
const customerOf = (acts: readonly Act[]) => {
  const bought = acts.filter(one => one.event === 'Subscription Started').map(one => one.at)
  const gone = acts
    .filter(one => one.event === 'Subscription Cancelled')
    .map(one => one.at)
    // Who starts again within a day has changed the plan.
    .filter(at => !bought.some(again => again >= at && again - at <= DAY_MS))
  const all = [
    ...bought.map(at => ({ at, isBought: true })),
    ...gone.map(at => ({ at, isBought: false })),
  ].sort((a, b) => a.at - b.at)
  const isCustomerAt = (instant: number): boolean =>
    all.filter(one => one.at < instant).at(-1)?.isBought === true
  return { wins: bought.filter(at => !isCustomerAt(at)), isCustomerAt }
}

/**
 * What stands with the accounts, from their acts alone, for the program of the test: activation is a report and an
 * invitation, a trial lasts two weeks or until it is said to end, a shared report makes an MQL, a second one with an
 * invitation an SQL, and who ran a report and is locked out a PQL.
 */
export const bruteStandings = (
  acts: readonly Act[],
  { from, to, now }: { from: number; to: number; now: number },
) => {
  const known = acts.filter(one => one.at <= now)
  // Who is nobody yet is no account.
  const accounts = [...new Set(known.map(one => one.account))].filter(
    one => !one.startsWith('alone anonymous '),
  )
  const isWithin = (at: number): boolean => at >= from * DAY_MS && at < (to + 1) * DAY_MS
  const share = (is: (account: string) => number): number =>
    accounts.length === 0 ? 0 : accounts.reduce((sum, one) => sum + is(one), 0) / accounts.length
  const instants = (account: string, event: string): readonly number[] =>
    known
      .filter(one => one.account === account && one.event === event)
      .map(one => one.at)
      .sort((a, b) => a - b)
  const has = (account: string, event: string): number => Number(instants(account, event).length > 0)

  const trialOf = (account: string) => {
    const began = least(known.filter(one => one.account === account).map(one => one.at))
    const startsAt = instants(account, 'Trial Started')[0] ?? instants(account, 'Signed Up')[0] ?? began
    const said = least(instants(account, 'Trial Ended').filter(at => at >= startsAt))
    const endsAt = Math.min(said, Number.isFinite(said) ? said : startsAt + TRIAL_DAYS * DAY_MS)
    const boughtAt = least(instants(account, 'Subscription Started'))
    return {
      said,
      endedAt: Math.max(startsAt, Math.min(endsAt, boughtAt)),
      isPaid: boughtAt <= endsAt + LATE_DAYS * DAY_MS,
    }
  }
  const ended = accounts.map(trialOf).filter(one => one.endedAt <= now && isWithin(one.endedAt))
  const paid = ended.filter(one => one.isPaid).length

  const mqlAt = (account: string): number => instants(account, 'Report Shared')[0] ?? Number.NaN
  const sqlAt = (account: string): number =>
    Math.max(
      instants(account, 'Report Shared')[1] ?? Number.NaN,
      instants(account, 'Teammate Invited')[0] ?? Number.NaN,
    )
  const customer = (account: string) => customerOf(known.filter(one => one.account === account))
  /** Who had bought by then was a customer, and no lead. */
  const pqlAt = (account: string): number => {
    const { isCustomerAt } = customer(account)
    const locked = instants(account, 'Feature Locked')[0] ?? Number.NaN
    const at = Math.max(locked, instants(account, 'Report Run')[0] ?? Number.NaN)
    return isCustomerAt(at) ? Number.NaN : at
  }
  const counting = (is: (account: string) => boolean): number => accounts.filter(is).length
  return {
    activation: {
      rate: share(one => (has(one, 'Report Run') + has(one, 'Teammate Invited')) / 2),
      complete: share(one => has(one, 'Report Run') * has(one, 'Teammate Invited')),
      firstValue: share(one => has(one, 'Report Run')),
    },
    trialToPaid: { ended: ended.length, paid, rate: ended.length === 0 ? null : paid / ended.length },
    funnel: [
      { step: 'mql', accounts: counting(one => isWithin(mqlAt(one))) },
      { step: 'sql', accounts: counting(one => isWithin(sqlAt(one))) },
      { step: 'pql', accounts: counting(one => isWithin(pqlAt(one))) },
      { step: 'won', accounts: counting(one => customer(one).wins.some(isWithin)) },
    ],
  }
}
