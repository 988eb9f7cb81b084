import {
  type AbilityFit,
  type FitDecision,
  type FitFigures,
  type FitRecord,
  type LearningReport,
  readAbilityFit,
} from '@fireball/core'
import type { Driver, Queries, Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'

/** A fit that was just made, to be kept with what was found about it. */
export interface NewFit {
  readonly id: string
  readonly createdAt: number
  readonly throughDay: number
  readonly state: FitRecord['state']
  readonly figures: FitFigures
  readonly fit: AbilityFit
}

/** What one run leaves behind, written at once. */
export interface RunEnd {
  readonly report: LearningReport
  readonly made?: NewFit
  readonly decision?: FitDecision
}

/** Where one project's learning stands, as stored. */
export interface LearningRow {
  /** Id of the fit in use; `''` for the starting values. */
  readonly live: string
  readonly liveSince: number | null
  readonly isHeld: boolean
  readonly ranAt: number | null
  /** Messages accepted when the last run began. */
  readonly accepted: number
  readonly report: LearningReport | null
  /** What the run at work last said, and until when its lease lasts. */
  readonly progress: LearningProgressRow | null
  readonly leasedUntil: number
}

/** What a run at work says of itself. */
export interface LearningProgressRow {
  readonly stage: 'reading' | 'fitting' | 'comparing'
  readonly done: number
  readonly total: number
}

/** Fits, decisions about them, and who is at work, of each project. */
export interface FitStore {
  read(project: string): Promise<LearningRow>
  /** The fit of that id with its body. */
  fit(project: string, id: string): Promise<(FitRecord & { readonly fit: AbilityFit }) | undefined>
  /** Newest first. */
  fits(project: string): Promise<readonly FitRecord[]>
  decisions(project: string): Promise<readonly FitDecision[]>
  /** Takes the project's lease; false when another collector holds it. */
  claim(project: string, at: number, until: number): Promise<boolean>
  /** Says how far the run is, and keeps the lease. */
  progress(project: string, progress: LearningProgressRow, until: number): Promise<void>
  release(project: string): Promise<void>
  /** Writes what a run found, and gives the lease back. */
  finish(project: string, end: RunEnd, accepted: number): Promise<void>
  /** Puts a fit in use (`''`: the starting values) by a person's wish; new ones then wait. */
  use(project: string, id: string, decision: FitDecision): Promise<void>
  /** Lets new fits go live by themselves again. */
  resume(project: string, decision: FitDecision): Promise<void>
  /** Messages ever accepted in the project's live data. */
  accepted(project: string): Promise<number>
}

const READ = `SELECT live, live_since, is_held, ran_at, accepted, report, progress, leased_until FROM learning
  WHERE project = $1`
const OPEN = `INSERT INTO learning (project, live, is_held, accepted, leased_until) VALUES ($1, '', 0, 0, 0)
  ON CONFLICT (project) DO NOTHING`
const CLAIM = `UPDATE learning SET leased_until = $3, progress = NULL WHERE project = $1 AND leased_until <= $2`
const PROGRESS = 'UPDATE learning SET progress = $2, leased_until = $3 WHERE project = $1'
const RELEASE = 'UPDATE learning SET progress = NULL, leased_until = 0 WHERE project = $1'
const FINISH = `UPDATE learning SET progress = NULL, leased_until = 0, ran_at = $2, accepted = $3, report = $4
  WHERE project = $1`
const GO_LIVE = 'UPDATE learning SET live = $2, live_since = $3 WHERE project = $1'
const HOLD = 'UPDATE learning SET is_held = $2 WHERE project = $1'
const ADD = `INSERT INTO fits (project, id, version, created_at, through_day, state, figures, body)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
const RETIRE = `UPDATE fits SET state = 'superseded' WHERE project = $1 AND state = 'live'`
const SET_STATE = 'UPDATE fits SET state = $3 WHERE project = $1 AND id = $2'
const DECIDE = `INSERT INTO fit_decisions (project, id, at, author, kind, fit, say)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`
const FIT = `SELECT id, version, created_at, through_day, state, figures, body FROM fits
  WHERE project = $1 AND id = $2`
const FITS = `SELECT id, version, created_at, through_day, state, figures FROM fits WHERE project = $1
  ORDER BY id DESC LIMIT 100`
const DECISIONS = `SELECT id, at, author, kind, fit, say FROM fit_decisions WHERE project = $1
  ORDER BY id DESC LIMIT 100`
// Old candidates that never went live are of no use; what was live can be gone back to.
const FORGET = `DELETE FROM fits WHERE project = $1 AND state IN ('rejected', 'candidate') AND id < $2`
const ACCEPTED = `SELECT COALESCE(SUM(n), 0) AS n FROM tallies WHERE space = $1 AND kind = 'accepted'`

/** So many fits that never went live are kept for people to look at. */
const KEEP_REJECTED = 30

const DAY_MS = 86_400_000

/** A stored fit; what this version cannot read is none, as if the starting values were in use. */
export const readFit = (body: unknown): AbilityFit | undefined => {
  const read = readAbilityFit(body)
  return read.ok ? read.value : undefined
}

const toRecord = (row: Row): FitRecord => ({
  id: text(row, 'id'),
  version: text(row, 'version'),
  at: integer(row, 'created_at'),
  through: (integer(row, 'through_day') + 1) * DAY_MS - 1,
  state: text(row, 'state') as FitRecord['state'],
  figures: json(row, 'figures') as FitFigures,
})

const toDecision = (row: Row): FitDecision => ({
  id: text(row, 'id'),
  at: integer(row, 'at'),
  by: text(row, 'author'),
  kind: text(row, 'kind') as FitDecision['kind'],
  fit: text(row, 'fit'),
  say: text(row, 'say'),
})

const decide = (queries: Queries, project: string, { id, at, by, kind, fit, say }: FitDecision) =>
  queries.run(DECIDE, [project, id, at, by, kind, fit, say])

const goLive = async (queries: Queries, project: string, fit: string, at: number): Promise<void> => {
  await queries.run(RETIRE, [project])
  if (fit !== '') await queries.run(SET_STATE, [project, fit, 'live'])
  await queries.run(GO_LIVE, [project, fit, at])
}

/** Keeps fits in the collector's store. */
export const createFitStore = (store: Driver): FitStore => ({
  read: async project => {
    const [row] = await store.all(READ, [project])
    return row === undefined
      ? {
          live: '',
          liveSince: null,
          isHeld: false,
          ranAt: null,
          accepted: 0,
          report: null,
          progress: null,
          leasedUntil: 0,
        }
      : {
          live: text(row, 'live'),
          liveSince: maybeInteger(row, 'live_since'),
          isHeld: integer(row, 'is_held') === 1,
          ranAt: maybeInteger(row, 'ran_at'),
          accepted: integer(row, 'accepted'),
          report: json(row, 'report') as LearningReport | null,
          progress: json(row, 'progress') as LearningProgressRow | null,
          leasedUntil: integer(row, 'leased_until'),
        }
  },
  fit: async (project, id) => {
    const [row] = await store.all(FIT, [project, id])
    const fit = row && readFit(json(row, 'body'))
    return fit && { ...toRecord(row), fit }
  },
  fits: async project => (await store.all(FITS, [project])).map(toRecord),
  decisions: async project => (await store.all(DECISIONS, [project])).map(toDecision),
  claim: (project, at, until) =>
    store.transaction(async queries => {
      await queries.run(OPEN, [project])
      return (await queries.run(CLAIM, [project, at, until])) > 0
    }),
  progress: async (project, progress, until) => {
    await store.run(PROGRESS, [project, JSON.stringify(progress), until])
  },
  release: async project => {
    await store.run(RELEASE, [project])
  },
  finish: (project, { report, made, decision }, accepted) =>
    store.transaction(async queries => {
      await queries.run(FINISH, [project, report.at, accepted, JSON.stringify(report)])
      if (made !== undefined) {
        const { id, createdAt, throughDay, figures, fit } = made
        const figuresText = JSON.stringify(figures)
        // A fit becomes live by `goLive` alone, so that the one before it is retired.
        const state = made.state === 'live' ? 'candidate' : made.state
        const body = JSON.stringify(fit)
        await queries.run(ADD, [project, id, fit.version, createdAt, throughDay, state, figuresText, body])
        if (made.state === 'live') await goLive(queries, project, id, report.at)
        const kept = await queries.all(FITS, [project])
        const old = kept.filter(
          row => text(row, 'state') === 'rejected' || text(row, 'state') === 'candidate',
        )
        const oldest = old[KEEP_REJECTED - 1]
        if (oldest !== undefined) await queries.run(FORGET, [project, text(oldest, 'id')])
      }
      if (decision !== undefined) await decide(queries, project, decision)
    }),
  use: (project, id, decision) =>
    store.transaction(async queries => {
      await queries.run(OPEN, [project])
      await goLive(queries, project, id, decision.at)
      await queries.run(HOLD, [project, 1])
      await decide(queries, project, decision)
    }),
  resume: (project, decision) =>
    store.transaction(async queries => {
      await queries.run(OPEN, [project])
      await queries.run(HOLD, [project, 0])
      await decide(queries, project, decision)
    }),
  accepted: async project => {
    const [row] = await store.all(ACCEPTED, [project])
    return row === undefined ? 0 : integer(row, 'n')
  },
})
