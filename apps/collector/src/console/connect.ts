import {
  allSignals,
  type CompiledSignal,
  interpret,
  isObject,
  type RecentEvents,
  subjectOf,
  type UnmatchedEvent,
  type WireError,
} from '@fireball/core'
import type { Space } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import { toEvent } from '../stored-event.ts'

type Reader = Pick<Queries, 'all'>
type Recent = RecentEvents['events'][number]

/** So many of the newest are told in one answer; of a flood the older ones are passed over. */
const NEWEST = 100

const ACCEPTED = `SELECT id, type, name, at, received_at, received, body FROM events
  WHERE space = $1 AND received > $2 ORDER BY received DESC LIMIT ${NEWEST}`
// What came with an unknown key belongs to no project; who connects an app must see it all the same.
const REFUSED = `SELECT received_at, received, error FROM refused
  WHERE space IN ($1, '') AND received > $2 ORDER BY received DESC LIMIT ${NEWEST}`
const TALLIES = "SELECT kind, code, SUM(n) AS n FROM tallies WHERE space IN ($1, '') GROUP BY kind, code"
const UNMATCHED = `SELECT name, n, last_at, has_outcome, has_context FROM unmatched
  WHERE space = $1 ORDER BY n DESC, name LIMIT 200`

/** The keys of the signals that read an event. */
export const signalKeys = (
  event: Parameters<typeof interpret>[0],
  signals: readonly CompiledSignal[],
): readonly string[] => {
  const hashes = new Set(interpret(event, signals).map(reading => reading.signal))
  return signals.filter(signal => hashes.has(signal.hash)).map(signal => signal.key)
}

const accepted = (row: Parameters<typeof toEvent>[0], signals: readonly CompiledSignal[]): Recent => {
  const { event, warnings } = toEvent(row)
  return {
    kind: 'accepted',
    at: event.at,
    receivedAt: integer(row, 'received_at'),
    type: event.type,
    name: event.name,
    user: subjectOf(event),
    ...(event.groupId === undefined ? {} : { account: event.groupId }),
    signals: signalKeys(event, signals),
    warnings,
    properties: event.properties,
  }
}

/** What arrived after `cursor`, refused messages among it, newest last. */
export const recentEvents = async (
  store: Reader,
  space: Space,
  signals: readonly CompiledSignal[],
  cursor: number,
): Promise<RecentEvents> => {
  const found: { received: number; recent: Recent }[] = []
  for (const row of await store.all(ACCEPTED, [space, cursor]))
    found.push({ received: integer(row, 'received'), recent: accepted(row, signals) })
  for (const row of await store.all(REFUSED, [space, cursor]))
    found.push({
      received: integer(row, 'received'),
      recent: {
        kind: 'refused',
        receivedAt: integer(row, 'received_at'),
        error: json(row, 'error') as WireError,
      },
    })
  const newest = found.sort((a, b) => a.received - b.received).slice(-NEWEST)
  const counts = {
    accepted: 0,
    refused: {} as Record<string, number>,
    warnings: {} as Record<string, number>,
  }
  for (const row of await store.all(TALLIES, [space])) {
    const kind = text(row, 'kind')
    const n = integer(row, 'n')
    if (kind === 'accepted') counts.accepted += n
    else if (kind === 'refused') counts.refused[text(row, 'code')] = n
    else if (kind === 'warning') counts.warnings[text(row, 'code')] = n
  }
  return {
    events: newest.map(one => one.recent),
    cursor: `${newest.at(-1)?.received ?? cursor}`,
    counts,
  }
}

/** Names that the signals of a program read, whatever else it holds; a draft may hold anything. */
const namesRead = (program: unknown): readonly unknown[] =>
  isObject(program) && Array.isArray(program.signals)
    ? program.signals.map(signal => isObject(signal) && isObject(signal.on) && signal.on.event)
    : []

/** Names of tracked events that neither the programs given nor a built-in signal read. */
export const unmatchedEvents = async (
  store: Reader,
  space: Space,
  programs: readonly unknown[],
): Promise<readonly UnmatchedEvent[]> => {
  const builtIn = allSignals({ signals: [] }).map(({ definition: { on } }) => 'event' in on && on.event)
  const known = new Set<unknown>([...programs.flatMap(namesRead), ...builtIn])
  const rows = await store.all(UNMATCHED, [space])
  return rows
    .map(row => ({
      name: text(row, 'name'),
      count: integer(row, 'n'),
      lastAt: integer(row, 'last_at'),
      hasOutcome: integer(row, 'has_outcome') === 1,
      hasContext: integer(row, 'has_context') === 1,
    }))
    .filter(one => !known.has(one.name))
}
