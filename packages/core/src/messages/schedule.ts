import { DAY_MS } from '../day.ts'
import type { Message } from '../program/program.ts'

/** Why the clock holds a message back, and until when. */
export interface Timing {
  readonly code: 'not-yet' | 'over' | 'quiet-hours'
  readonly until?: number
}

const MINUTE_MS = 60_000

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The end of a quiet span that `now` lies in, if it does. `zone`: minutes by which the person's clock is ahead of UTC. */
const quietUntil = (
  { from, to }: { readonly from: string; readonly to: string },
  now: number,
  zone: number,
): number | undefined => {
  const local = now + zone * MINUTE_MS
  const day = Math.floor(local / DAY_MS) * DAY_MS
  const minute = (local - day) / MINUTE_MS
  const [start, end] = [minuteOf(from), minuteOf(to)]
  const isQuiet = start < end ? minute >= start && minute < end : minute >= start || minute < end
  if (!isQuiet) return undefined
  const ends = day + end * MINUTE_MS + (minute >= end ? DAY_MS : 0)
  return ends - zone * MINUTE_MS
}

/** The next instant at which quiet hours begin. */
const quietFrom = (from: string, now: number, zone: number): number => {
  const local = now + zone * MINUTE_MS
  const begins = Math.floor(local / DAY_MS) * DAY_MS + minuteOf(from) * MINUTE_MS
  return (begins <= local ? begins + DAY_MS : begins) - zone * MINUTE_MS
}

const startOf = (instant: string | undefined): number => (instant === undefined ? 0 : Date.parse(instant))

/** A day alone is meant with all its hours. */
const endOf = (instant: string | undefined): number =>
  instant === undefined ? Infinity : Date.parse(instant) + (instant.length === 10 ? DAY_MS : 0)

/** Whether the clock holds a message back now. An instant that cannot be read holds nothing. */
export const timingOf = (
  { schedule }: Pick<Message, 'schedule'>,
  now: number,
  zone: number,
): Timing | undefined => {
  if (schedule === undefined) return undefined
  const from = startOf(schedule.from)
  if (now < from) return { code: 'not-yet', until: from }
  if (now >= endOf(schedule.to)) return { code: 'over' }
  const until = schedule.quietHours && quietUntil(schedule.quietHours, now, zone)
  return until === undefined ? undefined : { code: 'quiet-hours', until }
}

/** When the clock will end the time of a message that may be shown now, if it will. */
export const timeEndsAt = ({ schedule }: Pick<Message, 'schedule'>, now: number, zone: number): number =>
  Math.min(
    endOf(schedule?.to),
    schedule?.quietHours === undefined ? Infinity : quietFrom(schedule.quietHours.from, now, zone),
  )
