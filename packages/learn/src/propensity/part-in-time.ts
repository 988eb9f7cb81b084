import type { PropensityGap } from '@fireball/core'
import type { Snapshot } from './snapshot.ts'

/**
 * How many accounts that converted, and as many that did not, a fit needs at least; how many of each it has to learn from,
 * and how many of those that convert later a decision needs.
 */
export const ENOUGH_ACCOUNTS = { each: 30, earlier: 20, later: 10 } as const
/** Share of the accounts that converted which is kept for the comparison, where enough is left to learn from. */
const LATER_SHARE = 0.3
const DAY_MS = 86_400_000

/** How many accounts are in some snapshots, and how many of them convert within the horizon of one. */
export const accountsIn = (snapshots: readonly Snapshot[]) => {
  const converted = new Set(snapshots.filter(one => one.isHit).map(one => one.account))
  const all = new Set(snapshots.map(one => one.account))
  return { accounts: all.size, converted: converted.size, not: all.size - converted.size }
}

/** Looks to learn from, and looks to compare on. */
export interface Parted {
  readonly trained: readonly Snapshot[]
  readonly tested: readonly Snapshot[]
  readonly cut: number
}

export interface PartInput {
  readonly horizonDays: number
  /** UTC day through which everything is known. */
  readonly through: number
  /** Last day that the fit in use has seen. */
  readonly seenThrough?: number | undefined
}

const byDay = (a: Snapshot, b: Snapshot): number => a.day - b.day

/** The first day by whose end enough is there to learn from. */
const enoughBy = (snapshots: readonly Snapshot[]): number | undefined => {
  const all = new Set<string>()
  const converted = new Set<string>()
  const sorted = [...snapshots].sort(byDay)
  for (const [i, { account, day, isHit }] of sorted.entries()) {
    all.add(account)
    if (isHit) converted.add(account)
    if (sorted[i + 1]?.day === day) continue
    if (Math.min(converted.size, all.size - converted.size) >= ENOUGH_ACCOUNTS.earlier) return day
  }
  return undefined
}

/** The latest day from which on so many accounts convert. */
const latestWith = (snapshots: readonly Snapshot[], wanted: number): number | undefined => {
  const later = new Set<string>()
  for (const { account, day, isHit } of [...snapshots].sort(byDay).reverse()) {
    if (isHit) later.add(account)
    if (later.size >= wanted) return day
  }
  return undefined
}

/** The first day on which a comparison may begin when `learnedBy` is the last day to learn from. */
const firstCut = (learnedBy: number, { horizonDays, seenThrough = Number.NEGATIVE_INFINITY }: PartInput) =>
  Math.max(learnedBy + horizonDays + 1, seenThrough + 1)

/**
 * Parts looks at a day. Learned of are those whose horizon was over by then, so that the fit is one that could have been in
 * use on that day; compared is what came from that day on. Undefined when too little would be on one side.
 */
export const partInTime = (snapshots: readonly Snapshot[], input: PartInput): Parted | undefined => {
  const learnedBy = enoughBy(snapshots)
  if (learnedBy === undefined) return undefined
  const wanted = Math.max(ENOUGH_ACCOUNTS.later, Math.ceil(LATER_SHARE * accountsIn(snapshots).converted))
  const first = firstCut(learnedBy, input)
  const cut = Math.max(first, latestWith(snapshots, wanted) ?? first)
  const tested = snapshots.filter(one => one.day >= cut)
  if (accountsIn(tested).converted < ENOUGH_ACCOUNTS.later) return undefined
  return { trained: snapshots.filter(one => one.day + input.horizonDays < cut), tested, cut }
}

/** Days until `missing` more have come at a pace: 0 for none, infinite without a pace. */
const daysFor = (missing: number, perDay: number): number => (missing <= 0 ? 0 : Math.ceil(missing / perDay))

/** What each span has and needs, and when both will have it at the pace so far. */
export const gapIn = (snapshots: readonly Snapshot[], input: PartInput): PropensityGap => {
  const { horizonDays, through } = input
  const { converted, not } = accountsIn(snapshots)
  // The last day whose looks have their horizon behind them, and the first that there was anything to look at.
  const known = through - horizonDays
  const began = snapshots.reduce((least, { day }) => Math.min(least, day), known)
  const days = known - began + 1
  const [convertedPerDay, notPerDay] = [converted / days, not / days]
  const needed = ENOUGH_ACCOUNTS.earlier
  const found = enoughBy(snapshots)
  const learnedBy =
    found ?? known + Math.max(daysFor(needed - converted, convertedPerDay), daysFor(needed - not, notPerDay))
  const cut = firstCut(learnedBy, input)
  const later = accountsIn(snapshots.filter(one => one.day >= cut)).converted
  const each = ENOUGH_ACCOUNTS.each
  const lookedBy = Math.max(
    Math.max(known, cut - 1) + daysFor(ENOUGH_ACCOUNTS.later - later, convertedPerDay),
    known + daysFor(each - converted, convertedPerDay),
    known + daysFor(each - not, notPerDay),
  )
  const earlier =
    found === undefined ? { converted, not } : accountsIn(snapshots.filter(one => one.day <= found))
  return {
    apartDays: horizonDays,
    earlier: { converted: earlier.converted, not: earlier.not, needed },
    later: { converted: later, needed: ENOUGH_ACCOUNTS.later },
    // A run on the morning after the horizon of the last of these looks.
    expectedAt: Number.isFinite(lookedBy) ? (lookedBy + horizonDays + 1) * DAY_MS : null,
  }
}
