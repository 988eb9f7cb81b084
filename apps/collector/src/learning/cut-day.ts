import { outcomesOf } from './skill-evidence.ts'
import type { UserEvidence } from './training-set.ts'

/** How much evidence a fit needs, and how much later evidence a decision. */
export const ENOUGH = { outcomes: 300, users: 20, failures: 20, later: 60 } as const

/** Where the evidence is parted: fitted on days before `since`, compared on the days from it to `until`. */
export interface Cut {
  readonly since: number
  readonly until: number
  readonly before: number
  readonly later: number
}

/** Share of outcomes that is kept for the comparison. */
const LATER_SHARE = 0.2

/**
 * The latest day from which on a fifth of the outcomes lie, and none of those that the fit in use was fitted on
 * (`usedThrough`, a day). Undefined when too little would be on one side.
 */
export const cutDay = (users: readonly UserEvidence[], usedThrough?: number): Cut | undefined => {
  const byDay = new Map<number, number>()
  for (const { rows } of users)
    for (const row of rows) byDay.set(row.day, (byDay.get(row.day) ?? 0) + outcomesOf(row))
  const days = [...byDay].filter(([, n]) => n > 0).sort(([a], [b]) => b - a)
  const total = days.reduce((sum, [, n]) => sum + n, 0)
  const until = days[0]?.[0]
  if (until === undefined) return undefined
  let later = 0
  let since = until + 1
  for (const [day, n] of days) {
    if ((usedThrough !== undefined && day <= usedThrough) || later >= LATER_SHARE * total) break
    later += n
    since = day
  }
  const before = total - later
  return later < ENOUGH.later || before < ENOUGH.outcomes - ENOUGH.later
    ? undefined
    : { since, until, before, later }
}
