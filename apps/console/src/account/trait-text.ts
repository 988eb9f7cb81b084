import type { Json } from '@fireball/core'
import { dateText } from '../time.ts'

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** A trait in few characters: a moment as its date, all else as it was sent. */
export const traitText = (value: Json, now: number): string => {
  const at = typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? String(value) : dateText(at, now)
}
