import { type AccountRow, DAY_MS, type ProductMetrics } from '@fireball/core'
import { inSpace, type Space } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import type { MetricsAsk } from './range.ts'
import type { ScanPorts } from './scan.ts'

/** What the materialised accounts and their written life say. */
export interface StandingFigures extends Pick<ProductMetrics, 'activation' | 'trialToPaid' | 'funnel'> {
  /** Users who had the whole length of a trial, and those of them who needed nobody. */
  readonly tried: { readonly users: number; readonly selfServed: number }
}

const ACCOUNTS = `SELECT COUNT(*) AS n, SUM(rate) AS rate, SUM(is_complete) AS complete,
    SUM(has_first_value) AS first_value, SUM(trial_users) AS users, SUM(self_served) AS self_served
  FROM accounts WHERE space = $1 AND akey >= $2 AND akey < $3`
const TRIALS = `SELECT COUNT(*) AS n, SUM(won) AS won FROM trials
  WHERE space = $1 AND akey >= $2 AND akey < $3 AND ended_at >= $4 AND ended_at < $5`
const REACHED = `SELECT COUNT(DISTINCT akey) AS n FROM lives
  WHERE space = $1 AND akey >= $2 AND akey < $3 AND stage = $4 AND at >= $5 AND at < $6 AND withdrawn_at IS NULL`
const BODIES = `SELECT akey, body FROM accounts WHERE space = $1 AND akey > $2 AND akey < $3 ORDER BY akey LIMIT 500`

/** The space, and the bounds of the keys in it that count. */
type Keys = readonly [space: Space, first: string, end: string]

/** With people on their own all keys, else those of groups; `0` follows the slash, `;` the colon. */
const keysOf = (space: Space, alone: MetricsAsk['alone']): Keys =>
  alone === 'in'
    ? [space, inSpace(space, ''), `${space}0`]
    : [space, inSpace(space, 'g:'), inSpace(space, 'g;')]

/** Marketing- and sales-qualified are facts beside the life cycle, kept with the account. */
const countMarked = async (
  store: Pick<Queries, 'all'>,
  [space, first, end]: Keys,
  isWithin: (at: number | null | undefined) => boolean,
  rest: () => Promise<void>,
): Promise<{ readonly mql: number; readonly sql: number }> => {
  let [mql, sql] = [0, 0]
  for (let last = first; ; ) {
    const rows = await store.all(BODIES, [space, last, end])
    const lastRow = rows.at(-1)
    if (lastRow === undefined) return { mql, sql }
    for (const row of rows) {
      const { lead } = json(row, 'body') as Partial<AccountRow>
      if (isWithin(lead?.mqlAt)) mql++
      if (isWithin(lead?.sqlAt)) sql++
    }
    last = text(lastRow, 'akey')
    await rest()
  }
}

/** Reads what accounts stand at: activation as of now, the rest by when it happened. */
export const readStandings = async (
  { store, space, rest }: Pick<ScanPorts, 'store' | 'space' | 'rest'>,
  { range: { from, to }, alone }: MetricsAsk,
): Promise<StandingFigures> => {
  const keys = keysOf(space, alone)
  const [begin, end] = [from * DAY_MS, (to + 1) * DAY_MS]
  const [all = {}] = await store.all(ACCOUNTS, keys)
  const [trials = {}] = await store.all(TRIALS, [...keys, begin, end])
  const reached = async (stage: string): Promise<number> => {
    const [row = {}] = await store.all(REACHED, [...keys, stage, begin, end])
    return integer(row, 'n')
  }
  const isWithin = (at: number | null | undefined): boolean =>
    at !== null && at !== undefined && at >= begin && at < end
  const marked = await countMarked(store, keys, isWithin, rest)
  const n = integer(all, 'n')
  const share = (sum: number): number => (n === 0 ? 0 : sum / n)
  const ended = integer(trials, 'n')
  const paid = integer(trials, 'won')
  return {
    activation: {
      rate: share(integer(all, 'rate') / 1_000_000),
      complete: share(integer(all, 'complete')),
      firstValue: share(integer(all, 'first_value')),
    },
    trialToPaid: { ended, paid, rate: ended === 0 ? null : paid / ended },
    funnel: [
      { step: 'mql', accounts: marked.mql },
      { step: 'sql', accounts: marked.sql },
      { step: 'pql', accounts: await reached('pql') },
      { step: 'won', accounts: await reached('won') },
    ],
    tried: { users: integer(all, 'users'), selfServed: integer(all, 'self_served') },
  }
}
