import type { Row } from '../person.ts'

const EMPTY = {
  context: '',
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
  sum: 0,
  first: 0,
  last: 0,
}

/**
 * A few rows that say the same as many of whether a skill was begun and whether somebody is stuck in it, now and after
 * what may follow: all that a skill's view reads of rows once its ability is known. One row for what tells of neither
 * success nor failure, one for the last success, and one for the failures of each day since; what is dated after `now`
 * stays apart, for a success now would come before it.
 */
export const gistOf = (rows: readonly Row[], now: number): readonly Row[] => {
  const [one] = rows
  if (one === undefined) return []
  const { user, signal, day } = one
  let others = 0
  let since = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    others += row.none + row.noneAssisted + row.failureAssisted
    if (row.success + row.successAssisted > 0 && row.last > since) since = row.last
  }
  const base = { user, signal, day, ...EMPTY }
  const days = new Map<number, { failure: number; first: number; last: number }>()
  const ahead: Row[] = []
  for (const { day: on, failure, first, last } of rows) {
    if (failure === 0 || first <= since) continue
    const known = days.get(on)
    if (first > now) ahead.push({ ...base, day: on, failure, first, last })
    else if (known === undefined) days.set(on, { failure, first, last })
    else {
      known.failure += failure
      known.first = Math.min(known.first, first)
      known.last = Math.max(known.last, last)
    }
  }
  return [
    { ...base, none: others, first: one.first, last: one.last },
    ...(since === Number.NEGATIVE_INFINITY ? [] : [{ ...base, success: 1, first: since, last: since }]),
    ...[...days].map(([on, failed]) => ({ ...base, day: on, ...failed })),
    ...ahead,
  ]
}
