import { type Count, compileSignals, addCount, evidenceOf, splitCountKey } from '@fireball/core'
import type { Fill, LiveProgram, ProgramStore } from './program-store.ts'
import { inSpace, withoutSpace } from './store/akey.ts'
import type { Driver, Queries } from './store/driver.ts'
import { integer, text } from './store/row.ts'
import { addCounts } from './store/write.ts'
import { toEvent } from './stored-event.ts'

export interface FillerPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live' | 'refresh'>
  /** Called when the evidence of changed signals is complete: views may read it from now on. */
  readonly onFilled?: ((project: string) => void) | undefined
}

/** Fills the evidence of changed signals from the event log, in the background. */
export interface Filler {
  /** Starts on a project, if anything is to be filled there. */
  wake(project: string): void
  settled(): Promise<void>
  /** Stops after the key at hand; what is left goes on at the next start. */
  dispose(): Promise<void>
}

const KEYS = `SELECT akey FROM touched WHERE akey > $1 AND space IN ($2, $3) ORDER BY akey LIMIT 20`
const EVENTS = `SELECT id, type, name, at, body FROM events
  WHERE akey = $1 AND id > $2 AND is_excluded = 0 ORDER BY id LIMIT 500`
const CLEAR = 'DELETE FROM counts WHERE akey = $1 AND signal = $2'
const PROGRESS = `UPDATE fills SET done = done + 1, done_akey = $3
  WHERE project = $1 AND signal = $2 AND state = 'filling'`
const COMPLETE = `UPDATE fills SET state = 'complete', previous = NULL, done = total
  WHERE project = $1 AND signal = $2 AND state = 'filling'`
const STALE = `UPDATE fills SET state = 'stale' WHERE project = $1 AND signal = $2 AND state = 'complete'`

/**
 * Counts one key's events anew under some signals. New events are counted under them since they were published; because
 * rows are cleared and counted from the whole log in one transaction, each event counts once, whenever it came.
 */
const fillKey = async (queries: Queries, akey: string, fills: readonly Fill[]): Promise<void> => {
  const signals = compileSignals(fills.map(fill => fill.definition))
  for (const { signal } of fills) await queries.run(CLEAR, [akey, signal])
  const counts = new Map<string, Count>()
  let last = ''
  for (;;) {
    const rows = await queries.all(EVENTS, [akey, last])
    for (const row of rows)
      for (const [key, count] of Object.entries(evidenceOf(toEvent(row).event, signals).counts)) {
        const known = counts.get(key)
        counts.set(key, known === undefined ? count : addCount(known, count))
      }
    const end = rows.at(-1)
    if (end === undefined) break
    last = text(end, 'id')
  }
  const space = akey.slice(0, akey.indexOf('/'))
  await addCounts.run(
    queries,
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => {
        const of = splitCountKey(key)
        return [
          inSpace(space, of.akey),
          of.subject,
          of.signal,
          of.context,
          of.day,
          count.success,
          count.successAssisted,
          count.failure,
          count.failureAssisted,
          count.none,
          count.noneAssisted,
          count.sum,
          count.first,
          count.last,
        ]
      }),
  )
}
