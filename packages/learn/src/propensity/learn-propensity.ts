import type { CompiledSignal, ModelCard, Skill } from '@fireball/core'
import { lossOf } from '../calibration.ts'
import { FEWEST_USERS } from '../compare-fits.ts'
import { type PairedGain, pairedGain } from '../paired-gain.ts'
import type { Rest } from '../pause.ts'
import { findLeaks, type Leak } from './find-leaks.ts'
import { fitPropensity } from './fit-propensity.ts'
import { type AccountHistory, endedAccounts, snapshotsOf } from './history.ts'
import { type ChanceJudgement, judgeChances } from './judge-chances.ts'
import { chanceOf, type PropensityFit } from './propensity-fit.ts'
import type { Snapshot } from './snapshot.ts'

export interface LearnPropensityInput {
  readonly histories: readonly AccountHistory[]
  readonly skills: readonly Skill[]
  readonly signals: readonly CompiledSignal[]
  readonly horizonDays: number
  /** UTC day through which everything is known. */
  readonly through: number
  /** The fit in use, and the last day that it has seen; undefined while the types' odds are. */
  readonly current?: { readonly fit: PropensityFit; readonly through: number } | undefined
  readonly rest?: Rest | undefined
}

/** What one run found. */
export interface LearnedPropensity {
  readonly result: 'not-enough' | 'same' | 'worse' | 'better'
  /** In words. */
  readonly say: string
  /** Accounts whose outcome is known: converted within the horizon of a look at them, and never. */
  readonly converted: number
  readonly not: number
  readonly leaks: readonly Leak[]
  readonly made?: {
    readonly fit: PropensityFit
    /** The last day whose outcomes it has seen. */
    readonly through: number
    readonly card: Omit<ModelCard, 'at'>
    readonly comparison: PairedGain
  }
}

/**
 * How many accounts that converted, and as many that did not, a fit needs at least; and how many of those that convert
 * later a decision needs.
 */
export const ENOUGH_ACCOUNTS = { each: 30, later: 10 } as const
/** Share of the accounts that converted which is kept for the comparison. */
const LATER_SHARE = 0.3
const DAY_MS = 86_400_000

const accountsIn = (snapshots: readonly Snapshot[]) => {
  const converted = new Set(snapshots.filter(one => one.isHit).map(one => one.account))
  const all = new Set(snapshots.map(one => one.account))
  return { accounts: all.size, converted: converted.size }
}

const spanOf = (snapshots: readonly Snapshot[]): ModelCard['trainedOn'] => ({
  ...accountsIn(snapshots),
  from: snapshots.reduce((least, { day }) => Math.min(least, day), Number.POSITIVE_INFINITY) * DAY_MS,
  to: (snapshots.reduce((most, { day }) => Math.max(most, day), 0) + 1) * DAY_MS - 1,
})

interface Parted {
  readonly trained: readonly Snapshot[]
  readonly tested: readonly Snapshot[]
  readonly cut: number
}

/**
 * The latest day from which on enough accounts converted to compare on. Learned of are looks whose horizon was over by
 * then, so that the fit is one that could have been in use on that day. Undefined when too little would be on one side.
 */
const partInTime = (
  snapshots: readonly Snapshot[],
  horizonDays: number,
  seenThrough: number | undefined,
): Parted | undefined => {
  const hits = accountsIn(snapshots).converted
  const wanted = Math.max(ENOUGH_ACCOUNTS.later, Math.ceil(LATER_SHARE * hits))
  const later = new Set<string>()
  let cut: number | undefined
  for (const { account, day, isHit } of [...snapshots].sort((a, b) => b.day - a.day)) {
    if (seenThrough !== undefined && day <= seenThrough) break
    if (isHit) later.add(account)
    if (later.size < wanted) continue
    cut = day
    break
  }
  if (cut === undefined) return undefined
  const from = cut
  const trained = snapshots.filter(one => one.day + horizonDays < from)
  const { accounts, converted } = accountsIn(trained)
  const enough = ENOUGH_ACCOUNTS.each - ENOUGH_ACCOUNTS.later
  return converted < enough || accounts - converted < enough
    ? undefined
    : { trained, tested: snapshots.filter(one => one.day >= from), cut }
}

const judge = (snapshots: readonly Snapshot[], p: readonly number[]): Promise<ChanceJudgement> =>
  judgeChances({ p, isHit: snapshots.map(one => one.isHit) })

const count = (n: number): string => n.toLocaleString('en-US')
const loss = (value: number): string => value.toFixed(3)

/**
 * Learns who converts from accounts whose outcome is known: looks for leaks, fits on what was known by a day, and compares
 * with what is in use on what came later. The same histories give the same answer in any order.
 */
