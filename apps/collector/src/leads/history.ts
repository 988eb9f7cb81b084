import { inLifeOrder, type LeadView, type LifeRecord, type Qualification, type Touch } from '@fireball/core'
import type { Basis } from '../basis.ts'
import { inSpace, type Space } from '../store/akey.ts'
import type { Queries, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import type { Seen } from './seen.ts'
import { readTouches, standing } from './touches.ts'

/** A qualification that was written before. */
export interface Written {
  readonly kind: string
  readonly target: string
  readonly verdict: string
  readonly cycle: number
  readonly at: number
  readonly isWithdrawn: boolean
  readonly basis: Basis | undefined
  readonly seen: Seen | undefined
  /** Mark of the evidence of its moment that it was held against last; '' for none. */
  readonly checked: string
  /** What it stood on, in one sentence. */
  readonly say: string
}

/** A transition of the life cycle as it was written; `nth` of its stage and cycle. */
export interface WrittenLife extends LifeRecord {
  readonly nth: number
}

/** What an ended trial added to the odds of the types. */
export interface WrittenTrial {
  readonly cycle: number
  readonly endedAt: number
  readonly isWon: boolean
  /** JSON as it stands. */
  readonly body: string
}

/** Everything that was written about an account before. */
export interface LeadHistory {
  readonly qualifications: readonly Written[]
  /** Oldest first. */
  readonly lives: readonly WrittenLife[]
  readonly trials: readonly WrittenTrial[]
  /** Newest first, without those that were taken back. */
  readonly touches: readonly Touch[]
  /** As its row says; undefined without one. */
  readonly before: LeadView | undefined
}

/** Of an account of which nothing was written yet. */
export const NO_HISTORY: LeadHistory = {
  qualifications: [],
  lives: [],
  trials: [],
  touches: [],
  before: undefined,
}

const QUALIFICATIONS = `SELECT kind, target, verdict, cycle, at, withdrawn_at, basis, seen, checked, body
  FROM qualifications
  WHERE akey = $1`
const LIVES = `SELECT cycle, stage, nth, id, at, version, body, withdrawn_at FROM lives WHERE akey = $1
  ORDER BY at, id`
const TRIALS = 'SELECT cycle, ended_at, won, body FROM trials WHERE akey = $1'
const BEFORE = 'SELECT body FROM accounts WHERE akey = $1'

const toWritten = (row: Row): Written => ({
  kind: text(row, 'kind'),
  target: text(row, 'target'),
  verdict: text(row, 'verdict'),
  cycle: integer(row, 'cycle'),
  at: integer(row, 'at'),
  isWithdrawn: maybeInteger(row, 'withdrawn_at') !== null,
  basis: (json(row, 'basis') ?? undefined) as Basis | undefined,
  seen: (json(row, 'seen') ?? undefined) as Seen | undefined,
  checked: text(row, 'checked'),
  say: (json(row, 'body') as Qualification).reasons.map(one => one.say).join(' '),
})

const toLife = (row: Row): WrittenLife => {
  const withdrawnAt = maybeInteger(row, 'withdrawn_at')
  return {
    id: text(row, 'id'),
    cycle: integer(row, 'cycle'),
    nth: integer(row, 'nth'),
    stage: text(row, 'stage') as LifeRecord['stage'],
    at: integer(row, 'at'),
    version: text(row, 'version'),
    ...(json(row, 'body') as Pick<LifeRecord, 'reasons'>),
    ...(withdrawnAt === null ? {} : { withdrawnAt }),
  }
}

const toTrial = (row: Row): WrittenTrial => ({
  cycle: integer(row, 'cycle'),
  endedAt: integer(row, 'ended_at'),
  isWon: integer(row, 'won') === 1,
  body: text(row, 'body'),
})

/** Reads what was written about an account. Whoever holds its lease is the only one who adds to it. */
export const readHistory = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  akey: string,
): Promise<LeadHistory> => {
  const key = [inSpace(space, akey)]
  const [qualifications, lives, trials, before, touches] = await Promise.all([
    store.all(QUALIFICATIONS, key),
    store.all(LIVES, key),
    store.all(TRIALS, key),
    store.all(BEFORE, key),
    readTouches(store, space, akey),
  ])
  const body =
    before[0] === undefined ? null : (json(before[0], 'body') as { readonly lead?: LeadView | null })
  return {
    qualifications: qualifications.map(toWritten),
    lives: inLifeOrder(lives.map(toLife)),
    trials: trials.map(toTrial),
    touches: standing(touches),
    before: body?.lead ?? undefined,
  }
}
