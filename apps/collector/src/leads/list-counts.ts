import { put } from '../evidence-rows.ts'
import type { Space } from '../store/akey.ts'
import type { Queries, Row } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'

/** How many accounts share all that a list can be narrowed by, and what their activation adds up to. */
export interface CountCell {
  readonly stage: string
  readonly quadrant: string
  readonly type: string
  readonly life: string
  readonly isOfOne: boolean
  readonly accounts: number
  /** Sum of the accounts’ rates. */
  readonly rate: number
  readonly complete: number
  readonly firstValue: number
}

/** Everything that is counted for lists of one space, as of one instant. */
export interface ListCounts {
  readonly at: number
  readonly cells: readonly CountCell[]
  readonly segments: readonly { readonly key: string; readonly isOfOne: boolean; readonly accounts: number }[]
  /** By the state of their touch; absent in counts that were kept before this was known. */
  readonly touches?: readonly TouchCell[]
}

/** How many accounts share a state of their touch, a stage and a point of their life. */
export interface TouchCell {
  readonly touch: string
  readonly stage: string
  readonly life: string
  readonly accounts: number
}

/** So many rows are counted at once: the store is read in the thread that answers requests. */
const PART = 10_000

const CELLS = `SELECT stage, quadrant, lead_type, life, is_of_one, COUNT(*) AS n, SUM(rate) AS rate,
    SUM(is_complete) AS complete, SUM(has_first_value) AS first_value
  FROM (SELECT stage, quadrant, lead_type, life, is_of_one, rate, is_complete, has_first_value FROM accounts
    WHERE space = $1 ORDER BY space, urgency DESC, raw_engagement DESC, akey LIMIT ${PART} OFFSET $2) part
  GROUP BY stage, quadrant, lead_type, life, is_of_one`
const SEGMENTS = `SELECT segment, is_of_one, COUNT(*) AS n FROM segment_accounts WHERE space = $1
  GROUP BY segment, is_of_one`
const TOUCHES = `SELECT touch, stage, life, COUNT(*) AS n FROM accounts WHERE space = $1 AND touch IS NOT NULL
  GROUP BY touch, stage, life`
const READ = 'SELECT counts FROM summaries WHERE space = $1'
const WRITE = `INSERT INTO summaries (space, p90, accounts, computed_at, counts) VALUES ($1, 0, 0, 0, $2)
  ON CONFLICT (space) DO UPDATE SET counts = excluded.counts`

type Reader = Pick<Queries, 'all'>

const toCell = (row: Row): CountCell => ({
  stage: text(row, 'stage'),
  quadrant: text(row, 'quadrant'),
  type: text(row, 'lead_type'),
  life: text(row, 'life'),
  isOfOne: integer(row, 'is_of_one') === 1,
  accounts: integer(row, 'n'),
  rate: integer(row, 'rate') / 1_000_000,
  complete: integer(row, 'complete'),
  firstValue: integer(row, 'first_value'),
})

const addCell = (a: CountCell, b: CountCell): CountCell => ({
  ...a,
  accounts: a.accounts + b.accounts,
  rate: a.rate + b.rate,
  complete: a.complete + b.complete,
  firstValue: a.firstValue + b.firstValue,
})

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const readCells = async (store: Reader, space: Space): Promise<readonly CountCell[]> => {
  const cells = new Map<string, CountCell>()
  for (let from = 0; ; from += PART) {
    const part = (await store.all(CELLS, [space, from])).map(toCell)
    for (const cell of part)
      put(
        cells,
        `${cell.stage}\t${cell.quadrant}\t${cell.type}\t${cell.life}\t${cell.isOfOne}`,
        cell,
        addCell,
      )
    if (part.reduce((sum, cell) => sum + cell.accounts, 0) < PART) return [...cells.values()]
    await nextTurn()
  }
}

/** Counts anew, from all rows of a space. */
export const countList = async (store: Reader, space: Space, now: number): Promise<ListCounts> => ({
  at: now,
  cells: await readCells(store, space),
  segments: (await store.all(SEGMENTS, [space])).map(row => ({
    key: text(row, 'segment'),
    isOfOne: integer(row, 'is_of_one') === 1,
    accounts: integer(row, 'n'),
  })),
  touches: (await store.all(TOUCHES, [space])).map(row => ({
    touch: text(row, 'touch'),
    stage: text(row, 'stage'),
    life: text(row, 'life'),
    accounts: integer(row, 'n'),
  })),
})

/** The counts as they were kept last; undefined while none were. */
export const readListCounts = async (store: Reader, space: Space): Promise<ListCounts | undefined> => {
  const [row] = await store.all(READ, [space])
  return row === undefined ? undefined : ((json(row, 'counts') as ListCounts | null) ?? undefined)
}

/** Keeps counts for whoever lists next. */
export const keepListCounts = async (
  store: Pick<Queries, 'run'>,
  space: Space,
  counts: ListCounts,
): Promise<void> => {
  await store.run(WRITE, [space, JSON.stringify(counts)])
}
