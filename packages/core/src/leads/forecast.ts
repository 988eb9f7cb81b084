import { LEAD_TYPES, type LeadType, type Override } from '../lead-api.ts'
import type { Amount, Forecast } from '../outlook-api.ts'
import { err, ok, type Result } from '../result.ts'
import { sumInterval } from './sum-interval.ts'

/** An account that may still close. */
export interface OpenAccount {
  readonly akey: string
  readonly name: string
  /** Chance to close, 0–1: of the model, never of a person. */
  readonly p: number
  /** Null when nobody knows. */
  readonly deal: number | null
  /** When it is expected to close, epoch ms. */
  readonly closesAt: number
  /** Share of each type, adding up to 1. */
  readonly membership: Readonly<Partial<Record<LeadType, number>>>
}

/** What open accounts are expected to bring. */
export type ForecastSum = Pick<Forecast, 'total' | 'months' | 'types' | 'accounts' | 'unsized'>

/** So many accounts without a size are listed. */
const LISTED = 100

interface Sized extends OpenAccount {
  readonly deal: number
}

const amountOf = (accounts: readonly Sized[]): Amount =>
  sumInterval(accounts.map(({ deal, p }) => ({ amount: deal, p })))

/** `2026-12`, in UTC; what should have closed already is expected this month. */
const monthOf = (closesAt: number, now: number): string =>
  new Date(Math.max(closesAt, now)).toISOString().slice(0, 7)

/**
 * Deal size × chance, summed by the month of closing and by type, with the interval of each sum; accounts without a size
 * are counted, listed and left out.
 */
export const forecastOf = (accounts: readonly OpenAccount[], now: number): ForecastSum => {
  const sized = accounts.filter((one): one is Sized => one.deal !== null)
  const unsized = accounts.filter(({ deal }) => deal === null)
  const byMonth = new Map<string, Sized[]>()
  for (const one of sized) {
    const month = monthOf(one.closesAt, now)
    const known = byMonth.get(month)
    if (known === undefined) byMonth.set(month, [one])
    else known.push(one)
  }
  const total = amountOf(sized)
  return {
    total,
    months: [...byMonth]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, theirs]) => ({ month, ...amountOf(theirs), accounts: theirs.length })),
    types: LEAD_TYPES.map(type => {
      const expected = sized
        .map(({ deal, p, membership }) => deal * p * (membership[type] ?? 0))
        .sort((a, b) => a - b)
        .reduce((sum, one) => sum + one, 0)
      return { type, expected, share: total.expected === 0 ? 0 : expected / total.expected }
    }),
    accounts: sized.length,
    unsized: {
      count: unsized.length,
      accounts: [...unsized]
        .sort((a, b) => b.p - a.p || (a.akey < b.akey ? -1 : 1))
        .slice(0, LISTED)
        .map(({ akey, name }) => ({ akey, name })),
    },
  }
}

/** Overrides on a line of their own: what people make of these accounts, and what the model says of the same now. */
export const overridesSum = (
  items: readonly Override[],
  accounts: readonly OpenAccount[],
): Forecast['overrides'] => {
  const open = new Map(accounts.map(one => [one.akey, one]))
  let expected = 0
  let modelExpected = 0
  for (const { akey, p } of items) {
    const account = open.get(akey)
    expected += p * (account?.deal ?? 0)
    modelExpected += (account?.p ?? 0) * (account?.deal ?? 0)
  }
  return { items, expected, modelExpected }
}

const percent = (p: number): string => `${Math.round(p * 1000) / 10} %`

/** A person’s own chance for an account, or null to take it back: from 0 to 1, and never without a reason. */
export const checkOverride = (
  p: number | null,
  reason: string,
): Result<{ readonly p: number | null; readonly reason: string }, string> => {
  if (p !== null && !(p >= 0 && p <= 1))
    return err(
      `A chance lies between 0 and 1 (0–100 %), and ${Number.isFinite(p) ? `${p} (${percent(p)})` : `${p}`} does not.`,
    )
  if (p !== null && reason.trim() === '') return err('Say why: a chance of your own needs a reason.')
  return ok({ p, reason: reason.trim() })
}
