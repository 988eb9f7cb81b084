import { type AccountRow, type Akey, DAY_MS, type Override } from '@fireball/core'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Driver } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { MILLION } from './open-accounts.ts'

/** Overrides of a space. */
export interface StandingOverrides {
  /** The newest of each account that was not taken back, newest first. */
  readonly items: readonly Override[]
  /** Every one whose outcome is known, superseded ones that ended before among them. */
  readonly ended: readonly Override[]
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
  of(space: Space, horizonDays: number, now: number): Promise<StandingOverrides>
  /** Writes one, with what the model says now. A closed account has no chance left; one on it can be taken back. */
  add(space: Space, akey: Akey, override: NewOverride): Promise<'kept' | 'no-such-account' | 'closed'>
}

const ALL = 'SELECT akey, at, author, p, model_p, reason FROM overrides WHERE space = $1 ORDER BY id'
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
 * What came of a chance that was given at an instant and stood until another: the first end within the horizon; nothing by
 * its end is lost; undefined while it is open, null when it was superseded before.
 */
const outcomeOf = (
  { at }: Given,
  until: number,
  ends: readonly End[],
  horizonDays: number,
  now: number,
): Override['outcome'] | undefined => {
  const over = at + horizonDays * DAY_MS
  const end = ends.find(one => one.at > at && one.at <= Math.min(until, over))
  if (end !== undefined) return end.stage
  if (until <= over) return null
  return now > over ? 'lost' : undefined
}

/** Keeps overrides in the collector's store: each stays as it was given, the newest counts. */
export const createOverrides = (store: Driver): Overrides => ({
  of: async (space, horizonDays, now) => {
    const given = (await store.all(ALL, [space])).map((row): Given => {
      const p = maybeInteger(row, 'p')
      return {
        akey: withoutSpace(text(row, 'akey')),
        p: p === null ? null : p / MILLION,
        reason: text(row, 'reason'),
        by: text(row, 'author'),
        at: integer(row, 'at'),
        modelP: integer(row, 'model_p') / MILLION,
      }
    })
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
    const items: Override[] = []
    const ended: Override[] = []
    given.forEach((one, i) => {
      const next = given.slice(i + 1).find(later => later.akey === one.akey)
      if (one.p === null) return
      const until = next?.at ?? Number.POSITIVE_INFINITY
      const outcome = outcomeOf(one, until, ends.get(one.akey) ?? [], horizonDays, now)
      const override = { ...one, p: one.p, name: names.get(one.akey) ?? one.akey, outcome: outcome ?? null }
      if (next === undefined) items.push(override)
      if (override.outcome !== null) ended.push(override)
    })
    return { items: items.reverse(), ended }
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
