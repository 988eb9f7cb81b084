import type { Touch } from '@fireball/core'
import { inSpace, type Space } from '../store/akey.ts'
import type { Queries, Row } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import { TOUCH_KNOWN } from '../store/write.ts'

const READ = 'SELECT id, at, author, kind, body FROM touches WHERE akey = $1 ORDER BY id DESC LIMIT 200'
const ADD =
  'INSERT INTO touches (akey, id, space, at, author, kind, body) VALUES ($1, $2, $3, $4, $5, $6, $7)'

/** A row that takes another one back; `of` is the id of that. */
const WITHDRAWN = 'withdrawn'

const toTouch = (row: Row): Touch => ({
  id: text(row, 'id'),
  at: integer(row, 'at'),
  by: text(row, 'author'),
  kind: text(row, 'kind') as Touch['kind'],
  ...(json(row, 'body') as Pick<Touch, 'until' | 'reason'>),
})

/** What people did about an account, newest first; what was taken back says so. */
export const readTouches = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  akey: string,
): Promise<readonly Touch[]> => {
  const rows = await store.all(READ, [inSpace(space, akey)])
  const isWithdrawal = (row: Row): boolean => text(row, 'kind') === WITHDRAWN
  const withdrawn = new Map(
    rows.filter(isWithdrawal).map(row => {
      const { of, reason } = json(row, 'body') as { readonly of: string; readonly reason: string }
      return [of, { at: integer(row, 'at'), by: text(row, 'author'), reason }] as const
    }),
  )
  return rows
    .filter(row => !isWithdrawal(row))
    .map(toTouch)
    .map(touch => {
      const taken = withdrawn.get(touch.id)
      return taken === undefined ? touch : { ...touch, withdrawn: taken }
    })
}

/** Those that count: what was taken back is as if it had never been noted. */
export const standing = (touches: readonly Touch[]): readonly Touch[] =>
  touches.filter(one => one.withdrawn === undefined)

/** What takes a touch back. */
export interface Withdrawal {
  readonly id: string
  /** Id of the touch. */
  readonly of: string
  readonly at: number
  readonly by: string
  readonly reason: string
}

/** Takes a touch back: the row that it was noted in stays as it is. The account is due to be looked at. */
export const withdrawTouch = async (
  queries: Queries,
  space: Space,
  akey: string,
  { id, at, by, ...body }: Withdrawal,
): Promise<void> => {
  const key = inSpace(space, akey)
  await queries.run(ADD, [key, id, space, at, by, WITHDRAWN, JSON.stringify(body)])
  await queries.run(TOUCH_KNOWN, [key])
}

/** Notes what somebody did about an account, which is due to be looked at from then on. */
export const addTouch = async (
  queries: Queries,
  space: Space,
  akey: string,
  { id, at, by, kind, withdrawn: _, ...body }: Touch,
): Promise<void> => {
  const key = inSpace(space, akey)
  await queries.run(ADD, [key, id, space, at, by, kind, JSON.stringify(body)])
  await queries.run(TOUCH_KNOWN, [key])
}
