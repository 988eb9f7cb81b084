import { createBulk } from './bulk.ts'

/** Statements of the hot path: each takes its rows sorted by primary key. */

const [TEXT, BIG, INT] = ['text', 'bigint', 'integer'] as const

/** Those changed are the ones that were new. */
export const insertEvents = createBulk({
  head: `INSERT INTO events (akey, id, space, type, name, subject, at, day, received_at, received, trust, is_excluded, body)
  VALUES`,
  width: 13,
  key: ['akey', 'id'],
  types: [TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, BIG, INT, BIG, BIG, TEXT, INT, TEXT],
  tail: 'ON CONFLICT (akey, id) DO NOTHING',
})

export const addCounts = createBulk({
  head: `INSERT INTO counts (akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
    other, other_assisted, amount, first_at, last_at) VALUES`,
  width: 14,
  key: ['akey', 'subject', 'signal', 'context', 'day'],
  types: [TEXT, TEXT, TEXT, TEXT, INT, BIG, BIG, BIG, BIG, BIG, BIG, BIG, BIG, BIG],
  tail: `ON CONFLICT (akey, subject, signal, context, day) DO UPDATE SET
    success = counts.success + excluded.success,
    success_assisted = counts.success_assisted + excluded.success_assisted,
    failure = counts.failure + excluded.failure,
    failure_assisted = counts.failure_assisted + excluded.failure_assisted,
    other = counts.other + excluded.other,
    other_assisted = counts.other_assisted + excluded.other_assisted,
    amount = counts.amount + excluded.amount,
    first_at = CASE WHEN excluded.first_at < counts.first_at THEN excluded.first_at ELSE counts.first_at END,
    last_at = CASE WHEN excluded.last_at > counts.last_at THEN excluded.last_at ELSE counts.last_at END`,
})

export const setRegisters = createBulk({
  head: 'INSERT INTO registers (akey, subject, name, value, at, id) VALUES',
  width: 6,
  key: ['akey', 'subject', 'name'],
  types: [TEXT, TEXT, TEXT, TEXT, BIG, TEXT],
  tail: `ON CONFLICT (akey, subject, name) DO UPDATE SET value = excluded.value, at = excluded.at, id = excluded.id
    WHERE excluded.at > registers.at OR (excluded.at = registers.at AND excluded.id > registers.id)`,
})

/** Those changed are the links that are new or say something else than before. */
export const setLinks = createBulk({
  head: 'INSERT INTO links (akey, kind, source, target, day, at, id, has_left) VALUES',
  width: 8,
  key: ['akey', 'kind', 'source', 'target', 'day'],
  types: [TEXT, TEXT, TEXT, TEXT, INT, BIG, TEXT, INT],
  tail: `ON CONFLICT (akey, kind, source, target, day) DO UPDATE
    SET at = excluded.at, id = excluded.id, has_left = excluded.has_left
    WHERE CASE WHEN excluded.kind = 'member'
      THEN excluded.at > links.at OR (excluded.at = links.at AND excluded.id > links.id)
      ELSE excluded.at < links.at OR (excluded.at = links.at AND excluded.id < links.id) END`,
})

export const addCoverage = createBulk({
  head: 'INSERT INTO coverage (akey, first_seq, last_seq) VALUES',
  width: 3,
  key: ['akey', 'first_seq'],
  types: [TEXT, BIG, BIG],
  tail: `ON CONFLICT (akey, first_seq) DO UPDATE SET last_seq =
    CASE WHEN excluded.last_seq > coverage.last_seq THEN excluded.last_seq ELSE coverage.last_seq END`,
})

/** Rows are (akey, space, 1, 0, 0). */
export const touch = createBulk({
  head: 'INSERT INTO touched (akey, space, touched, evaluated, leased_until) VALUES',
  width: 5,
  key: ['akey'],
  types: [TEXT, TEXT, BIG, BIG, BIG],
  tail: 'ON CONFLICT (akey) DO UPDATE SET touched = touched.touched + 1',
})

/** Touches a key that was touched before; one without evidence of its own is left alone. */
export const TOUCH_KNOWN = 'UPDATE touched SET touched = touched + 1 WHERE akey = $1'

/** Asks for a key to be looked at before all others: a due instant that sorts before every other. */
export const HASTEN = 'UPDATE touched SET due_at = 1 WHERE akey = $1'

export const addHelp = createBulk({
  head: 'INSERT INTO help (akey, id, space, subject, feature, message, asked_at, state) VALUES',
  width: 8,
  key: ['akey', 'id'],
  tail: 'ON CONFLICT (akey, id) DO NOTHING',
})

export const addOutbox = createBulk({
  head: 'INSERT INTO outbox (akey, id, space, topic, payload, at, due_at, attempts, leased_until) VALUES',
  width: 9,
  key: ['akey', 'id'],
  tail: 'ON CONFLICT (akey, id) DO NOTHING',
})

export const addTallies = createBulk({
  head: 'INSERT INTO tallies (space, day, kind, code, n) VALUES',
  width: 5,
  key: ['space', 'day', 'kind', 'code'],
  tail: 'ON CONFLICT (space, day, kind, code) DO UPDATE SET n = tallies.n + excluded.n',
})

export const setRefused = createBulk({
  head: 'INSERT INTO refused (space, slot, received_at, received, error, message) VALUES',
  width: 6,
  key: ['space', 'slot'],
  tail: `ON CONFLICT (space, slot) DO UPDATE SET received_at = excluded.received_at, received = excluded.received,
    error = excluded.error, message = excluded.message`,
})

export const addUnmatched = createBulk({
  head: 'INSERT INTO unmatched (space, name, n, last_at, has_outcome, has_context) VALUES',
  width: 6,
  key: ['space', 'name'],
  tail: `ON CONFLICT (space, name) DO UPDATE SET n = unmatched.n + excluded.n, last_at = excluded.last_at,
    has_outcome = CASE WHEN excluded.has_outcome > unmatched.has_outcome THEN 1 ELSE unmatched.has_outcome END,
    has_context = CASE WHEN excluded.has_context > unmatched.has_context THEN 1 ELSE unmatched.has_context END`,
})
