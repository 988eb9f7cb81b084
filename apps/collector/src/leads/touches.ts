import type { Touch } from '@fireball/core'
import { inSpace, type Space } from '../store/akey.ts'
import type { Queries, Row } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import { TOUCH_KNOWN } from '../store/write.ts'

const READ = 'SELECT id, at, author, kind, body FROM touches WHERE akey = $1 ORDER BY id DESC LIMIT 200'
const ADD =
  'INSERT INTO touches (akey, id, space, at, author, kind, body) VALUES ($1, $2, $3, $4, $5, $6, $7)'

const toTouch = (row: Row): Touch => ({
  id: text(row, 'id'),
  at: integer(row, 'at'),
  by: text(row, 'author'),
  kind: text(row, 'kind') as Touch['kind'],
  ...(json(row, 'body') as Pick<Touch, 'until' | 'reason'>),
})

/** What people did about an account, newest first. */
export const readTouches = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  akey: string,
): Promise<readonly Touch[]> => (await store.all(READ, [inSpace(space, akey)])).map(toTouch)

/** Notes what somebody did about an account, which is due to be looked at from then on. */
export const addTouch = async (
  queries: Queries,
  space: Space,
  akey: string,
  { id, at, by, kind, ...body }: Touch,
): Promise<void> => {
  const key = inSpace(space, akey)
  await queries.run(ADD, [key, id, space, at, by, kind, JSON.stringify(body)])
  await queries.run(TOUCH_KNOWN, [key])
}
