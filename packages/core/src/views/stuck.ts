import { DAY_MS } from '../day.ts'
import type { Row } from '../person.ts'
import { lastAbout } from './tally.ts'

/** What being stuck was noticed by; `struggle`: several things together, or an unnamed kind. */
export type StuckBy = 'failures' | 'rage' | 'no-outcome' | 'struggle'

export interface Stuck {
  readonly by: StuckBy
  /** The latest time, epoch ms. */
  readonly at: number
}

/** Who got stuck and did not come back within a week is learning, not stuck. Ours. */
const STUCK_MS = 7 * DAY_MS
const HALF_HOUR_MS = DAY_MS / 48

type RowsOf = Readonly<Record<string, readonly Row[]>>

/** Built-in signals about a skill, and what each tells. */
const TOLD: readonly StuckBy[] = ['failures', 'rage', 'no-outcome']

/**
 * Failures that surely fell three within one half hour: rows know only first and last, but n failures spread over s
 * half hours put more than two into one of them when n > 2s. Fewer, spread wider, only the browser can tell.
 */
const failedAt = (rows: readonly Row[], since: number): number | null => {
  let day = -Infinity
  let count = 0
  let first = 0
  let last = -Infinity
  for (const row of rows)
    if (row.failure > 0 && row.first > since && row.day >= day) {
      if (row.day > day) {
        day = row.day
        count = 0
        first = row.first
        last = row.last
      }
      count += row.failure
      first = Math.min(first, row.first)
      last = Math.max(last, row.last)
    }
  return count > 2 * Math.max(1, Math.ceil((last - first) / HALF_HOUR_MS)) ? last : null
}

/**
 * Whether the user is stuck in a skill now: struck last, and no success since. A success counts from its row's last
 * instant: of a row that holds both, the order inside is not known, and the doubt is the user's benefit. `features` are
 * those that need the skill, for who has begun it.
 */
export const stuckIn = (
  skill: string,
  rows: readonly Row[],
  rowsOf: RowsOf,
  { features, now }: { readonly features: readonly { readonly key: string }[]; readonly now: number },
): Stuck | null => {
  let since = -Infinity
  for (const row of rows) if (row.success + row.successAssisted > 0) since = Math.max(since, row.last)
  let found: Stuck | null = null
  const put = (by: StuckBy, at: number | null): void => {
    if (at !== null && at >= since && now - at <= STUCK_MS && at > (found?.at ?? -Infinity))
      found = { by, at }
  }
  put('failures', failedAt(rows, since))
  for (const by of TOLD) put(by, lastAbout(rowsOf[`$stuck-${by}`], skill))
  // What is told of the skill itself says more; what is told of another is not about this one.
  if (found === null)
    for (const { key } of features) {
      const at = lastAbout(rowsOf.$struggled, key)
      const of = (by: StuckBy) => rowsOf[`$stuck-${by}`]?.find(row => row.last === at)
      const by = TOLD.find(of)
      if (by === undefined || of(by)?.context === '') put(by ?? 'struggle', at)
    }
  return found
}
