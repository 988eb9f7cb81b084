import { isObject, type JsonObject, TOPICS } from '@fireball/core'
import type { Driver, Queries, Row, Value } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import type { Outgoing } from './channel.ts'
import type { DeliveryLimits } from './retry.ts'

/** A message that this collector alone sends until its lease ends. */
export interface Claimed extends Outgoing {
  readonly destination: string
  /** Tries so far, this one among them. */
  readonly attempts: number
  readonly triedAt: number
  readonly leasedUntil: number
}

/** What is to be written of one claimed message. */
export type Settlement =
  | { readonly kind: 'sent'; readonly of: Claimed }
  | { readonly kind: 'dead'; readonly of: Claimed; readonly say: string }
  | { readonly kind: 'again'; readonly of: Claimed; readonly say: string; readonly dueAt: number }

/** The messages of each destination, in the store. */
export interface Queue {
  /**
   * Takes messages that are due, the oldest first; of each account only the first that waits, unless that one failed so
   * often that others may overtake it.
   */
  claim(destination: string, count: number): Promise<readonly Claimed[]>
  /** Writes what became of them. One whose lease somebody else holds by now is left to them, unless it arrived. */
  settle(queries: Queries, settlements: readonly Settlement[]): Promise<void>
  /** Gives claimed messages back untried. */
  release(claimed: readonly Claimed[]): Promise<void>
  /** When the next one of a destination comes due; undefined when none will. */
  nextAt(destination: string): Promise<number | undefined>
  /** Gives up what waits or is tried since `at` or before. Answers how many. */
  giveUp(destination: string, at: number, say: string): Promise<number>
  /** Dead ones wait again, all or those named. Answers how many. */
  replay(destination: string, ids?: readonly string[]): Promise<number>
  /** Forgets what is long over; some at a time. Answers how many. */
  prune(destination: string): Promise<number>
}

const WAITING = 'sent_at IS NULL AND dead_at IS NULL'
const COLUMNS = 'akey, id, destination, topic, payload, at, attempts, tried_at, leased_until'

const DUE = `SELECT d.akey, d.id FROM deliveries d
  WHERE d.destination = $1 AND d.${WAITING.replace(' AND ', ' AND d.')} AND d.due_at <= $2 AND d.leased_until <= $2
    AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.akey = d.akey AND e.destination = d.destination
      AND e.${WAITING.replace(' AND ', ' AND e.')} AND e.attempts < $3
      AND (e.at < d.at OR (e.at = d.at AND e.id < d.id)))
  ORDER BY d.due_at, d.at LIMIT $4`
// The state test is repeated here: between the look and the claim another collector may have taken it, or even sent it.
const CLAIM = `UPDATE deliveries SET leased_until = $5, attempts = attempts + 1, tried_at = COALESCE(tried_at, $4)
  WHERE akey = $1 AND id = $2 AND destination = $3 AND ${WAITING} AND due_at <= $4 AND leased_until <= $4
  RETURNING ${COLUMNS}`
const SENT = `UPDATE deliveries SET sent_at = $4, dead_at = NULL, leased_until = 0, last_error = NULL
  WHERE akey = $1 AND id = $2 AND destination = $3 AND sent_at IS NULL`
const DEAD = `UPDATE deliveries SET dead_at = $5, leased_until = 0, last_error = $6
  WHERE akey = $1 AND id = $2 AND destination = $3 AND ${WAITING} AND leased_until = $4`
const AGAIN = `UPDATE deliveries SET due_at = $5, leased_until = 0, last_error = $6
  WHERE akey = $1 AND id = $2 AND destination = $3 AND ${WAITING} AND leased_until = $4`
const RELEASE = `UPDATE deliveries SET leased_until = 0, attempts = attempts - 1
  WHERE akey = $1 AND id = $2 AND destination = $3 AND ${WAITING} AND leased_until = $4`
const NEXT = `SELECT due_at FROM deliveries WHERE destination = $1 AND ${WAITING} AND due_at > $2
  ORDER BY due_at LIMIT 1`
const GIVE_UP = `UPDATE deliveries SET dead_at = $3, last_error = $4
  WHERE destination = $1 AND ${WAITING} AND COALESCE(tried_at, at) <= $2 AND leased_until <= $3`
