import { DAY_MS } from '../day.ts'
import type { Json } from '../json.ts'
import type { Row } from '../person.ts'
import type { Program } from '../program/program.ts'

/** Length of a trial where nothing says when it ends. Ours. */
export const TRIAL_DAYS = 14

/** The trial of an account. */
export interface Trial {
  readonly startsAt: number
  readonly endsAt: number
  /** Somebody said when it ends; without it, it is the program’s length. */
  readonly isDeclared: boolean
}

export interface TrialInput {
  readonly program: Pick<Program, 'leads'>
  /** The account’s rows by signal, the built-in ones among them. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  /** Of the account: `traits.trialEndsAt` is read. */
  readonly registers: Readonly<Record<string, Json>>
  /** `signedUpAt` of the account; without it and without a start there is no trial. */
  readonly signedUpAt: number | null
}

/** Instants before 2001 and after 2286 are no dates of a trial, but seconds or nonsense. */
const toInstant = (value: Json | undefined): number | undefined => {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return at >= 1e12 && at < 1e13 ? at : undefined
}

const firstOf = (rows: readonly Row[] = []): number | undefined =>
  rows.reduce<number | undefined>((first, row) => Math.min(first ?? row.first, row.first), undefined)

/**
 * When the trial began and ends: at `Trial Ended`, else at the account’s `trialEndsAt`, else after the program’s length.
 * Null when nothing says when it began.
 */
export const trialOf = ({ program, rowsOf, registers, signedUpAt }: TrialInput): Trial | null => {
  const startsAt = firstOf(rowsOf['$trial-started']) ?? signedUpAt
  if (startsAt === null) return null
  const ended = firstOf((rowsOf['$trial-ended'] ?? []).filter(row => row.first >= startsAt))
  const declared = ended ?? toInstant(registers['traits.trialEndsAt'])
  const isDeclared = declared !== undefined && declared >= startsAt
  const days = program.leads?.trialDays ?? TRIAL_DAYS
  return { startsAt, endsAt: isDeclared ? declared : startsAt + days * DAY_MS, isDeclared }
}

/** The first sign of an account: `Signed Up`, a trial, else anything at all; null without any. */
export const signedUpAtOf = (rows: readonly Row[], rowsOf: TrialInput['rowsOf']): number | null =>
  firstOf(rowsOf['$signed-up']) ?? firstOf(rowsOf['$trial-started']) ?? firstOf(rows) ?? null

/** A trial that is over, as it counts for the types’ odds. */
export interface EndedTrial {
  readonly endedAt: number
  readonly won: boolean
  /** The instant as of which its membership counts: the middle, before anything was decided. */
  readonly midAt: number
}

/** Who buys so long after the trial's end still counts as converted by it. Ours. */
const LATE_MS = 30 * DAY_MS

/**
 * How a trial ended; null while it runs. Who buys ends it early, and who buys soon after has still been won. `wonAt`: of
 * the first purchase, in whatever cycle.
 */
export const endedTrial = (trial: Trial, wonAt: number | null, now: number): EndedTrial | null => {
  const { startsAt } = trial
  const boughtAt = wonAt !== null && wonAt <= now ? wonAt : Number.POSITIVE_INFINITY
  const endedAt = Math.max(startsAt, Math.min(trial.endsAt, boughtAt))
  if (endedAt > now) return null
  return {
    endedAt,
    won: boughtAt <= trial.endsAt + LATE_MS,
    midAt: startsAt + Math.floor((endedAt - startsAt) / 2),
  }
}
