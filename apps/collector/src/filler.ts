import { subjectOf } from '@fireball/core'
import { addReadings, type CountTable, countRows } from './evidence-rows.ts'
import type { Fill, LiveProgram, ProgramStore } from './program-store.ts'
import { readingsOf } from './readings.ts'
import { readKept } from './retention.ts'
import type { Driver, Queries } from './store/driver.ts'
import { text } from './store/row.ts'
import { addCounts } from './store/write.ts'
import { toEvent, trustIn } from './stored-event.ts'
import { compileTrusted } from './trusted-signals.ts'

export interface FillerPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live' | 'refresh'>
  /** Called when the evidence of changed signals is complete: views may read it from now on. */
  readonly onFilled?: ((project: string) => void) | undefined
  readonly onError: (error: unknown) => void
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
const EVENTS = `SELECT id, type, name, at, trust, body FROM events
  WHERE akey = $1 AND id > $2 AND day > $3 AND is_excluded = 0 ORDER BY id LIMIT 500`
// What is closed stays as it was counted then: its events may be gone.
const CLEAR = 'DELETE FROM counts WHERE akey = $1 AND signal = $2 AND day > $3'
// Only from where it was read: several collectors may walk, each key is taken by one.
const PROGRESS = `UPDATE fills SET done = done + 1, done_akey = $3
  WHERE project = $1 AND signal = $2 AND state = 'filling' AND done_akey = $4`
const COMPLETE = `UPDATE fills SET state = 'complete', previous = NULL, done = total
  WHERE project = $1 AND signal = $2 AND state = 'filling'`

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/**
 * Counts one key's events anew under some signals. New events are counted under them since they were published; because
 * rows are cleared and counted from the whole log in one transaction, each event counts once, whenever it came.
 */
const fillKey = async (
  queries: Queries,
  project: string,
  akey: string,
  fills: readonly Fill[],
): Promise<void> => {
  // Read here: once a day is closed, its events go.
  const { closedThrough } = await readKept(queries, project)
  const signals = compileTrusted(fills.map(fill => fill.definition))
  for (const { signal } of fills) await queries.run(CLEAR, [akey, signal, closedThrough])
  const counts: CountTable = new Map()
  for (let last = ''; ; ) {
    const rows = await queries.all(EVENTS, [akey, last, closedThrough])
    for (const row of rows) {
      const { event } = toEvent(row)
      addReadings(counts, akey, subjectOf(event), event, readingsOf(event, trustIn(row), signals))
    }
    const end = rows.at(-1)
    if (end === undefined) break
    last = text(end, 'id')
  }
  await addCounts.run(queries, countRows(counts))
}

/** The fills that stand at the same key, the ones furthest behind first. */
const behind = ({ filling }: LiveProgram): readonly Fill[] => {
  const first = filling.reduce<string | undefined>(
    (least, { doneAkey }) => (least === undefined || doneAkey < least ? doneAkey : least),
    undefined,
  )
  return filling.filter(fill => fill.doneAkey === first)
}

export const createFiller = ({ store, programs, onFilled, onError }: FillerPorts): Filler => {
  const running = new Map<string, Promise<void>>()
  let isStopped = false

  /** One stretch of keys; false when nothing is left to do. */
  const step = async (project: string): Promise<boolean> => {
    programs.refresh(project)
    const live = await programs.live(project)
    const fills = live === undefined ? [] : behind(live)
    const doneAkey = fills[0]?.doneAkey
    if (doneAkey === undefined) return false
    const keys = await store.all(KEYS, [doneAkey, project, `${project}:test`])
    let before = doneAkey
    for (const row of keys) {
      if (isStopped) return false
      const akey = text(row, 'akey')
      const from = before
      // Another collector is ahead, or a publication came between: nothing of this may stay.
      let isBehind = false
      try {
        await store.transaction(
          async queries => {
            for (const { signal } of fills)
              isBehind ||= (await queries.run(PROGRESS, [project, signal, akey, from])) === 0
            if (isBehind) throw new Error('The fill stands elsewhere by now')
            await fillKey(queries, project, akey, fills)
          },
          { isSnapshot: true },
        )
      } catch (error) {
        if (isBehind) return true
        throw error
      }
      before = akey
      await nextTurn()
    }
    if (keys.length > 0) return true
    await store.transaction(async queries => {
      for (const { signal } of fills) await queries.run(COMPLETE, [project, signal])
    })
    programs.refresh(project)
    onFilled?.(project)
    return true
  }

  const run = async (project: string): Promise<void> => {
    try {
      while (!isStopped && (await step(project))) await nextTurn()
    } catch (error) {
      onError(error)
    } finally {
      running.delete(project)
    }
  }

  return {
    wake: project => {
      if (!isStopped && !running.has(project)) running.set(project, run(project))
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
    dispose: async () => {
      isStopped = true
      await Promise.all(running.values())
    },
  }
}
