const DAY_MS = 86_400_000

/** UTC days, both of them in. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** The ranges that are one click away, in days up to today. */
export const PRESETS = [
  { days: 7, label: '7 days' },
  { days: 28, label: '28 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
] as const

const USUAL_DAYS = 90

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** So many days up to today. */
export const lastDays = (days: number, now: number): Range => ({
  from: dayOf(now - (days - 1) * DAY_MS),
  to: dayOf(now),
})

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** The range in the address bar; the last 90 days where there is none, or nonsense. */
export const rangeOf = (search: Readonly<Record<string, string>>, now: number): Range => {
  const { from, to } = search
  return isDay(from) && isDay(to) && from <= to ? { from, to } : lastDays(USUAL_DAYS, now)
}

/** How many days a range has. */
export const daysIn = ({ from, to }: Range): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
