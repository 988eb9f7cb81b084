import type { Driver, Queries } from '../store/driver.ts'
import type { Queue, Settlement } from './queue.ts'

/** What is written of one call: what became of its messages, and what that says of the destination. */
export interface Settled {
  readonly project: string
  readonly destination: string
  readonly settlements: readonly Settlement[]
  /** The destination as a whole is the matter. */
  readonly isAllFailing: boolean
  /** Nothing is sent there before; 0 for no pause. */
  readonly resumesAt: number
}

/** Writes outcomes as soon as it can: what comes while one commit runs goes into the next. */
export interface Settler {
  /** Settles once it is committed. */
  write(settled: Settled): Promise<void>
}

const WENT_WELL = `UPDATE destinations SET sent = sent + $3, last_sent_at = $4, last_error = NULL, failing_since = NULL
  WHERE project = $1 AND id = $2`
const WENT_WRONG = `UPDATE destinations SET last_error = $3,
    failing_since = CASE WHEN $4 = 1 THEN COALESCE(failing_since, $5) ELSE failing_since END,
    resumes_at = CASE WHEN COALESCE(resumes_at, 0) < $6 THEN $6 ELSE resumes_at END
  WHERE project = $1 AND id = $2`

interface Waiting {
  readonly settled: Settled
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

const writeDestination = async (queries: Queries, settled: Settled, at: number): Promise<void> => {
  const { project, destination, settlements, isAllFailing, resumesAt } = settled
  const sent = settlements.filter(one => one.kind === 'sent').length
  if (sent > 0) await queries.run(WENT_WELL, [project, destination, sent, at])
  const wrong = settlements.find(one => one.kind !== 'sent')
  if (wrong?.kind === 'dead' || wrong?.kind === 'again')
    await queries.run(WENT_WRONG, [project, destination, wrong.say, Number(isAllFailing), at, resumesAt])
}

/** Lets answers that are there be read first, so that they join the group. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const byDestination = (a: Waiting, b: Waiting): number =>
  a.settled.destination < b.settled.destination ? -1 : a.settled.destination > b.settled.destination ? 1 : 0

export const createSettler = (store: Driver, queue: Queue, now: () => number): Settler => {
  let waiting: Waiting[] = []
  let isRunning = false

  const commit = (group: readonly Waiting[]): Promise<void> =>
    store.transaction(async queries => {
      await queue.settle(
        queries,
        group.flatMap(one => one.settled.settlements),
      )
      // Messages first, then destinations by id: one order for all collectors.
      for (const { settled } of [...group].sort(byDestination))
        await writeDestination(queries, settled, now())
    })

  const run = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) {
      await nextTurn()
      const group = waiting
      waiting = []
      try {
        await commit(group)
        for (const { done } of group) done()
      } catch (error) {
        for (const { fail } of group) fail(error)
      }
    }
    isRunning = false
  }

  return {
    write: settled =>
      new Promise((done, fail) => {
        waiting.push({ settled, done, fail })
        if (!isRunning) run()
      }),
  }
}
