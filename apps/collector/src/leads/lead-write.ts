import type { JsonObject, LeadView } from '@fireball/core'
import { inSpace } from '../store/akey.ts'
import type { Value } from '../store/driver.ts'
import type { Assessment } from './assess.ts'
import type { Evaluation } from './evaluation.ts'

const ADD_LIFE = `INSERT INTO lives (akey, cycle, stage, nth, id, space, at, version, body)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (akey, cycle, stage, nth) DO NOTHING`
const WITHDRAW_LIFE = `UPDATE lives SET withdrawn_at = $5
  WHERE akey = $1 AND cycle = $2 AND stage = $3 AND nth = $4 AND withdrawn_at IS NULL`
const ADD_TYPE = `INSERT INTO lead_types (akey, at, id, body) VALUES ($1, $2, $3, $4)
  ON CONFLICT (akey, at, id) DO NOTHING`
const JOIN = `INSERT INTO segment_accounts (akey, segment, space, is_of_one) VALUES ($1, $2, $3, $4)
  ON CONFLICT (akey, segment) DO UPDATE SET is_of_one = excluded.is_of_one`
const LEAVE = 'DELETE FROM segment_accounts WHERE akey = $1 AND segment = $2'
const LEAVE_ALL = 'DELETE FROM segment_accounts WHERE akey = $1'
const SET_TRIAL = `INSERT INTO trials (akey, cycle, space, ended_at, won, body) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (akey, cycle) DO UPDATE SET ended_at = excluded.ended_at, won = excluded.won, body = excluded.body`
const DROP_TRIALS = 'DELETE FROM trials WHERE akey = $1'

type Statement = readonly [sql: string, params: readonly Value[]]

/** Only the first cycle begins with a trial. */
const TRIAL_CYCLE = 1

const lifeStatements = (evaluation: Evaluation, { life }: Assessment): readonly Statement[] => {
  const { space, standing, live, now, newId, history } = evaluation
  const key = inSpace(space, standing.akey)
  return [
    ...life.withdraw.map(
      ({ cycle, stage, nth }): Statement => [WITHDRAW_LIFE, [key, cycle, stage, nth, now]],
    ),
    ...life.write.map(({ cycle, stage, at, reasons }): Statement => {
      const nth = history.lives.filter(one => one.cycle === cycle && one.stage === stage).length
      const body = JSON.stringify({ reasons })
      return [ADD_LIFE, [key, cycle, stage, nth, newId(), space, at, live.version, body]]
    }),
  ]
}

const typeStatements = (
  { space, standing, now, newId, history }: Evaluation,
  { lead }: Assessment,
): readonly Statement[] => {
  const { type, say, membership } = lead.type
  if (history.before !== undefined && history.before.type.type === type && history.before.type.say === say)
    return []
  return [
    [ADD_TYPE, [inSpace(space, standing.akey), now, newId(), JSON.stringify({ type, say, membership })]],
  ]
}

const segmentStatements = (
  { space, standing, history }: Evaluation,
  { lead }: Assessment,
): readonly Statement[] => {
  const key = inSpace(space, standing.akey)
  const before = history.before?.segments ?? []
  return [
    ...before.filter(one => !lead.segments.includes(one)).map((one): Statement => [LEAVE, [key, one]]),
    ...lead.segments
      .filter(one => !before.includes(one))
      .map((one): Statement => [JOIN, [key, one, space, Number(standing.row.isOfOne)]]),
  ]
}

const trialStatements = (
  { space, standing, history }: Evaluation,
  { trial }: Assessment,
): readonly Statement[] => {
  const key = inSpace(space, standing.akey)
  const written = history.trials[0]
  if (trial === null) return written === undefined ? [] : [[DROP_TRIALS, [key]]]
  const { endedAt, won, body } = trial
  return written?.endedAt === endedAt && written.isWon === won && written.body === body
    ? []
    : [[SET_TRIAL, [key, TRIAL_CYCLE, space, endedAt, Number(won), body]]]
}

/** What is written about an account as a lead, beside its row: only what is otherwise than before. */
export const leadStatements = (evaluation: Evaluation): readonly Statement[] => {
  const { assessment } = evaluation
  return [
    ...lifeStatements(evaluation, assessment),
    ...typeStatements(evaluation, assessment),
    ...segmentStatements(evaluation, assessment),
    ...trialStatements(evaluation, assessment),
  ]
}

/** Nothing counts there any more: what was written is withdrawn, and what is derived is gone. */
export const withoutLead = ({ space, standing, now, history }: Evaluation): readonly Statement[] => {
  const key = inSpace(space, standing.akey)
  return [
    ...history.lives
      .filter(one => one.withdrawnAt === undefined)
      .map(({ cycle, stage, nth }): Statement => [WITHDRAW_LIFE, [key, cycle, stage, nth, now]]),
    ...(history.before === undefined ? [] : [[LEAVE_ALL, [key]] as const]),
    ...(history.trials.length === 0 ? [] : [[DROP_TRIALS, [key]] as const]),
  ]
}

/** What came about longer ago, as in an import, is history. */
const NEWS_MS = 7 * 86_400_000

/** Stages of which others are told, with what they stand on. A corrected date alone is no news. */
export const lifeNews = ({ life }: Assessment, now: number): readonly JsonObject[] => [
  ...life.write
    .filter(one => one.isNew && now - one.at < NEWS_MS)
    .map(({ stage, cycle, reasons }) => ({ stage, cycle, reasons })),
  ...life.withdraw
    .filter(old => !life.write.some(one => one.cycle === old.cycle && one.stage === old.stage))
    .map(({ stage, cycle, reasons }) => ({ stage, cycle, reasons, isWithdrawn: true })),
]

const MILLION = 1_000_000
/** A size beyond this is no size, and would leave the range of what a database multiplies. */
const MAX_DEAL = 1e10

/** Cells of the account’s row: touch and touch_by. `held`: it would be due, but for attention that is spent until then. */
export const touchCells = ({ touch: { state, by, heldUntil } }: LeadView): readonly Value[] =>
  heldUntil === undefined ? [state, by] : ['held', heldUntil]

/** Cells of the account’s row: lead_type, life, p_close, deal, closes_at. Who is no longer open has no chance to order by. */
export const leadCells = ({ type, stage, propensity, deal, closesAt }: LeadView): readonly Value[] => [
  type.type ?? '',
  stage,
  closesAt === null ? 0 : Math.round(propensity.p * MILLION),
  deal === null ? null : Math.round(Math.min(deal, MAX_DEAL) * 100),
  closesAt === null ? null : Math.round(closesAt),
]
