import { DAY_MS, FORECAST_DEFAULTS, type LifeStage, type Program, type Trial } from '@fireball/core'

/** Stages at which nothing is left to be sold in this round. */
const CLOSED: readonly LifeStage[] = ['won', 'lost', 'expanding', 'at-risk', 'churned']

/** What the expected close of an account is read from. */
export interface ClosingInput {
  readonly program: Pick<Program, 'forecast'>
  readonly stage: LifeStage
  readonly since: number | null
  readonly trial: Trial | null
  readonly signedUpAt: number | null
  readonly now: number
}

/**
 * When an open account is expected to close: as its trial ends, else so many days after sign-up, or after it was taken up
 * again; what is overdue, in the middle of the forecast’s horizon. Null when it is not open.
 */
export const closesAtOf = ({
  program,
  stage,
  since,
  trial,
  signedUpAt,
  now,
}: ClosingInput): number | null => {
  if (CLOSED.includes(stage)) return null
  const days = program.forecast?.closeDays ?? FORECAST_DEFAULTS.closeDays
  const from = stage === 'recycled' ? since : signedUpAt
  const at =
    trial?.isDeclared === true && stage !== 'recycled'
      ? trial.endsAt
      : from === null
        ? null
        : from + days * DAY_MS
  if (at === null || at >= now) return at
  const horizonDays = program.forecast?.horizonDays ?? FORECAST_DEFAULTS.horizonDays
  return now + (horizonDays * DAY_MS) / 2
}
