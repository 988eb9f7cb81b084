import { type AccountRow, engagementScore, quantile } from '@fireball/core'
import type { Space } from './store/akey.ts'
import type { Driver, Queries } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

const READ = 'SELECT p90, accounts, computed_at FROM summaries WHERE space = $1'
const RAWS = 'SELECT raw_engagement FROM accounts WHERE space = $1 AND raw_engagement > 0'
const WRITE = `INSERT INTO summaries (space, p90, accounts, computed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (space) DO UPDATE SET p90 = excluded.p90, accounts = excluded.accounts, computed_at = excluded.computed_at`
const PAGE = `SELECT akey, raw_engagement, body FROM accounts
  WHERE space = $1 AND raw_engagement > 0 AND akey > $2 ORDER BY akey LIMIT 500`
const PATCH = 'UPDATE accounts SET body = $2 WHERE akey = $1 AND raw_engagement = $3'

/** Raw engagement is stored in thousandths. */
const SCALE = 1000

/** A p90 that moved by less is as good as the old one. */
const DRIFT = 0.02

/** A large population is read again at most so often. */
const LARGE = 2000
const LARGE_REST_MS = 60_000

/** The p90 of raw engagement by which accounts are scored; undefined while there is none. */
export const readP90 = async (queries: Pick<Queries, 'all'>, space: Space): Promise<number | undefined> => {
  const [row] = await queries.all(READ, [space])
  return row === undefined ? undefined : integer(row, 'p90') / SCALE
}

/** Writes the scores of all rows anew; their raw figures stand. */
const rescore = async (store: Driver, space: Space, p90: number): Promise<void> => {
  for (let last = ''; ; ) {
    const rows = await store.all(PAGE, [space, last])
    const end = rows.at(-1)
    if (end === undefined) return
    await store.transaction(queries =>
      Promise.all(
        rows.map(row => {
          const raw = integer(row, 'raw_engagement')
          const body = json(row, 'body') as AccountRow
          const engagement = engagementScore(raw / SCALE, p90)
          return queries.run(PATCH, [text(row, 'akey'), JSON.stringify({ ...body, engagement }), raw])
        }),
      ),
    )
    last = text(end, 'akey')
  }
}

/** Computes the p90 anew and rescores the list when it moved; answers whether it did. */
export const refreshP90 = async (store: Driver, space: Space, now: number): Promise<boolean> => {
  const [known] = await store.all(READ, [space])
  const isLarge = known !== undefined && integer(known, 'accounts') > LARGE
  if (isLarge && now - integer(known, 'computed_at') < LARGE_REST_MS) return false
  const raws = (await store.all(RAWS, [space])).map(row => integer(row, 'raw_engagement'))
  const p90 = quantile(raws, 0.9)
  if (p90 === undefined) return false
  const before = known === undefined ? 0 : integer(known, 'p90')
  const hasMoved = Math.abs(p90 - before) > before * DRIFT
  if (!hasMoved && !isLarge) return false
  await store.run(WRITE, [space, Math.round(hasMoved ? p90 : before), raws.length, now])
  if (hasMoved) await rescore(store, space, p90 / SCALE)
  return hasMoved
}
