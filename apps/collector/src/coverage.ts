import { type FireballEvent, isObject } from '@fireball/core'
import { inSpace, type Space } from './store/akey.ts'
import type { Queries, Value } from './store/driver.ts'
import { integer } from './store/row.ts'
import { addCoverage } from './store/write.ts'

/** Sequence numbers `first`–`last` of a device, both among them. */
interface Run {
  readonly first: number
  readonly last: number
}

/** The device and sequence number that our own client puts on an event; undefined for other clients. */
export const deviceOf = (
  event: FireballEvent,
): { readonly device: string; readonly seq: number } | undefined => {
  const own = event.context.fireball
  if (!isObject(own)) return undefined // as in every message of another client
  const { device, seq } = own
  return typeof device === 'string' &&
    /^[\w.-]{1,64}$/.test(device) &&
    typeof seq === 'number' &&
    Number.isSafeInteger(seq) &&
    seq >= 0
    ? { device, seq }
    : undefined
}

/** Overlapping and adjoining runs become one. */
export const joinRuns = (runs: readonly Run[]): readonly Run[] => {
  const joined: Run[] = []
  for (const run of [...runs].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1)
    if (before !== undefined && run.first <= before.last + 1)
      joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, run.last) }
    else joined.push(run)
  }
  return joined
}

/** Rows of `coverage` for events that are committed together, sorted by primary key. */
export const coverageRows = (
  events: readonly { readonly event: FireballEvent; readonly space: Space }[],
): readonly (readonly Value[])[] => {
  const runs = new Map<string, Run[]>()
  for (const { event, space } of events) {
    const own = deviceOf(event)
    if (own === undefined) continue
    const akey = inSpace(space, `d:${own.device}`)
    const run = { first: own.seq, last: own.seq }
    const known = runs.get(akey)
    if (known === undefined) runs.set(akey, [run])
    else known.push(run)
  }
  return [...runs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([akey, own]) => joinRuns(own).map(({ first, last }) => [akey, first, last]))
}

const READ = 'SELECT first_seq, last_seq FROM coverage WHERE akey = $1 ORDER BY first_seq'
const DROP = 'DELETE FROM coverage WHERE akey = $1 AND first_seq = $2 AND last_seq = $3'

/** With this many gaps the high-water mark stays lower, and coverage no longer tells all that is in the evidence. */
export const MAX_GAPS = 500

/**
 * What of a device is in the evidence: `through` and all below it, but `gaps`. Numbers start at the first one seen or at
 * 1, whichever is less; nothing known is -1.
 */
export const coverageOf = (
  runs: readonly Run[],
): { readonly through: number; readonly gaps: readonly number[] } => {
  const gaps: number[] = []
  let through = -1
  for (const { first, last } of joinRuns(runs)) {
    for (let seq = through < 0 ? Math.min(1, first) : through + 1; seq < first; seq++) {
      if (gaps.length >= MAX_GAPS) return { through: seq - 1, gaps }
      gaps.push(seq)
    }
    through = last
  }
  return { through, gaps }
}

const readRuns = async (queries: Pick<Queries, 'all'>, akey: string): Promise<readonly Run[]> =>
  (await queries.all(READ, [akey])).map(row => ({
    first: integer(row, 'first_seq'),
    last: integer(row, 'last_seq'),
  }))

/** Reads the coverage of a device. */
export const readCoverage = async (
  queries: Pick<Queries, 'all'>,
  space: Space,
  device: string,
): Promise<{ readonly through: number; readonly gaps: readonly number[]; readonly rows: number }> => {
  const runs = await readRuns(queries, inSpace(space, `d:${device}`))
  return { ...coverageOf(runs), rows: runs.length }
}

/** Joins the stored runs of a device into as few rows as possible; only rows that were read are dropped. */
export const compactCoverage = async (queries: Queries, space: Space, device: string): Promise<void> => {
  const akey = inSpace(space, `d:${device}`)
  const runs = await readRuns(queries, akey)
  for (const { first, last } of runs) await queries.run(DROP, [akey, first, last])
  await addCoverage.run(
    queries,
    joinRuns(runs).map(({ first, last }) => [akey, first, last]),
  )
}
