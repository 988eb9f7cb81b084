import type { Queries } from '../store/driver.ts'
import { integer } from '../store/row.ts'

/** What has come in for a project, and what of it is still to be worked out. */
export interface Inflow {
  /** Messages ever accepted in its live data. */
  readonly accepted: number
  /** When the newest came, epoch ms; null without any. */
  readonly newestAt: number | null
  /** Share of its keys that wait to be evaluated: 0–1. */
  readonly waiting: number
}

const ACCEPTED = `SELECT COALESCE(SUM(n), 0) AS n FROM tallies WHERE space = $1 AND kind = 'accepted'`
const NEWEST = 'SELECT received_at FROM events WHERE space = $1 ORDER BY received DESC LIMIT 1'
const WAITING = `SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN touched > evaluated THEN 1 ELSE 0 END), 0) AS waiting
  FROM touched WHERE space = $1`

/** So long without a message an import is over, and so few may wait. */
const SETTLED = { quietMs: 60_000, waiting: 0.05 } as const
/** So much more than was there is worth another look. */
const GROWTH = 1.2

/** Messages ever accepted in a project’s live data. */
export const acceptedIn = async (queries: Pick<Queries, 'all'>, project: string): Promise<number> => {
  const [row] = await queries.all(ACCEPTED, [project])
  return row === undefined ? 0 : integer(row, 'n')
}

/** Reads what came in; looks at every key of the project, so not to be asked all the time. */
export const readInflow = async (queries: Pick<Queries, 'all'>, project: string): Promise<Inflow> => {
  const [newest] = await queries.all(NEWEST, [project])
  const [keys] = await queries.all(WAITING, [project])
  return {
    accepted: await acceptedIn(queries, project),
    newestAt: newest === undefined ? null : integer(newest, 'received_at'),
    waiting: keys === undefined ? 0 : integer(keys, 'waiting') / Math.max(1, integer(keys, 'n')),
  }
}

/** Whether nearly all that came in is worked out. */
export const isWorkedOut = ({ waiting }: Inflow): boolean => waiting <= SETTLED.waiting

/** Whether an import that was under way is over. */
export const isSettled = (inflow: Inflow, now: number): boolean =>
  isWorkedOut(inflow) && (inflow.newestAt === null || now - inflow.newestAt >= SETTLED.quietMs)

/** Whether so much came since that a run would see another project. */
export const hasGrown = (accepted: number, before: number): boolean =>
  accepted > before && accepted >= GROWTH * before
