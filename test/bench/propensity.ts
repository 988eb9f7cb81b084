import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  DAY_MS,
  dayOf,
  engagementSettings,
  oddsByType,
  quantile,
  rawEngagement,
  rowsBySignal,
  typeOdds,
} from '@fireball/core'
import {
  ABILITY_FAMILIES,
  accountValues,
  chanceOf,
  endedAccounts,
  findLeaks,
  fitPropensity,
  judgeChances,
  type Snapshot,
  tellingSignals,
} from '@fireball/learn'
import { pastOdds } from '../../apps/collector/src/propensity/past-odds.ts'
import type { Bench } from '../../scripts/bench.ts'
import { root } from '../../scripts/run.ts'
import { countBuyers } from './propensity/count-buyers.ts'
import { type Logs, readLogs, type Student } from './propensity/logs.ts'
import { pairedAuc } from './propensity/paired-auc.ts'
import { eightCounts, fitPlain } from './propensity/plain.ts'

const CUT = dayOf(Date.parse('2022-05-01'))
const HORIZON_DAYS = 30
/** Features are of the day of registration and the two after it. */
const AGE = 2
/** Other readings of “in the next 30 days”: bought by so many days after the registration. */
const OTHER_WINDOWS = [30, 27] as const

const short = (value: number): number => Math.round(value * 10_000) / 10_000

interface Look extends Snapshot {
  readonly student: Student
  /** UTC day of the first purchase; infinite without. */
  readonly boughtOn: number
}

/** Every student with any activity in the first days and no plan bought by then. */
const looksOf = ({ program, signals, students }: Logs, p90: number | undefined): readonly Look[] => {
  const bought = signals.find(one => one.key === 'subscribed')?.hash
  const used = new Set(tellingSignals(signals).map(one => one.hash))
  const odds = oddsByType(typeOdds(program))
  return students.flatMap((student): Look[] => {
    const { user, registeredOn, rows } = student
    const day = registeredOn + AGE
    const isActive = rows.some(row => used.has(row.signal) && row.day >= registeredOn && row.day <= day)
    const boughtOn = rows
      .filter(row => row.signal === bought)
      .reduce((least, row) => Math.min(least, row.day), Number.POSITIVE_INFINITY)
    if (!isActive || boughtOn <= day) return []
    return [
      {
        student,
        boughtOn,
        account: user,
        day,
        values: accountValues({ rows, traits: {}, skills: program.skills, signals, day }),
        isHit: boughtOn <= day + HORIZON_DAYS,
        odds: pastOdds({ program, signals, rows, traits: {}, p90, isConnected: false, odds }, day),
      },
    ]
  })
}

/** 90th percentile of raw engagement on the third day, of the students before the cut. */
const p90Of = ({ program, signals, students }: Logs): number | undefined => {
  const raws = students
    .filter(one => one.registeredOn < CUT)
    .map(({ rows, registeredOn }) => {
      const day = registeredOn + AGE
      const known = rows.filter(row => row.day <= day)
      return rawEngagement(engagementSettings(program), rowsBySignal(known, signals), (day + 1) * DAY_MS - 1)
    })
    .filter(raw => raw > 0)
  return quantile(raws, 0.9)
}

const options = { data: { type: 'string' }, 'train-only': { type: 'boolean' } } as const

/**
 * Who buys within 30 days, told from the first three days of a public log: fitted on registrations before May 2022. With
 * `--train-only` no later registration is read, and what held-out accounts of those say is printed: choices are made there.
 */
