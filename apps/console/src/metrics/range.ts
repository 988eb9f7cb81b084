import { err, ok, type Result } from '@fireball/core'

const DAY_MS = 86_400_000

/** UTC days, both of them in. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** What the room shows: over which days, and whether people without an account are in. */
export interface MetricsAsk extends Range {
  readonly alone: 'in' | 'out'
}

/** The ranges that are one click away, in days up to today. */
export const PRESETS = [
  { days: 7, label: '7 days' },
  { days: 28, label: '28 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
] as const

/** Days that an address without any means, and the most that are counted at once. */
export const RANGE = { usualDays: 90, maxDays: 400 } as const

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** So many days up to today. */
export const lastDays = (days: number, now: number): Range => ({
  from: dayOf(now - (days - 1) * DAY_MS),
  to: dayOf(now),
})

/** How many days a range has; not a number when one of them is no day. */
export const daysIn = ({ from, to }: Range): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1

const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(at) && dayOf(at) === text
}

/** What the address bar says, right or wrong: what is missing stands for the last 90 days. */
export const rangeOf = (search: Readonly<Record<string, string>>, now: number): Range => {
  const { to = dayOf(now) } = search
  const { from = isDay(to) ? lastDays(RANGE.usualDays, Date.parse(to)).from : '' } = search
  return { from, to }
}

/** What the address bar asks for; what is none is refused in words, never replaced. */
export const askOf = (search: Readonly<Record<string, string>>, now: number): Result<MetricsAsk, string> => {
  const { from, to } = rangeOf(search, now)
  const { alone = 'in' } = search
  for (const [name, day] of [
    ['last', to],
    ['first', from],
  ] as const)
    if (!isDay(day)) return err(`The ${name} day is no date: “${day}”. One looks like ${dayOf(now)}.`)
  if (from > to) return err(`The range begins on ${from}, after its end on ${to}.`)
  if (to > dayOf(now)) return err(`The range ends on ${to}, and today is ${dayOf(now)}.`)
  if (daysIn({ from, to }) > RANGE.maxDays)
    return err(`The range has ${daysIn({ from, to })} days; at most ${RANGE.maxDays} are counted at once.`)
  if (alone !== 'in' && alone !== 'out')
    return err(`People without an account are “in” or “out”, not “${alone}”.`)
  return ok({ from, to, alone })
}
