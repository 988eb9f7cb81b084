import { DAY_MS } from '@fireball/core'

/** The furthest back that the demo's calendar may stand, in days. */
export const FIRST_DAY = 27

/** Where a new shop starts, so that some days can pass before the real today. */
export const STARTING_DAY = 13

/**
 * The instant on the demo's calendar, epoch ms: now, so many days ago. The calendar lies in the past because a
 * collector takes events of earlier days as they are, and refuses to believe those of tomorrow.
 */
export const instantOf = (daysAgo: number, now: number): number => now - daysAgo * DAY_MS

/** The day in words: “Tue, May 5”, and how it lies to today. */
export const sayDay = (daysAgo: number, now: number): string => {
  const date = new Date(instantOf(daysAgo, now)).toLocaleDateString('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
  })
  return daysAgo === 0 ? `${date} · today` : `${date} · ${daysAgo} ${daysAgo === 1 ? 'day' : 'days'} ago`
}
