import { evaluate } from '../condition.ts'
import { type JsonObject, readPath } from '../json.ts'
import type { DealSize } from '../lead-api.ts'
import type { Program } from '../program/program.ts'
import { quantile } from '../views/engagement.ts'

/** Where the program says nothing. The group trait is a convention of events; the rest is ours. */
export const FORECAST_DEFAULTS = {
  currency: 'USD',
  horizonDays: 30,
  closeDays: 30,
  dealPath: 'account.dealSize',
} as const

const toSize = (value: unknown): number | null => {
  const size = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof size === 'number' && size >= 0 && Number.isFinite(size) ? size : null
}

/** What the account would bring, by its trait, else by the first rule that holds; null when nobody knows. */
export const dealOf = (
  { forecast }: Pick<Program, 'forecast'>,
  doc: JsonObject,
  now: number,
): number | null => {
  const known = toSize(readPath(doc, forecast?.dealSize?.path ?? FORECAST_DEFAULTS.dealPath))
  if (known !== null) return known
  const rule = forecast?.dealSize?.rules?.find(
    ({ when }) => when === undefined || evaluate(when, doc, { now }) === true,
  )
  return rule?.size ?? null
}

/** Sizes from which on a deal is mid, and large. */
export interface DealCuts {
  readonly mid: number
  readonly large: number
}

/** The program’s cuts, else the thirds of the known sizes; null while these are too few or too alike to be told apart. */
export const dealCuts = (
  { playbook }: Pick<Program, 'playbook'>,
  known: readonly number[],
): DealCuts | null => {
  if (playbook?.deals !== undefined) return playbook.deals
  const mid = quantile(known, 1 / 3)
  const large = quantile(known, 2 / 3)
  return mid === undefined || large === undefined || new Set(known).size < 3 || mid >= large
    ? null
    : { mid, large }
}

/** Where a deal lies among the others. Unknown counts as small, and says so; without cuts a known one is mid. */
export const dealSizeOf = (
  deal: number | null,
  cuts: DealCuts | null,
): { readonly size: DealSize; readonly isKnown: boolean } => {
  if (deal === null) return { size: 'small', isKnown: false }
  if (cuts === null) return { size: 'mid', isKnown: true }
  return { size: deal >= cuts.large ? 'large' : deal >= cuts.mid ? 'mid' : 'small', isKnown: true }
}
