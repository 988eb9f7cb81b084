import type { CompiledSignal, Row } from '@fireball/core'
import { auc } from '../calibration.ts'
import { tellingSignals, type Values } from './account-values.ts'
import { nameFeature } from './feature.ts'

/** A fact left out because it is only known once the outcome is, and why. */
export interface Leak {
  readonly feature: string
  /** Key of the signal behind it, whose events are then read nowhere; undefined when no single one is. */
  readonly signal?: string
  readonly say: string
}

/** One account of those that ended, as the search for leaks looks at it. */
export interface EndedAccount {
  /** UTC day of its conversion; undefined when it never converted. */
  readonly convertedOn: number | undefined
  /** Its own rows, later ones than the conversion included. */
  readonly rows: readonly Row[]
  /** As it was at the end of the day before the outcome, and a day earlier; of others, at a like age. */
  readonly eve: Values
  readonly earlier: Values
}

/** Fewer accounts with a signal say nothing about when it comes. */
const FEWEST = 5
/** So many of the accounts that ever had a signal had it first when they had converted already. */
const ALMOST_ONLY = 0.8
/** No honest fact tells converting as well as this. */
const IMPLAUSIBLE = 0.85
/** What is left of it over a coin when the last day is left out. */
const VANISHES = 1 / 3

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** The least UTC day of each signal. */
const firstDays = (rows: readonly Row[]): ReadonlyMap<string, number> => {
  const first = new Map<string, number>()
  for (const { signal, day } of rows) first.set(signal, Math.min(first.get(signal) ?? day, day))
  return first
}

const signalOf = (feature: string): { readonly signal?: string } => {
  const [, signal] = feature.split(':')
  return signal === undefined ? {} : { signal }
}

const comesAfter = (
  accounts: readonly EndedAccount[],
  signals: readonly CompiledSignal[],
): readonly Leak[] => {
  const sums = new Map<string, { had: number; after: number }>()
  for (const { rows, convertedOn } of accounts)
    for (const [signal, day] of firstDays(rows)) {
      const sum = sums.get(signal) ?? { had: 0, after: 0 }
      sum.had++
      if (convertedOn !== undefined && day >= convertedOn) sum.after++
      sums.set(signal, sum)
    }
  return signals.flatMap(({ key, hash, definition }) => {
    const { had = 0, after = 0 } = sums.get(hash) ?? {}
    if (had < FEWEST || after / had < ALMOST_ONLY) return []
    const say = `${percent(after / had)} of the accounts with “${definition.name}” had it only once they had converted.`
    return [{ feature: `use:${key}`, signal: key, say }]
  })
}

const areaOf = (accounts: readonly EndedAccount[], of: (one: EndedAccount) => number): number => {
  const area = auc({ p: accounts.map(of), isHit: accounts.map(one => one.convertedOn !== undefined) })
  return Number.isNaN(area) ? 0.5 : Math.max(area, 1 - area)
}

const vanishes = (accounts: readonly EndedAccount[], signals: readonly CompiledSignal[]): readonly Leak[] => {
  const names = [...new Set(accounts.flatMap(one => Object.keys(one.eve)))].sort()
  return names.flatMap(feature => {
    const eve = areaOf(accounts, one => one.eve[feature] ?? 0)
    const earlier = areaOf(accounts, one => one.earlier[feature] ?? 0)
    if (eve < IMPLAUSIBLE || earlier - 0.5 > VANISHES * (eve - 0.5)) return []
    const say = `${nameFeature(feature, signals)}: tells converting implausibly well (AUC ${eve.toFixed(2)}), and hardly (${earlier.toFixed(2)}) once the last day before it is left out.`
    return [{ feature, ...signalOf(feature), say }]
  })
}

/**
 * Facts that are only known once the outcome is: a signal that almost only comes when the account has converted, or one
 * that tells implausibly well the evening before and hardly a day earlier. They are named, and left out of the fit.
 */
export const findLeaks = (
  accounts: readonly EndedAccount[],
  all: readonly CompiledSignal[],
): readonly Leak[] => {
  if (accounts.filter(one => one.convertedOn !== undefined).length < FEWEST) return []
  const known = new Set<string>()
  const found = [...comesAfter(accounts, tellingSignals(all)), ...vanishes(accounts, all)]
  return found.filter(({ feature, signal = feature }) => !known.has(signal) && known.add(signal))
}
