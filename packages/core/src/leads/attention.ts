import { DAY_MS, dayOf } from '../day.ts'
import type { Touch, TouchAdvice } from '../lead-api.ts'
import type { Row } from '../person.ts'
import { PLAYBOOK_DEFAULTS } from '../program/playbook.ts'
import type { Program } from '../program/program.ts'
import { readings } from '../views/tally.ts'

const WEEK = 7

export interface AttentionInput {
  readonly program: Pick<Program, 'playbook'>
  readonly touches: readonly Touch[]
  /** Rows by signal of the user who would be spoken to. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  readonly now: number
}

/** When the attention of so many instants, each counted for 7 days, is under what is allowed again. */
const freeAtOf = (days: readonly number[], allowed: number): number | null => {
  const sorted = [...days].sort((a, b) => a - b)
  // The day after the one with which enough of it falls out of the week.
  const last = sorted[sorted.length - allowed]
  return last === undefined || allowed < 1 ? null : (last + WEEK) * DAY_MS
}

/** When there is attention again; null when there is now, or there is never any. */
export const attentionFreeAt = ({ program, touches, rowsOf, now }: AttentionInput): number | null => {
  const today = dayOf(now)
  const allowed = program.playbook?.attentionPerWeek ?? PLAYBOOK_DEFAULTS.attentionPerWeek
  const isRecent = (day: number): boolean => day <= today && day > today - WEEK
  const days = [
    ...(rowsOf.$shown ?? []).flatMap(row => Array.from({ length: readings(row) }, () => row.day)),
    ...touches.flatMap(({ kind, at }) => (kind === 'touched' ? dayOf(at) : [])),
  ].filter(isRecent)
  return freeAtOf(days, allowed)
}

/** What a user was asked to attend to within 7 days, today included: prompts shown and touches, out of one budget. */
export const attentionOf = ({ program, touches, rowsOf, now }: AttentionInput): TouchAdvice['attention'] => {
  const today = dayOf(now)
  const isRecent = (day: number): boolean => day <= today && day > today - WEEK
  const shown = (rowsOf.$shown ?? []).reduce((sum, row) => sum + (isRecent(row.day) ? readings(row) : 0), 0)
  const touched = touches.filter(({ kind, at }) => kind === 'touched' && isRecent(dayOf(at))).length
  return {
    used: shown + touched,
    allowed: program.playbook?.attentionPerWeek ?? PLAYBOOK_DEFAULTS.attentionPerWeek,
  }
}
