import type { AccountList, AccountRow, Quadrant, Stage } from '@fireball/core'
import type { Space } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'

/** What the ranked list is narrowed to. */
export interface AccountsQuery {
  readonly stage?: Stage | undefined
  readonly quadrant?: Quadrant | undefined
  /** Part of a name or id. */
  readonly q?: string | undefined
  readonly hidesOfOne: boolean
  readonly offset: number
  readonly limit: number
}

/** So many rows at most in one answer. */
export const MAX_ACCOUNTS = 200

const NARROWED = `space = $1 AND ($2 = '' OR stage = $2) AND ($3 = '' OR search LIKE $3 ESCAPE '!')
  AND ($4 = 0 OR is_of_one = 0) AND ($5 = '' OR quadrant = $5)`
const PAGE = `SELECT body, computed_at FROM accounts WHERE ${NARROWED}
  ORDER BY space, urgency DESC, raw_engagement DESC, akey LIMIT $6 OFFSET $7`
const TOTAL = `SELECT COUNT(*) AS n FROM accounts WHERE ${NARROWED}`
const STAGES = `SELECT stage, COUNT(*) AS n, SUM(rate) AS rate, SUM(is_complete) AS complete,
    SUM(has_first_value) AS first_value
  FROM accounts WHERE space = $1 AND ($2 = 0 OR is_of_one = 0) GROUP BY stage`
const STAGES_IN = `SELECT stage, COUNT(*) AS n FROM accounts
  WHERE space = $1 AND ($2 = 0 OR is_of_one = 0) AND quadrant = $3 GROUP BY stage`
const QUADRANTS = `SELECT quadrant, COUNT(*) AS n FROM accounts
  WHERE space = $1 AND ($2 = 0 OR is_of_one = 0) AND ($3 = '' OR stage = $3) GROUP BY quadrant`
const OF_ONE = 'SELECT COUNT(*) AS n FROM accounts WHERE space = $1 AND is_of_one = 1'
const PENDING = 'SELECT COUNT(*) AS n FROM touched WHERE space = $1 AND touched > evaluated'

const pattern = (q: string | undefined): string =>
  q === undefined || q === '' ? '' : `%${q.toLowerCase().replace(/[!%_]/g, '!$&')}%`

/** The ranked list, from the rows that the qualifier keeps. `version`: of the program in force. */
export const listAccounts = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  { stage, quadrant, q, hidesOfOne, offset, limit }: AccountsQuery,
  version: string,
): Promise<AccountList> => {
  const count = async (sql: string, params: readonly (string | number)[]) => {
    const [row] = await store.all(sql, params)
    return row === undefined ? 0 : integer(row, 'n')
  }
  const narrowed = [space, stage ?? '', pattern(q), Number(hidesOfOne), quadrant ?? '']
  const page = await store.all(PAGE, [...narrowed, limit, offset])
  const groups = await store.all(STAGES, [space, Number(hidesOfOne)])
  const stages = { 'signed-up': 0, activating: 0, 'first-value': 0, pql: 0 }
  const inQuadrant =
    quadrant === undefined ? groups : await store.all(STAGES_IN, [space, Number(hidesOfOne), quadrant])
  for (const row of inQuadrant) {
    const name = text(row, 'stage')
    if (name in stages) stages[name as Stage] = integer(row, 'n')
  }
  const quadrants = { 'throwing-fireballs': 0, 'silent-win': 0, 'spinning-wheels': 0, 'not-started': 0 }
  for (const row of await store.all(QUADRANTS, [space, Number(hidesOfOne), stage ?? ''])) {
    const name = text(row, 'quadrant')
    if (name in quadrants) quadrants[name as Quadrant] = integer(row, 'n')
  }
  const sum = (column: string) => groups.reduce((total, row) => total + integer(row, column), 0)
  const accounts = sum('n')
  const share = (total: number) => (accounts === 0 ? 0 : total / accounts)
  const isNarrowed = narrowed[1] !== '' || narrowed[2] !== '' || narrowed[4] !== ''
  const computedAt = page.map(row => maybeInteger(row, 'computed_at')).filter(at => at !== null)
  return {
    accounts: page.map(row => ({ ability: null, ...(json(row, 'body') as Omit<AccountRow, 'ability'>) })),
    total: isNarrowed ? await count(TOTAL, narrowed) : accounts,
    stages,
    quadrants,
    ofOne: await count(OF_ONE, [space]),
    computedAt: computedAt.length === 0 ? null : Math.min(...computedAt),
    pending: await count(PENDING, [space]),
    product: {
      rate: share(sum('rate') / 1_000_000),
      complete: share(sum('complete')),
      firstValue: share(sum('first_value')),
      accounts,
    },
    version,
  }
}
