import { DAY_MS } from '@fireball/core'
import type { Pace } from '../pace.ts'
import { projectOf } from '../store/akey.ts'
import type { Driver } from '../store/driver.ts'
import { text } from '../store/row.ts'
import type { PropensityEnd, PropensityStore } from './propensity-store.ts'

export interface PropensityLearnerPorts {
  readonly store: Driver
  readonly fits: PropensityStore
  /** One run over one project; rejects with what `rest` rejects with, and keeps nothing. */
  readonly work: (project: string, rest: () => Promise<void>) => Promise<PropensityEnd | 'no-program'>
  readonly now: () => number
  /** How much of the process’s time a run may take; without one it takes what it needs. */
  readonly pace?: Pace | undefined
  /** So long between two runs of a project; 0: only when somebody asks. */
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

const PROJECTS = 'SELECT id FROM projects ORDER BY id'
const LEASE_MS = 120_000
/** The lease is kept by a run at work, so often. */
const KEEP_MS = 20_000

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export const createPropensityLearner = (ports: PropensityLearnerPorts): PropensityLearner => {
  const { store, fits, work, now, pace, everyMs, onLive, onError } = ports
  const stop = new Error('The run was stopped')
  let isStopped = false
  let running: Promise<void> | undefined
  const atWork = new Set<Promise<unknown>>()

  const run: PropensityLearner['run'] = async project => {
    if (!(await fits.claim(project, now(), now() + LEASE_MS))) return 'busy'
    let keptAt = performance.now()
    let startedAt = pace?.startWork() ?? 0
    const rest = async (): Promise<void> => {
      const ms = pace === undefined || isStopped ? 0 : pace.restMs(startedAt)
      await (ms < 1 ? nextTurn() : new Promise(settle => setTimeout(settle, ms)))
      startedAt = pace?.startWork() ?? 0
      if (isStopped) throw stop
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
      await fits.finish(project, end)
      if (end.made?.isLive === true) onLive(project)
      return end
    } catch (error) {
      if (error === stop) await fits.release(project)
      else {
        const say = 'The run failed; the log says why. What is in use stays.'
        // Said and dated, so that it is tried again with the next run, not at once.
        await fits.finish(project, { at: now(), report: { result: 'failed', say, converted: 0, not: 0 } })
      }
      throw error
    }
  }

  const track = <T>(promise: Promise<T>): Promise<T> => {
    atWork.add(promise)
    const done = () => void atWork.delete(promise)
    promise.then(done, done)
    return promise
  }

  const runDue = async (): Promise<void> => {
    for (const row of await store.all(PROJECTS)) {
      const project = projectOf(text(row, 'id'))
      if (isStopped) return
      try {
        const { ranAt } = await fits.read(project)
        if (ranAt === null || now() - ranAt >= everyMs) await track(run(project))
      } catch (error) {
        // One project must not keep the others from learning.
        if (error !== stop) onError(error)
      }
      await nextTurn()
    }
  }

  return {
    wake: () => {
      if (isStopped || everyMs <= 0) return
      running ??= runDue()
        .catch(onError)
        .finally(() => {
          running = undefined
        })
    },
    run: project => track(run(project)),
    settled: async () => {
      while (running !== undefined || atWork.size > 0) {
        await running
        await Promise.allSettled(atWork)
      }
    },
    dispose: async () => {
      isStopped = true
      await running
      await Promise.allSettled(atWork)
    },
  }
}
