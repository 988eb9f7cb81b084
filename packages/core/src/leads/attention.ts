import { dayOf } from '../day.ts'
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
