import type { AccountRow, OpenAccount } from '@fireball/core'
import { type Space, withoutSpace } from '../store/akey.ts'
import type { Queries, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'

const PAGE = `SELECT akey, p_close, deal, closes_at, body FROM accounts
  WHERE akey > $1 AND akey < $2 AND closes_at IS NOT NULL ORDER BY akey LIMIT 500`

/** Chances are stored in millionths, amounts in hundredths. */
export const MILLION = 1_000_000
export const HUNDRED = 100

const toOpen = (row: Row): OpenAccount => {
  const { name, lead } = json(row, 'body') as AccountRow
  const deal = maybeInteger(row, 'deal')
  return {
    akey: withoutSpace(text(row, 'akey')),
    name,
    p: integer(row, 'p_close') / MILLION,
    deal: deal === null ? null : deal / HUNDRED,
    closesAt: integer(row, 'closes_at'),
    membership: lead?.type.membership ?? {},
  }
}

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Every account of a space that may still close, as its row says. */
export const readOpenAccounts = async (
  store: Pick<Queries, 'all'>,
  space: Space,
): Promise<readonly OpenAccount[]> => {
  const open: OpenAccount[] = []
  // In the order of the key, which no index of the space has: '0' follows '/'.
  const end = `${space}0`
  for (let last = `${space}/`; ; ) {
    const rows = await store.all(PAGE, [last, end])
    const lastRow = rows.at(-1)
    if (lastRow === undefined) return open
    last = text(lastRow, 'akey')
    for (const row of rows) open.push(toOpen(row))
    await nextTurn()
  }
}