const REPLAYED = 'dead_at = NULL, due_at = $2, attempts = 0, tried_at = NULL, leased_until = 0'
const REPLAY = `UPDATE deliveries SET ${REPLAYED} WHERE destination = $1 AND dead_at IS NOT NULL`
const REPLAY_ONE = `${REPLAY} AND id = $3`
const OVER = `SELECT akey, id FROM deliveries WHERE destination = $1 AND sent_at IS NOT NULL AND sent_at < $2 LIMIT 500`
const GONE = `SELECT akey, id FROM deliveries WHERE destination = $1 AND dead_at IS NOT NULL AND dead_at < $2 LIMIT 500`
const FORGET = 'DELETE FROM deliveries WHERE akey = $1 AND id = $2 AND destination = $3'

const toClaimed = (row: Row): Claimed => {
  const payload = json(row, 'payload')
  return {
    akey: text(row, 'akey'),
    id: text(row, 'id'),
    destination: text(row, 'destination'),
    topic: TOPICS.find(topic => topic === text(row, 'topic')) ?? 'lead.stage',
    body: text(row, 'payload'),
    payload: isObject(payload) ? (payload as JsonObject) : {},
    at: integer(row, 'at'),
    attempts: integer(row, 'attempts'),
    triedAt: integer(row, 'tried_at'),
    leasedUntil: integer(row, 'leased_until'),
  }
}

const keyOf = ({ akey, id, destination }: Claimed): readonly Value[] => [akey, id, destination]

const inKeyOrder = (a: Claimed, b: Claimed): number =>
  a.akey !== b.akey ? (a.akey < b.akey ? -1 : 1) : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

export const createQueue = (store: Driver, now: () => number, limits: DeliveryLimits): Queue => {
  const settleOne = (queries: Queries, settlement: Settlement): Promise<number> => {
    const { of } = settlement
    switch (settlement.kind) {
      case 'sent':
        return queries.run(SENT, [...keyOf(of), now()])
      case 'dead':
        return queries.run(DEAD, [...keyOf(of), of.leasedUntil, now(), settlement.say])
      case 'again':
        return queries.run(AGAIN, [...keyOf(of), of.leasedUntil, settlement.dueAt, settlement.say])
    }
  }
  return {
    claim: async (destination, count) => {
      const at = now()
      const due = await store.all(DUE, [destination, at, limits.holdsBackFor, count])
      if (due.length === 0) return []
      const keys = due.map(row => [text(row, 'akey'), text(row, 'id')] as const)
      // One order of keys for all collectors, so that none waits for another crosswise.
      const sorted = [...keys].sort((a, b) => (a.join('\t') < b.join('\t') ? -1 : 1))
      const rows = await store.transaction(queries =>
        Promise.all(
          sorted.map(([akey, id]) => queries.all(CLAIM, [akey, id, destination, at, at + limits.leaseMs])),
        ),
      )
      const claimed = rows.flat().map(toClaimed)
      return claimed.sort((a, b) => a.at - b.at || inKeyOrder(a, b))
    },
    settle: async (queries, settlements) => {
      const sorted = [...settlements].sort((a, b) => inKeyOrder(a.of, b.of))
      await Promise.all(sorted.map(settlement => settleOne(queries, settlement)))
    },
    release: async claimed => {
      if (claimed.length === 0) return
      await store.transaction(queries =>
        Promise.all(
          [...claimed].sort(inKeyOrder).map(of => queries.run(RELEASE, [...keyOf(of), of.leasedUntil])),
        ),
      )
    },
    nextAt: async destination => {
      const [row] = await store.all(NEXT, [destination, now()])
      return row === undefined ? undefined : (maybeInteger(row, 'due_at') ?? undefined)
    },
    giveUp: (destination, at, say) => store.run(GIVE_UP, [destination, at, now(), say]),
    replay: async (destination, ids) => {
      if (ids === undefined) return store.run(REPLAY, [destination, now()])
      return store.transaction(async queries => {
        const changed = await Promise.all(
          [...ids].sort().map(id => queries.run(REPLAY_ONE, [destination, now(), id])),
        )
        return changed.reduce((sum, n) => sum + n, 0)
      })
    },
    prune: async destination => {
      const over = await store.all(OVER, [destination, now() - limits.keepSentMs])
      const gone = await store.all(GONE, [destination, now() - limits.keepDeadMs])
      const keys = [...over, ...gone].map(row => [text(row, 'akey'), text(row, 'id')] as const)
      if (keys.length > 0)
        await store.transaction(queries =>
          Promise.all(keys.sort().map(([akey, id]) => queries.run(FORGET, [akey, id, destination]))),
        )
      return keys.length
    },
  }
}
