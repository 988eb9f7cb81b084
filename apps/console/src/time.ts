const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const ago = (value: number, unit: Intl.RelativeTimeFormatUnit): string =>
  new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' }).format(-Math.floor(value), unit)

/** Midnights between two instants, in the reader’s calendar; negative when `to` is before. */
export const daysBetween = (from: number, to: number): number => {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  return Math.round((midnight(to) - midnight(from)) / DAY_MS)
}

/** How long ago, in the reader's calendar: “just now”, “5 min. ago”, “yesterday”, “12 Mar”, “12 Mar 2024”. */
export const sinceText = (at: number | null, now: number): string => {
  if (at === null) return 'never'
  const passed = now - at
  const days = daysBetween(at, now)
  if (passed < MINUTE_MS) return 'just now'
  if (passed < HOUR_MS) return ago(passed / MINUTE_MS, 'minute')
  if (days === 0) return ago(passed / HOUR_MS, 'hour')
  if (days < 7) return ago(days, 'day')
  return dateText(at, now)
}

/** A date, without the year when it is this one. */
export const dateText = (at: number, now: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  }).format(at)

/** Date and time to the second, for who wants to know exactly. */
export const momentText = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(at)

/** Time of day to the second. */
export const clockText = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(at)

/** How long something takes or lasts, roughly: “20 min”, “5 hours”, “19 days”. */
export const durationText = (ms: number): string => {
  if (ms < HOUR_MS) return `${Math.max(1, Math.round(ms / MINUTE_MS))} min`
  const [count, unit] =
    ms < 2 * DAY_MS ? [Math.round(ms / HOUR_MS), 'hour'] : [Math.round(ms / DAY_MS), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