export const run: Bench = async report => {
  const { values: args } = parseArgs({ strict: false, options })
  const folder = typeof args.data === 'string' ? args.data : join(root, '../shared/data/trial/365')
  const isTrainOnly = args['train-only'] === true
  const logs = await readLogs(folder, isTrainOnly ? CUT * DAY_MS : undefined)
  const { signals, program } = logs
  const looks = looksOf(logs, p90Of(logs))
  const trained = looks.filter(one => one.student.registeredOn < CUT)
  const tested = looks.filter(one => one.student.registeredOn >= CUT)
  const say = (metric: string, value: number, unit: string, vs?: { name: string; value: number }): void =>
    report({
      metric: `propensity.365.${metric}`,
      value: short(value),
      unit,
      ...(vs === undefined ? {} : { vs: vs.name, ratio: short(value / vs.value) }),
    })

  const bought = signals.find(one => one.key === 'subscribed')?.hash
  const histories = trained.map(({ student: { user, rows, registeredOn } }) => ({
    account: user,
    rows,
    beganOn: registeredOn,
    convertedOn: rows
      .filter(row => row.signal === bought)
      .reduce<number | undefined>((least, row) => Math.min(least ?? row.day, row.day), undefined),
    traitsOn: () => ({}),
    oddsOn: () => 0,
  }))
  const leaks = findLeaks(
    await endedAccounts(histories, { ...program, signals, horizonDays: HORIZON_DAYS, through: CUT - 1 }),
    signals,
  )
  say('leaks_found', leaks.length, 'features')
  for (const { feature, say: why } of leaks) console.error(`left out: ${feature}: ${why}`)
  const without = new Set(leaks.map(one => one.feature))
  const input = { snapshots: trained, signals, horizonDays: HORIZON_DAYS, without }
  const full = await fitPropensity(input)
  const bare = await fitPropensity({ ...input, without: new Set([...without, ...ABILITY_FAMILIES]) })
  say('train_accounts', trained.length, 'accounts')
  say('train_buyers', trained.filter(one => one.isHit).length, 'accounts')
  say('features', full.fit.weights.length, 'features')
  say('held_out.auc', full.heldOutAuc ?? 0, 'AUC')
  say('held_out.log_loss', full.heldOutLoss, 'nats')
  say('held_out.auc_without_ability', bare.heldOutAuc ?? 0, 'AUC')
  say('held_out.log_loss_without_ability', bare.heldOutLoss, 'nats')
  if (isTrainOnly) return

  const isHit = tested.map(one => one.isHit)
  const ours = tested.map(one => chanceOf(full.fit, one.values))
  const unable = tested.map(one => chanceOf(bare.fit, one.values))
  const counts = (one: Look): readonly number[] => eightCounts(one.student.rows, signals, one.day)
  const tellPlain = await fitPlain(
    trained.map(counts),
    trained.map(one => one.isHit),
  )
  const plain = tested.map(one => tellPlain(counts(one)))
  const types = tested.map(one => one.odds)
  const judged = await judgeChances({ p: ours, isHit })
  const plainly = await judgeChances({ p: plain, isHit })
  const byTypes = await judgeChances({ p: types, isHit })
  const againstPlain = pairedAuc(ours, plain, isHit)
  const againstUnable = pairedAuc(ours, unable, isHit)
  say('test_accounts', judged.accounts, 'accounts')
  say('test_buyers', judged.converted, 'accounts')
  say('auc_out_of_time', judged.auc ?? 0, 'AUC', {
    name: 'plain logistic on eight counts',
    value: plainly.auc ?? 1,
  })
  say('plain_auc', plainly.auc ?? 0, 'AUC')
  say('difference', againstPlain.difference, 'AUC')
  say('difference.low', againstPlain.low, 'AUC')
  say('difference.high', againstPlain.high, 'AUC')
  say('ece', judged.ece, 'share')
  say('calibration.slope', judged.slope, 'slope')
  say('calibration.intercept', judged.intercept, 'logits')
  say('plain_ece', plainly.ece, 'share')
  say('types_auc', byTypes.auc ?? 0, 'AUC')
  say('types_ece', byTypes.ece, 'share')
  const { auc: unableAuc } = await judgeChances({ p: unable, isHit })
  say('auc_without_ability', unableAuc ?? 0, 'AUC')
  say('ability_adds', againstUnable.difference, 'AUC')
  say('ability_adds.low', againstUnable.low, 'AUC')
  say('ability_adds.high', againstUnable.high, 'AUC')
  // The same chances against other readings of the window, and all of them counted without our import.
  for (const by of OTHER_WINDOWS) {
    const isBought = tested.map(one => one.boughtOn <= one.student.registeredOn + by)
    const areaOf = async (p: readonly number[]): Promise<number> =>
      (await judgeChances({ p, isHit: isBought })).auc ?? 0
    say(`test_buyers.by_day_${by}`, isBought.filter(one => one).length, 'accounts')
    say(`auc_out_of_time.by_day_${by}`, await areaOf(ours), 'AUC')
    say(`plain_auc.by_day_${by}`, await areaOf(plain), 'AUC')
  }
  const counted = countBuyers(folder, { since: '2022-05-01', by: [AGE + HORIZON_DAYS, ...OTHER_WINDOWS] })
  say('test_accounts.counted_from_files', counted.students, 'accounts')
  for (const [i, by] of [AGE + HORIZON_DAYS, ...OTHER_WINDOWS].entries())
    say(`test_buyers.by_day_${by}.counted_from_files`, counted.buyers[i] ?? 0, 'accounts')
}
