import { complexityOf, dayOf, type ProductMetrics } from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'
import { countEvidence, engagementInputOf } from './count.ts'
import { engagementOf } from './engagement-days.ts'
import { type MetricsAsk, sayDay } from './range.ts'
import { readersOf } from './readers.ts'
import type { ScanPorts } from './scan.ts'
import { readStandings } from './standings.ts'
import { tippingPoints } from './tipping-points.ts'

/** Mean of DAU ÷ MAU over the whole days on which anybody was there in four weeks; null without any. */
const stickinessOf = (dau: readonly number[], mau: readonly number[], whole: number): number | null => {
  const shares = dau.flatMap((n, i) => (i < whole && (mau[i] ?? 0) > 0 ? [n / (mau[i] ?? 1)] : []))
  return shares.length === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / shares.length
}

/** All figures of a product over a range of days, from evidence and from how its accounts stand. */
export const computeMetrics = async (
  ports: ScanPorts,
  live: LiveProgram,
  { range, alone }: MetricsAsk,
  now: number,
): Promise<ProductMetrics> => {
  const readers = readersOf(live)
  const wholeThrough = dayOf(now) - 1
  const input = { live, readers, range, alone, wholeThrough }
  const { users, accounts, tipping, engagement } = await countEvidence(ports, input)
  const { tried, ...standings } = await readStandings(ports, { range, alone })
  const { customers, cancelled, payers, transactions, revenue } = accounts
  return {
    from: sayDay(range.from),
    to: sayDay(range.to),
    unfinishedFrom: range.to > wholeThrough ? sayDay(Math.max(range.from, wholeThrough + 1)) : null,
    alone,
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
    stickiness: stickinessOf(users.dau, users.mau, wholeThrough - range.from + 1),
    engagement: engagementOf(engagementInputOf(input), engagement),
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