export const learnPropensity = async (input: LearnPropensityInput): Promise<LearnedPropensity> => {
  const { signals, horizonDays, through, current, rest } = input
  const histories = [...input.histories].sort((a, b) => (a.account < b.account ? -1 : 1))
  const reading = { ...input, through }
  const looked = await snapshotsOf(histories, reading)
  const { accounts, converted } = accountsIn(looked)
  const known = { converted, not: accounts - converted }
  const stays = current === undefined ? 'The odds of the seven types stay in use.' : 'The fit in use stays.'
  const few = (say: string): LearnedPropensity => ({
    ...known,
    result: 'not-enough',
    say: `Not enough yet: ${say} ${stays}`,
    leaks: [],
  })
  if (Math.min(known.converted, known.not) < ENOUGH_ACCOUNTS.each)
    return few(
      `of ${count(accounts)} accounts whose ${horizonDays} days are over, ${count(known.converted)} converted and ${count(known.not)} did not; ${ENOUGH_ACCOUNTS.each} of each are needed.`,
    )
  const parted = partInTime(looked, horizonDays, current?.through)
  if (parted === undefined)
    return few(
      current === undefined
        ? `they converted too close together to tell later ones from earlier ones.`
        : `fewer than ${ENOUGH_ACCOUNTS.later} accounts converted after what the fit in use was learned from.`,
    )

  // Leaks are looked for in what the fit may learn of, and what they touch is read anew without them.
  const earlier = await endedAccounts(histories, { ...reading, through: parted.cut - 1 })
  const leaks = findLeaks(earlier, signals)
  const withoutSignals = leaks.flatMap(one => one.signal ?? [])
  const snapshots =
    withoutSignals.length === 0
      ? looked
      : await snapshotsOf(histories, { ...reading, without: new Set(withoutSignals) })
  const trained = snapshots.filter(one => one.day + horizonDays < parted.cut)
  const tested = snapshots.filter(one => one.day >= parted.cut)
  const { fit } = await fitPropensity({
    snapshots: trained,
    signals,
    horizonDays,
    without: new Set(leaks.map(one => one.feature)),
    withoutSignals,
    rest,
  })
  if (fit.version === current?.fit.version)
    return { ...known, result: 'same', say: 'Learned the same as before; nothing changes.', leaks }
  const p = tested.map(one => chanceOf(fit, one.values))
  const odds = tested.map(one => one.odds)
  const inUse =
    current === undefined ? odds : await inUseOf(tested, current.fit, withoutSignals, reading, histories)
  const comparison = pairedGain(
    tested.map((one, i) => ({
      of: one.account,
      less: lossOf(inUse[i] ?? 0, one.isHit) - lossOf(p[i] ?? 0, one.isHit),
      outcomes: 1,
    })),
  )
  const ours = await judge(tested, p)
  const theirs = await judge(tested, inUse)
  const ofTypes = await judge(tested, odds)
  const isBetter = comparison.clusters >= FEWEST_USERS && comparison.low > 0
  const figures = `log loss ${loss(ours.logLoss)} against ${loss(theirs.logLoss)} of ${current === undefined ? 'the seven types’ odds' : 'the fit in use'}`
  const on = `what ${count(accountsIn(tested).accounts)} accounts did later`
  return {
    ...known,
    result: isBetter ? 'better' : 'worse',
    say: isBetter
      ? `Told ${on} better: ${figures}.`
      : `Did not tell ${on} surely better: ${figures}. ${stays}`,
    leaks,
    made: {
      fit,
      through: parted.cut - 1,
      comparison,
      card: {
        version: fit.version,
        trainedOn: spanOf(trained),
        testedOn: spanOf(tested),
        auc: ours.auc,
        ece: ours.ece,
        intercept: ours.intercept,
        slope: ours.slope,
        typesAuc: ofTypes.auc,
        features: fit.weights
          .map(({ feature, name, weight }) => ({ feature, say: name, weight }))
          .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
        leaks: leaks.map(({ feature, say }) => ({ feature, say })),
      },
    },
  }
}

/** What the fit in use says of the same looks, by its own way of reading. */
const inUseOf = async (
  tested: readonly Snapshot[],
  fit: PropensityFit,
  without: readonly string[],
  reading: Parameters<typeof snapshotsOf>[1],
  histories: readonly AccountHistory[],
): Promise<readonly number[]> => {
  const isSame = [...without].sort().join() === [...fit.without].join()
  if (isSame) return tested.map(one => chanceOf(fit, one.values))
  const anew = await snapshotsOf(histories, { ...reading, without: new Set(fit.without) })
  const byLook = new Map(anew.map(one => [`${one.account} ${one.day}`, one]))
  return tested.map(one => chanceOf(fit, byLook.get(`${one.account} ${one.day}`)?.values ?? one.values))
}
