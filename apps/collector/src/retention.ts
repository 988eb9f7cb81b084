import { dayOf } from '@fireball/core'
import { type ProgramStore, programLock } from './program-store.ts'
import type { Driver, Queries } from './store/driver.ts'
import { integer, maybeInteger, text } from './store/row.ts'

/** How long a project’s events stay. Days are numbers of UTC days. */
export interface Kept {
  /** So many whole days before today; null: all. */
  readonly days: number | null
  /** The last day whose events may be gone; -1 for none. */
  readonly closedThrough: number
  /** The last day whose events are all gone; -1 for none. */
  readonly droppedThrough: number
}

export interface RetentionPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'refresh'>
  readonly now: () => number
}

/** Closes days and drops their events. Evidence stays: what the events added up to is never changed again. */
export interface Retention {
  kept(project: string): Promise<Kept>
  /** From the next `roll` on; a day that is closed stays closed. */
  keep(project: string, days: number | null): Promise<void>
  /**
   * Closes the days that are over, then drops their events key by key, giving way in between. Answers how many it
   * dropped. What a process that ended left is dropped by the next one.
   */
  roll(project: string): Promise<number>
}

const READ = 'SELECT days, closed_through, dropped_through FROM retention WHERE project = $1'
const KEEP = `INSERT INTO retention (project, days, closed_through, dropped_through) VALUES ($1, $2, -1, -1)
  ON CONFLICT (project) DO UPDATE SET days = excluded.days`
const CLOSE = 'UPDATE retention SET closed_through = $2 WHERE project = $1 AND closed_through < $2'
const DROPPED = 'UPDATE retention SET dropped_through = $2 WHERE project = $1 AND dropped_through < $2'
const NEXT_KEY = 'SELECT akey FROM events WHERE akey > $1 AND akey < $2 ORDER BY akey LIMIT 1'
const DROP = 'DELETE FROM events WHERE akey = $1 AND day <= $2'

const NONE: Kept = { days: null, closedThrough: -1, droppedThrough: -1 }

/** What is kept of a project, as of the queries handed in. */
export const readKept = async (queries: Pick<Queries, 'all'>, project: string): Promise<Kept> => {
  const [row] = await queries.all(READ, [project])
  return row === undefined
    ? NONE
    : {
        days: maybeInteger(row, 'days'),
        closedThrough: integer(row, 'closed_through'),
        droppedThrough: integer(row, 'dropped_through'),
      }
}

/** The keys of a project that have events, live and test, in their order: each found by a look of its own. */
export async function* eventKeys(queries: Pick<Queries, 'all'>, project: string): AsyncGenerator<string> {
  for (const space of [project, `${project}:test`]) {
    const end = `${space}0` // the character after the slash
    for (let last = `${space}/`; ; ) {
      const [row] = await queries.all(NEXT_KEY, [last, end])
      if (row === undefined) break
      last = text(row, 'akey')
      yield last
    }
  }
}

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export const createRetention = ({ store, programs, now }: RetentionPorts): Retention => {
  const close = (project: string): Promise<Kept> =>
    store.transaction(async queries => {
      // Whoever counts holds the same lock: nothing is counted for a day while it closes.
      await queries.hold(programLock(project), 'alone')
      const { days } = await readKept(queries, project)
      if (days !== null) await queries.run(CLOSE, [project, dayOf(now()) - days - 1])
      return readKept(queries, project)
    })

  return {
    kept: project => readKept(store, project),
    keep: async (project, days) => {
      await store.run(KEEP, [project, days])
    },
    roll: async project => {
      const before = await readKept(store, project)
      if (before.days === null && before.closedThrough <= before.droppedThrough) return 0
      const { closedThrough, droppedThrough } = await close(project)
      programs.refresh(project)
      if (closedThrough <= droppedThrough) return 0
      let dropped = 0
      for await (const akey of eventKeys(store, project)) {
        dropped += await store.run(DROP, [akey, closedThrough])
        await nextTurn()
      }
      await store.run(DROPPED, [project, closedThrough])
      return dropped
    },
  }
}
