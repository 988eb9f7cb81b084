import { isObject, type ModelCard, type PropensityGap } from '@fireball/core'
import type { LearnedPropensity, PropensityFit } from '@fireball/learn'
import type { Driver } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'

/** What the last run found, in figures and words. */
export interface PropensityReport {
  readonly result: LearnedPropensity['result'] | 'failed'
  readonly say: string
  readonly converted: number
  readonly not: number
  readonly missing?: PropensityGap | undefined
  /** Messages accepted when the run began, and whether they were worked out by then. */
  readonly accepted?: number
  readonly isWorkedOut?: boolean
}

/** A fit as it is stored. */
export interface StoredFit {
  readonly id: string
  readonly fit: PropensityFit
  /** The last UTC day whose outcomes it has seen. */
  readonly through: number
  readonly card: ModelCard
}

/** What one run leaves behind, written at once. */
export interface PropensityEnd {
  readonly at: number
  readonly report: PropensityReport
  readonly made?: StoredFit & { readonly isLive: boolean }
}

/** Where one project stands. */
export interface PropensityRow {
  readonly ranAt: number | null
  readonly report: PropensityReport | null
  readonly leasedUntil: number
}

/** Fits of converting, and who is at work, of each project. */
export interface PropensityStore {
  read(project: string): Promise<PropensityRow>
  /** The fit in use; undefined while the odds of the seven types are. */
  live(project: string): Promise<StoredFit | undefined>
  /** Takes the project's lease; false when another collector holds it. */
  claim(project: string, at: number, until: number): Promise<boolean>
  /** Keeps the lease. */
  keep(project: string, until: number): Promise<void>
  release(project: string): Promise<void>
  /** Writes what a run found, and gives the lease back. */
  finish(project: string, end: PropensityEnd): Promise<void>
}

const READ = 'SELECT ran_at, report, leased_until FROM propensity WHERE project = $1'
const LIVE = `SELECT f.id, f.card, f.body FROM propensity p
  JOIN propensity_fits f ON f.project = p.project AND f.id = p.live WHERE p.project = $1`
const OPEN = `INSERT INTO propensity (project, live, leased_until) VALUES ($1, '', 0)
  ON CONFLICT (project) DO NOTHING`
const CLAIM = 'UPDATE propensity SET leased_until = $3 WHERE project = $1 AND leased_until <= $2'
const KEEP = 'UPDATE propensity SET leased_until = $2 WHERE project = $1'
const FINISH = 'UPDATE propensity SET leased_until = 0, ran_at = $2, report = $3 WHERE project = $1'
const GO_LIVE = 'UPDATE propensity SET live = $2 WHERE project = $1'
const RETIRE = `UPDATE propensity_fits SET state = 'superseded' WHERE project = $1 AND state = 'live'`
const ADD = `INSERT INTO propensity_fits (project, id, version, created_at, state, card, body)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`
const OLD = `SELECT id FROM propensity_fits WHERE project = $1 AND state <> 'live' ORDER BY id DESC LIMIT 1 OFFSET 30`
const FORGET = `DELETE FROM propensity_fits WHERE project = $1 AND state <> 'live' AND id <= $2`

/** A fit of another shape than ours is none: the odds of the types are used until the next run. */
const isFit = (fit: unknown): fit is PropensityFit =>
  isObject(fit) &&
  typeof fit.version === 'string' &&
  typeof fit.start === 'number' &&
  Array.isArray(fit.weights) &&
  Array.isArray(fit.without)

/** Keeps fits of converting in the collector's store. */
export const createPropensityStore = (store: Driver): PropensityStore => ({
  read: async project => {
    const [row] = await store.all(READ, [project])
    return row === undefined
      ? { ranAt: null, report: null, leasedUntil: 0 }
      : {
          ranAt: maybeInteger(row, 'ran_at'),
          report: json(row, 'report') as PropensityReport | null,
          leasedUntil: integer(row, 'leased_until'),
        }
  },
  live: async project => {
    const [row] = await store.all(LIVE, [project])
    const body = row && json(row, 'body')
    if (row === undefined || !isObject(body) || !isFit(body.fit)) return undefined
    return {
      id: text(row, 'id'),
      fit: body.fit,
      through: Number(body.through),
      card: json(row, 'card') as ModelCard,
    }
  },
  claim: (project, at, until) =>
    store.transaction(async queries => {
      await queries.run(OPEN, [project])
      return (await queries.run(CLAIM, [project, at, until])) > 0
    }),
  keep: async (project, until) => {
    await store.run(KEEP, [project, until])
  },
  release: async project => {
    await store.run(KEEP, [project, 0])
  },
  finish: (project, { at, report, made }) =>
    store.transaction(async queries => {
      await queries.run(FINISH, [project, at, JSON.stringify(report)])
      if (made === undefined) return
      const { id, fit, through, card, isLive } = made
      if (isLive) await queries.run(RETIRE, [project])
      await queries.run(ADD, [
        project,
        id,
        fit.version,
        at,
        isLive ? 'live' : 'rejected',
        JSON.stringify(card),
        JSON.stringify({ fit, through }),
      ])
      if (isLive) await queries.run(GO_LIVE, [project, id])
      const [old] = await queries.all(OLD, [project])
      if (old !== undefined) await queries.run(FORGET, [project, text(old, 'id')])
    }),
})
