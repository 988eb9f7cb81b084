import { dayOf, type Json, type Program, type Subject, splitRegisterKey } from '@fireball/core'
import type { LoadedRow } from '../count-row.ts'
import type { Loaded } from '../people.ts'
import type { LiveProgram } from '../program-store.ts'

/** A register as a decision read it. */
export interface SeenRegister {
  readonly akey: string
  readonly subject: Subject
  readonly name: string
  /** Absent where no condition of the program reads it: that it was known is enough. */
  readonly value?: Json
  readonly at: number
  readonly id: string
}

/** What a decision read that may be overwritten or added to since, kept beside it: all else is in the evidence still. */
export interface Seen {
  readonly user: Subject
  /** Basis of the rows of that moment: the program, and what was learned. */
  readonly basis: string
  /** 90th percentile of raw engagement at that moment. */
  readonly p90: number | null
  /** Of the account and of the user. */
  readonly registers: readonly SeenRegister[]
  /** Rows of that day of the user. */
  readonly rows: readonly LoadedRow[]
}

export interface SeenInput {
  readonly live: LiveProgram
  readonly loaded: Loaded
  readonly akey: string
  readonly p90: number | undefined
  readonly now: number
}

/** Whether a register tells of the account or of who carries its qualification. */
export const tellsOf = (
  { loaded, akey }: Pick<SeenInput, 'loaded' | 'akey'>,
  user: Subject,
  key: string,
): boolean => {
  const { akey: under, subject } = splitRegisterKey(key)
  return subject === '' ? under === akey : loaded.who.userOf(subject) === user
}

/** So many rows of one day are kept: who has more is no person. */
const MAX_ROWS = 300

const mayBeRead = (program: Program): ((name: string) => boolean) => {
  const text = JSON.stringify(program)
  return name => name.startsWith('quota.') || text.includes(name.slice(name.indexOf('.')))
}

/** What is kept beside a qualification that a user carries. */
export const seenOf = (input: SeenInput, user: Subject): Seen => {
  const { live, loaded, p90, now } = input
  const isRead = mayBeRead(live.program)
  const today = dayOf(now)
  return {
    user,
    basis: live.basis,
    p90: p90 ?? null,
    registers: Object.entries(loaded.evidence.registers).flatMap(([key, { value, at, id }]) => {
      const { akey, subject, name } = splitRegisterKey(key)
      return tellsOf(input, user, key)
        ? [{ akey, subject, name, at, id, ...(isRead(name) ? { value } : {}) }]
        : []
    }),
    rows: loaded.rows.filter(row => row.user === user && row.day === today).slice(0, MAX_ROWS),
  }
}
