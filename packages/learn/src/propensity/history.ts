import type { CompiledSignal, Json, Row, Skill } from '@fireball/core'
import type { Rest } from '../pause.ts'
import { accountValues, type Values } from './account-values.ts'
import type { EndedAccount } from './find-leaks.ts'
import type { Snapshot } from './snapshot.ts'

/** All that is known of one account over time. */
export interface AccountHistory {
  readonly account: string
  readonly rows: readonly Row[]
  /** UTC day of its first event, and of its first conversion; undefined while it has not converted. */
  readonly beganOn: number
  readonly convertedOn: number | undefined
  /** Its traits at the end of a day. */
  readonly traitsOn: (day: number) => Readonly<Record<string, Json>>
  /** What the seven types would have said at the end of a day. */
  readonly oddsOn: (day: number) => number
}

/** How histories are read. */
export interface HistoryReading {
  readonly skills: readonly Skill[]
  readonly signals: readonly CompiledSignal[]
  readonly horizonDays: number
  /** UTC day through which everything is known. */
  readonly through: number
  /** Keys of signals that are not read. */
  readonly without?: ReadonlySet<string> | undefined
  readonly rest?: Rest | undefined
}

/** Ages in days at which an account is looked at: often at first, when most is decided. */
export const SNAPSHOT_AGES = [1, 3, 7, 14, 21, 28, 42, 56, 84, 112] as const

const valuesOn = (one: AccountHistory, reading: HistoryReading, day: number): Values =>
  accountValues({ ...reading, rows: one.rows, traits: one.traitsOn(day), day })

/**
 * Accounts at several ages, each before it converted and with its horizon over, so that what came of it is known. Nothing
 * of a later day is looked at: what an account does afterwards changes no value.
 */
export const snapshotsOf = async (
  histories: readonly AccountHistory[],
  reading: HistoryReading,
  ages: readonly number[] = SNAPSHOT_AGES,
): Promise<readonly Snapshot[]> => {
  const { horizonDays, through, rest } = reading
  const snapshots: Snapshot[] = []
  for (const one of histories) {
    const { account, beganOn, convertedOn } = one
    for (const age of ages) {
      const day = beganOn + age
      if (day + horizonDays > through || (convertedOn !== undefined && convertedOn <= day)) break
      const isHit = convertedOn !== undefined && convertedOn <= day + horizonDays
      snapshots.push({ account, day, values: valuesOn(one, reading, day), isHit, odds: one.oddsOn(day) })
    }
    await rest?.()
  }
  return snapshots
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The evening before each conversion, and the one before that; of accounts that never converted, at the age most did. */
export const endedAccounts = async (
  histories: readonly AccountHistory[],
  reading: HistoryReading,
): Promise<readonly EndedAccount[]> => {
  const { through, horizonDays, rest } = reading
  const convertedBy = ({ convertedOn }: AccountHistory): number | undefined =>
    convertedOn !== undefined && convertedOn <= through ? convertedOn : undefined
  const ages = histories.flatMap(one => {
    const on = convertedBy(one)
    return on === undefined ? [] : [on - one.beganOn]
  })
  const age = middle(ages)
  const ended: EndedAccount[] = []
  for (const one of histories) {
    const { beganOn } = one
    const convertedOn = convertedBy(one)
    const rows = one.rows.filter(row => row.day <= through)
    // Within two days of its beginning there is no evening before the evening before.
    if (convertedOn !== undefined && convertedOn - beganOn < 2) continue
    if (convertedOn === undefined && beganOn + Math.max(age, horizonDays) > through) continue
    const eve = (convertedOn ?? beganOn + Math.max(2, age)) - 1
    const read = (day: number): Values => valuesOn(one, reading, day)
    ended.push({ rows, convertedOn, eve: read(eve), earlier: read(eve - 1) })
    await rest?.()
  }
  return ended
}
