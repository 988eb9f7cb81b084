import { DAY_MS } from '@fireball/core'
import { createRounds } from '../learning/rounds.ts'
import type { Pace } from '../pace.ts'
import type { Driver } from '../store/driver.ts'
import { acceptedIn, hasGrown, isSettled, isWorkedOut, readInflow } from './inflow.ts'
import type { PropensityEnd, PropensityStore } from './propensity-store.ts'

export interface PropensityLearnerPorts {
  readonly store: Driver
  readonly fits: PropensityStore
  /** One run over one project; rejects with what `rest` rejects with, and keeps nothing. */
  readonly work: (project: string, rest: () => Promise<void>) => Promise<PropensityEnd | 'no-program'>
  readonly now: () => number
  /** How much of the process’s time a run may take; without one it takes what it needs. */
  readonly pace?: Pace | undefined
  /**
   * At most so long between two runs of a project: sooner once an import that came after the last, or was under way then,
   * has settled; 0: only when somebody asks.
   */
  readonly everyMs: number
  /** A new fit is in use: what was computed before is out of date. */
  readonly onLive: (project: string) => void
  readonly onError: (error: unknown) => void
}

/** Learns in the background, project by project, who converts. */
export interface PropensityLearner {
  /** Looks whether a run is due anywhere. */
  wake(): void
  /** A run now, due or not; `busy` while another collector is at it. */
  run(project: string): Promise<PropensityEnd | 'busy' | 'no-program'>
  settled(): Promise<void>
  /** Stops at the next rest; the run is due again at the next start. */
  dispose(): Promise<void>
}

export const PROPENSITY_EVERY_MS = DAY_MS

const LEASE_MS = 120_000
/** The lease is kept by a run at work, so often. */
const KEEP_MS = 20_000
/** Two runs are so far apart at the least, and where messages never cease, those that they call for. */
const APART_MS = { least: 60_000, unceasing: 3_600_000 } as const

export const createPropensityLearner = (ports: PropensityLearnerPorts): PropensityLearner => {
  const { store, fits, work, now, pace, everyMs, onLive, onError } = ports
  const run: PropensityLearner['run'] = async project => {
    const inflow = await readInflow(store, project)
    const seen = { accepted: inflow.accepted, isWorkedOut: isWorkedOut(inflow) }
    if (!(await fits.claim(project, now(), now() + LEASE_MS))) return 'busy'
    let keptAt = performance.now()
    let startedAt = pace?.startWork() ?? 0
    const rest = async (): Promise<void> => {
      await rounds.rest(pace?.restMs(startedAt))
      startedAt = pace?.startWork() ?? 0
      // The clock of the process: the given one may stand still.
      if (performance.now() - keptAt < KEEP_MS) return
      keptAt = performance.now()
      await fits.keep(project, now() + LEASE_MS)
    }
    try {
      const end = await work(project, rest)
      if (end === 'no-program') {
        await fits.release(project)
        return end
      }
      await fits.finish(project, { ...end, report: { ...end.report, ...seen } })
      if (end.made?.isLive === true) onLive(project)
      return end
    } catch (error) {
      if (rounds.isStop(error)) await fits.release(project)
      else {
        const say = 'The run failed; the log says why. What is in use stays.'
        // Said and dated, so that it is tried again with the next run, not at once.
        await fits.finish(project, {
          at: now(),
          report: { result: 'failed', say, converted: 0, not: 0, ...seen },
        })
      }
      throw error
    }
  }

  const isDue = async (project: string): Promise<boolean> => {
    const { ranAt, report } = await fits.read(project)
    if (ranAt === null || now() - ranAt >= everyMs) return true
    if (now() - ranAt < APART_MS.least) return false
    const before = report?.accepted ?? 0
    if (report?.isWorkedOut !== false && !hasGrown(await acceptedIn(store, project), before)) return false
    const inflow = await readInflow(store, project)
    return isSettled(inflow, now()) || (isWorkedOut(inflow) && now() - ranAt >= APART_MS.unceasing)
  }

  const rounds = createRounds({
    store,
    isOn: everyMs > 0,
    runDue: async project => {
      if (await isDue(project)) await run(project)
    },
    onError,
  })

  return {
    wake: rounds.wake,
    run: project => rounds.track(run(project)),
    settled: rounds.settled,
    dispose: rounds.dispose,
  }
}
