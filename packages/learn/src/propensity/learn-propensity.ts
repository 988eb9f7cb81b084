import type { CompiledSignal, ModelCard, PropensityGap, Skill } from '@fireball/core'
import { lossOf } from '../calibration.ts'
import { FEWEST_USERS } from '../compare-fits.ts'
import { type PairedGain, pairedGain } from '../paired-gain.ts'
import type { Rest } from '../pause.ts'
import { findLeaks, type Leak } from './find-leaks.ts'
import { fitPropensity } from './fit-propensity.ts'
import { type AccountHistory, endedAccounts, snapshotsOf } from './history.ts'
import { type ChanceJudgement, judgeChances } from './judge-chances.ts'
import { accountsIn, ENOUGH_ACCOUNTS, gapIn, partInTime } from './part-in-time.ts'
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
  /** What is missing, when it is not enough. */
  readonly missing?: PropensityGap
  readonly made?: {
    readonly fit: PropensityFit
    /** The last day whose outcomes it has seen. */
    readonly through: number
    readonly card: Omit<ModelCard, 'at'>
    readonly comparison: PairedGain
  }
}

const DAY_MS = 86_400_000

const spanOf = (snapshots: readonly Snapshot[]): ModelCard['trainedOn'] => {
  const { accounts, converted } = accountsIn(snapshots)
  return {
    accounts,
    converted,
    from: snapshots.reduce((least, { day }) => Math.min(least, day), Number.POSITIVE_INFINITY) * DAY_MS,
    to: (snapshots.reduce((most, { day }) => Math.max(most, day), 0) + 1) * DAY_MS - 1,
  }
}

const judge = (snapshots: readonly Snapshot[], p: readonly number[]): Promise<ChanceJudgement> =>
  judgeChances({ p, isHit: snapshots.map(one => one.isHit) })

const count = (n: number): string => n.toLocaleString('en-US')
const loss = (value: number): string => value.toFixed(3)

/** Too close together in time, in words. */
const sayApart = ({ earlier, later, apartDays }: PropensityGap, hasFit: boolean): string =>
  hasFit
    ? `${count(later.converted)} accounts converted after what the fit in use was learned from; ${later.needed} are needed.`
    : `${earlier.needed} have to convert in an earlier span and ${later.needed} in a later one that begins ${apartDays} days after it; so far these are ${count(earlier.converted)} and ${count(later.converted)}.`

/**
 * Learns who converts from accounts whose outcome is known: looks for leaks, fits on what was known by a day, and compares
 * with what is in use on what came later. The same histories give the same answer in any order.
 */
export const learnPropensity = async (input: LearnPropensityInput): Promise<LearnedPropensity> => {
  const { signals, horizonDays, through, current, rest } = input
  const histories = [...input.histories].sort((a, b) => (a.account < b.account ? -1 : 1))
  const reading = { ...input, through }
  const looked = await snapshotsOf(histories, reading)
  const { accounts, ...known } = accountsIn(looked)
  const parting = { horizonDays, through, seenThrough: current?.through }
  const stays = current === undefined ? 'The odds of the seven types stay in use.' : 'The fit in use stays.'
  const few = (say: string): LearnedPropensity => ({
    ...known,
    result: 'not-enough',
    say: `Not enough yet: ${say} ${stays}`,
    leaks: [],
    missing: gapIn(looked, parting),
  })
  if (Math.min(known.converted, known.not) < ENOUGH_ACCOUNTS.each)
    return few(
      `of ${count(accounts)} accounts whose ${horizonDays} days are over, ${count(known.converted)} converted and ${count(known.not)} did not; ${ENOUGH_ACCOUNTS.each} of each are needed.`,
    )
  const parted = partInTime(looked, parting)
  if (parted === undefined) return few(sayApart(gapIn(looked, parting), current !== undefined))

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
