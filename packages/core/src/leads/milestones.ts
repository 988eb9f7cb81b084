import { DAY_MS } from '../day.ts'
import { accountDoc } from '../facts.ts'
import type { Known, Row } from '../person.ts'
import type { Checklist, Program } from '../program/program.ts'
import type { CompiledSignal } from '../signal.ts'
import { activationOfAccount } from '../views/activation.ts'
import { rowsAsOf } from './as-of.ts'
import { withoutMailbox } from './mailbox.ts'
import { isMonotone } from './monotone.ts'

type Judge = (rows: readonly Row[], at: number) => readonly boolean[]

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b)

/** Rows in the order in which they began, and how they stood at an instant. */
const inOrder = (rows: readonly Row[], now: number) => {
  const sorted = [...rowsAsOf(rows, now)].sort((a, b) => a.first - b.first)
  const firsts = sorted.map(row => row.first)
  return {
    days: distinct(sorted.map(row => row.day)),
    startsOn: (day: number) => distinct(sorted.filter(row => row.day === day).map(row => row.first)),
    asOf: (at: number): readonly Row[] => {
      const end = firstPlace(firsts.length, true, place => (firsts[place] ?? 0) > at)
      return rowsAsOf(end === -1 ? sorted : sorted.slice(0, end), at)
    },
  }
}

/** The first of `count` places at which something holds; -1 when none. What holds ever after is found by halving. */
const firstPlace = (count: number, isEver: boolean, holds: (place: number) => boolean): number => {
  if (!isEver) {
    for (let place = 0; place < count; place++) if (holds(place)) return place
    return -1
  }
  if (count === 0 || !holds(count - 1)) return -1
  let [low, high] = [0, count - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

const remember = <T>(of: (place: number) => T): ((place: number) => T) => {
  const known = new Map<number, T>()
  return place => {
    const found = known.get(place) ?? of(place)
    known.set(place, found)
    return found
  }
}

/**
 * When each of several things held for the first time: the first day at whose end it did, then the first instant of that
 * day at which a row began and it did. `isEver`: what once holds does so ever after.
 */
const firstsHeld = (
  rows: readonly Row[],
  now: number,
  isEver: boolean,
  judge: Judge,
): readonly (number | null)[] => {
  const known = inOrder(rows, now)
  const endOf = (place: number): number => Math.min(now, ((known.days[place] ?? 0) + 1) * DAY_MS - 1)
  const atEnd = remember(place => judge(known.asOf(endOf(place)), endOf(place)))
  const within = remember(day => {
    const starts = known.startsOn(known.days[day] ?? 0)
    return { starts, at: remember(place => judge(known.asOf(starts[place] ?? 0), starts[place] ?? 0)) }
  })
  return judge([], now).map((_, i) => {
    const day = firstPlace(known.days.length, isEver, place => atEnd(place)[i] === true)
    if (day === -1) return null
    const { starts, at } = within(day)
    const start = starts[firstPlace(starts.length, isEver, place => at(place)[i] === true)]
    // What holds at the day's end by the clock alone came about within the day.
    return start ?? endOf(day)
  })
}

/**
 * When something held for the first time, by the evidence alone: the order in which it came in changes nothing. Null when
 * it never did. `holds` is given the rows as they stood at an instant.
 */
export const firstHeldAt = (
  rows: readonly Row[],
  now: number,
  holds: (rows: readonly Row[], at: number) => boolean,
): number | null => firstsHeld(rows, now, false, (known, at) => [holds(known, at)])[0] ?? null

/** Dates on an account’s way to first value, epoch ms; null when not reached. */
export interface Milestones {
  /** First reading of any signal of the program itself. */
  readonly firstEventAt: number | null
  /** First step of the first checklist, half of its steps, first value. */
  readonly activatingAt: number | null
  readonly halfAt: number | null
  readonly firstValueAt: number | null
}

export interface MilestonesInput {
  readonly program: Pick<Program, 'checklists'>
  readonly signals: readonly CompiledSignal[]
  readonly account: Known
  readonly accountId?: string | undefined
  readonly now: number
}

/**
 * Only rows that the steps read are looked at, day by day: an account may have a million. The first of all stays, so that
 * a step that reads traits alone is dated by the account's beginning.
 */
const whatIsRead = (
  { steps }: Checklist,
  rows: readonly Row[],
  signals: readonly CompiledSignal[],
): { readonly rows: readonly Row[]; readonly signals: readonly CompiledSignal[] } => {
  const text = JSON.stringify(steps.map(step => step.done))
  const read = signals.filter(({ key }) => text.includes(`"events.${key}.`))
  if (text.includes('"account.users')) return { rows, signals: read }
  const hashes = new Set(read.map(({ hash }) => hash))
  let first = Number.POSITIVE_INFINITY
  for (const row of rows) if (row.first < first) first = row.first
  return { rows: rows.filter(row => hashes.has(row.signal) || row.first === first), signals: read }
}

/** Dates each milestone from the account’s summed evidence. */
export const milestonesOf = (input: MilestonesInput): Milestones => {
  const { program, signals, account, accountId, now } = input
  const own = new Set(signals.filter(one => !one.key.startsWith('$')).map(one => one.hash))
  let first = Number.POSITIVE_INFINITY
  for (const row of account.rows)
    if (row.first < first && row.first <= now && own.has(row.signal)) first = row.first
  const firstEventAt = first === Number.POSITIVE_INFINITY ? null : first
  const [checklist] = program.checklists
  if (checklist === undefined) return { firstEventAt, activatingAt: null, halfAt: null, firstValueAt: null }
  const read = whatIsRead(checklist, account.rows, signals)
  const isEver = checklist.steps.every(step => isMonotone(step.done))
  const [activatingAt = null, halfAt = null, firstValueAt = null] = firstsHeld(
    read.rows,
    now,
    isEver,
    (known, at) => {
      const doc = withoutMailbox(accountDoc({ ...account, rows: known }, accountId, read.signals, at), known)
      const { done, rate, hasFirstValue } = activationOfAccount(checklist, doc, at)
      return [done > 0, rate >= 0.5, hasFirstValue]
    },
  )
  return { firstEventAt, activatingAt, halfAt, firstValueAt }
}
