import { type AccountRow, type Akey, DAY_MS, type Override } from '@fireball/core'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Driver, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { MILLION } from './open-accounts.ts'

/** Overrides of a space. */
export interface StandingOverrides {
  /** The newest of each account that was not taken back, newest first. */
  readonly items: readonly Override[]
  /** Every one whose outcome is known, each by itself: superseded ones and those taken back as well. */
  readonly ended: readonly Override[]
}

/** When outcomes are told, and how long after it was given a chance is judged. */
export interface OutcomesAt {
  readonly horizonDays: number
  readonly now: number
}

export interface NewOverride {
  readonly id: string
  readonly at: number
  readonly by: string
  /** Null takes it back. */
  readonly p: number | null
  readonly reason: string
}

/** Chances that people gave. */
export interface Overrides {
  of(space: Space, at: OutcomesAt): Promise<StandingOverrides>
  /** The one that stands for an account; null without any. */
  ofAccount(space: Space, akey: Akey, at: OutcomesAt): Promise<Override | null>
  /** Writes one, with what the model says now. A closed account has no chance left; one on it can be taken back. */
  add(space: Space, akey: Akey, override: NewOverride): Promise<'kept' | 'no-such-account' | 'closed'>
}

const ALL = 'SELECT akey, at, author, p, model_p, reason FROM overrides WHERE space = $1 ORDER BY id'
const OF_ACCOUNT = 'SELECT akey, at, author, p, model_p, reason FROM overrides WHERE akey = $1 ORDER BY id'
const ENDS = `SELECT akey, stage, at FROM lives
  WHERE akey IN (${placesOf()}) AND stage IN ('won', 'lost') AND withdrawn_at IS NULL ORDER BY at`
const NAMES = `SELECT akey, body FROM accounts WHERE akey IN (${placesOf()})`
const ONE = 'SELECT p_close, closes_at FROM accounts WHERE akey = $1'
const ADD = `INSERT INTO overrides (akey, id, space, at, author, p, model_p, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

interface Given extends Omit<Override, 'p' | 'name' | 'outcome'> {
  readonly p: number | null
}
interface End {
  readonly stage: 'won' | 'lost'
  readonly at: number
}

/**
 * What came of a chance that was given at an instant: the first end within the horizon, lost if there is none by its end,
 * null while it is open. What was said later changes nothing: each opinion is judged by itself.
 */
const outcomeOf = (
  { at }: Given,
  ends: readonly End[],
  { horizonDays, now }: OutcomesAt,
): Override['outcome'] => {
  const over = at + horizonDays * DAY_MS
  return ends.find(one => one.at > at && one.at <= over)?.stage ?? (now > over ? 'lost' : null)
}

const toGiven = (row: Row): Given => {
  const p = maybeInteger(row, 'p')
  return {
    akey: withoutSpace(text(row, 'akey')),
    p: p === null ? null : p / MILLION,
    reason: text(row, 'reason'),
    by: text(row, 'author'),
    at: integer(row, 'at'),
    modelP: integer(row, 'model_p') / MILLION,
  }
}

/** What was given, in order, with what came of it. */
const judge = async (
  store: Driver,
  space: Space,
  given: readonly Given[],
  at: OutcomesAt,
): Promise<StandingOverrides> => {
  const keys = [...new Set(given.map(one => one.akey))]
  const ends = new Map<Akey, End[]>()
  const names = new Map<Akey, string>()
  for (const chunk of inChunks(keys.map(akey => inSpace(space, akey)))) {
    for (const row of await store.all(ENDS, chunk)) {
      const akey = withoutSpace(text(row, 'akey'))
      const stage = text(row, 'stage') === 'won' ? 'won' : 'lost'
      ends.set(akey, [...(ends.get(akey) ?? []), { stage, at: integer(row, 'at') }])
    }
    for (const row of await store.all(NAMES, chunk))
      names.set(withoutSpace(text(row, 'akey')), (json(row, 'body') as AccountRow).name)
  }
  const newest = new Map(given.map(one => [one.akey, one]))
  const items: Override[] = []
  const ended: Override[] = []
  for (const one of given) {
    if (one.p === null) continue
    const { akey, p } = one
    const outcome = outcomeOf(one, ends.get(akey) ?? [], at)
    const override = { ...one, p, name: names.get(akey) ?? akey, outcome }
    if (newest.get(akey) === one) items.push(override)
    if (outcome !== null) ended.push(override)
  }
  return { items: items.reverse(), ended }
}

/** Keeps overrides in the collector's store: each stays as it was given, the newest counts. */
export const createOverrides = (store: Driver): Overrides => ({
  of: async (space, at) => judge(store, space, (await store.all(ALL, [space])).map(toGiven), at),
  ofAccount: async (space, akey, at) => {
    const given = (await store.all(OF_ACCOUNT, [inSpace(space, akey)])).map(toGiven)
    return (await judge(store, space, given, at)).items[0] ?? null
  },
  add: async (space, akey, { id, at, by, p, reason }) => {
    const key = inSpace(space, akey)
    const [row] = await store.all(ONE, [key])
    if (row === undefined) return 'no-such-account'
    if (p !== null && maybeInteger(row, 'closes_at') === null) return 'closed'
    const millionths = p === null ? null : Math.round(p * MILLION)
    await store.run(ADD, [key, id, space, at, by, millionths, integer(row, 'p_close'), reason])
    return 'kept'
  },
})
