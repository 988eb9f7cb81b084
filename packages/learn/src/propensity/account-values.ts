import {
  type CompiledSignal,
  type Json,
  RESERVED,
  type Row,
  readings,
  rowsBySignal,
  type Skill,
  type Subject,
  skillViews,
  UNFITTED,
} from '@fireball/core'
import { EMPLOYEES, type Family, meansIntent, meansMessage } from './feature.ts'

/** What an account's chance to convert is read from. */
export interface AccountInput {
  /** Of the account, after links; those of later days than `day` are left out. */
  readonly rows: readonly Row[]
  /** As they were on that day. */
  readonly traits: Readonly<Record<string, Json>>
  readonly skills: readonly Skill[]
  readonly signals: readonly CompiledSignal[]
  /** UTC day through whose end everything is known. */
  readonly day: number
  /** Keys of signals that are read as if they never happened. */
  readonly without?: ReadonlySet<string> | undefined
}

/** Values of features by name; what is not there is 0. */
export type Values = Readonly<Record<string, number>>

/** So many days count as present use. */
export const WINDOW_DAYS = 28
const DAY_MS = 86_400_000

const log = (count: number): number => Math.log1p(Math.max(0, count))

/** What no account is told by: the outcome itself, and what is said of it. */
const isOutcome = ({ key, definition: { means } }: CompiledSignal): boolean =>
  key === '$subscribed' ||
  key === '$cancelled' ||
  (means ?? []).some(one => one === 'conversion' || one === 'cancellation' || one === 'plan-change')

const BEGINNINGS: readonly string[] = [RESERVED.signedUp, RESERVED.trialStarted, RESERVED.trialEnded]

/** Signing up is no use of the product. */
const isBeginning = ({ definition: { on } }: CompiledSignal): boolean =>
  'event' in on && BEGINNINGS.includes(on.event)

/** The program's own signals that may tell about converting: what is done with the product. */
export const tellingSignals = (signals: readonly CompiledSignal[]): readonly CompiledSignal[] =>
  signals.filter(one => !one.key.startsWith('$') && !isOutcome(one) && !isBeginning(one))

type RowsOf = Readonly<Record<string, readonly Row[]>>

const rowsOfKeys = (rowsOf: RowsOf, keys: readonly string[]): readonly Row[] =>
  keys.flatMap(key => rowsOf[key] ?? [])

const countOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + readings(row), 0)

/** A newcomer's logit, from which ability is measured. */
const NEWCOMER = UNFITTED.weights.start ?? 0

const logit = (p: number): number => Math.log(p / (1 - p))

/** Sorted before they are summed: rounding must not depend on who comes first. */
const sumOf = (values: Iterable<number>): number =>
  [...values].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0)

/**
 * Ability by counting, never by what was learned of later evidence: of each skill the best user's p over a newcomer's, on
 * the logit scale, on the mean; and the users who are able in any.
 */
const abilityOf = (
  rows: readonly Row[],
  { skills, signals, day }: AccountInput,
): { readonly ability: number; readonly able: number } => {
  if (skills.length === 0) return { ability: 0, able: 0 }
  const shown = new Set(skills.flatMap(skill => skill.shownBy))
  const hashes = new Set(signals.filter(one => shown.has(one.key)).map(one => one.hash))
  const byUser = new Map<Subject, Row[]>()
  for (const row of rows) {
    if (!hashes.has(row.signal)) continue
    const theirs = byUser.get(row.user)
    if (theirs === undefined) byUser.set(row.user, [row])
    else theirs.push(row)
  }
  const now = (day + 1) * DAY_MS - 1
  const best = new Map<string, number>()
  let able = 0
  for (const theirs of byUser.values()) {
    const rowsOf = rowsBySignal(theirs, signals)
    const views = skillViews({ skills, features: [], rowsOf, signals, ability: UNFITTED, now })
    if (Object.values(views).some(view => view.able)) able++
    for (const { key, p, successes, failures } of Object.values(views)) {
      if (successes + failures === 0) continue
      const gained = logit(p) - NEWCOMER
      best.set(key, Math.max(best.get(key) ?? gained, gained))
    }
  }
  return { ability: sumOf(best.values()) / skills.length, able }
}

/**
 * What was known of an account at the end of a day, as numbers: counts are on a log scale, so that the hundredth click says
 * less than the second. The same function serves learning and telling.
 */
export const accountValues = (input: AccountInput): Values => {
  const { day, traits, without } = input
  const signals = input.signals.filter(one => without?.has(one.key) !== true)
  const rows = input.rows.filter(row => row.day <= day)
  const rowsOf = rowsBySignal(rows, signals)
  const own = tellingSignals(signals)
  const used = rowsOfKeys(
    rowsOf,
    own.map(one => one.key),
  )
  const since = day - WINDOW_DAYS
  const lately = used.filter(row => row.day > since)
  const days = used.map(row => row.day)
  const first = rows.reduce((least, row) => Math.min(least, row.day), day)
  const last = days.reduce((most, one) => Math.max(most, one), first)
  const countsOf = (keys: readonly string[]): number =>
    countOf(rowsOfKeys(rowsOf, keys).filter(row => row.day > since))
  const meaning = (is: (one: CompiledSignal) => boolean): readonly string[] =>
    signals.filter(one => !isOutcome(one) && is(one)).map(one => one.key)
  const employees = Number(traits[EMPLOYEES] ?? 0)
  const values: Record<Family, number> & Record<string, number> = {
    days: log(new Set(lately.map(row => row.day)).size),
    recency: log(day - last),
    span: log(last - first),
    age: log(day - first),
    actions: log(countOf(lately)),
    breadth: log(own.filter(one => (rowsOf[one.key] ?? []).some(row => row.day > since)).length),
    contexts: log(new Set(lately.flatMap(row => (row.context === '' ? [] : row.context))).size),
    users: log(new Set(lately.map(row => row.user)).size),
    intent: log(countsOf(meaning(meansIntent))),
    inbound: log(countsOf(meaning(meansMessage))),
    outbound: log(countsOf(['$message-out'])),
    employees: Number.isFinite(employees) ? log(employees) : 0,
    ability: 0,
    able: 0,
  }
  const { ability, able } = abilityOf(rows, { ...input, signals })
  values.ability = ability
  values.able = log(able)
  for (const { key, definition } of own) {
    const recent = (rowsOf[key] ?? []).filter(row => row.day > since)
    values[`use:${key}`] = log(countOf(recent))
    if (definition.sum !== undefined) {
      const scale = definition.sum.scale ?? 1
      values[`sum:${key}`] = log(recent.reduce((sum, row) => sum + row.sum, 0) / scale)
    }
  }
  return values
}
