import { complexityOf, type ProductMetrics } from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'
import { countEvidence } from './count.ts'
import { type DayRange, sayDay } from './range.ts'
import { readersOf } from './readers.ts'
import type { ScanPorts } from './scan.ts'
import { readStandings } from './standings.ts'
import { tippingPoints } from './tipping-points.ts'

/** Mean of DAU ÷ MAU over the days on which anybody was there in four weeks; null without any. */
const stickinessOf = (dau: readonly number[], mau: readonly number[]): number | null => {
  const shares = dau.flatMap((n, i) => ((mau[i] ?? 0) > 0 ? [n / (mau[i] ?? 1)] : []))
  return shares.length === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / shares.length
}

/** All figures of a product over a range of days, from evidence and from how its accounts stand. */
export const computeMetrics = async (
  ports: ScanPorts,
  live: LiveProgram,
  range: DayRange,
  now: number,
): Promise<ProductMetrics> => {
  const readers = readersOf(live)
  const { users, accounts, tipping } = await countEvidence(ports, { program: live.program, readers, range })
  const { tried, ...standings } = await readStandings(ports.store, ports.space, range, ports.rest)
  const { customers, cancelled, payers, transactions, revenue } = accounts
  return {
    from: sayDay(range.from),
    to: sayDay(range.to),
    accounts: accounts.accounts,
    users: users.users,
    ...standings,
    churn: { customers, cancelled, rate: customers === 0 ? null : cancelled / customers },
    active: users.dau.map((dau, i) => ({
      day: sayDay(range.from + i),
      dau,
      wau: users.wau[i] ?? 0,
      mau: users.mau[i] ?? 0,
    })),
    stickiness: stickinessOf(users.dau, users.mau),
    cohorts: [...users.cohorts]
      .sort(([a], [b]) => a - b)
      .map(([week, seen]) => ({ week: sayDay(week), users: seen[0] ?? 0, seen })),
    equation: {
      customers: payers,
      transactions,
      revenuePerTransaction: transactions === 0 ? 0 : revenue / transactions,
      revenue,
    },
    tippingPoints: tippingPoints(readers.acts, tipping),
    complexity: complexityOf(live.program, tried),
    computedAt: now,
  }
}
