import { DAY_MS, type LearningReport } from '@fireball/core'
import type { ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import { ENOUGH } from './cut-day.ts'
import type { FitStore, LearningProgressRow, RunEnd } from './fit-store.ts'
import type { LearnRunControl } from './learn-run.ts'
import { createRounds } from './rounds.ts'

export interface LearnerPorts {
  readonly store: Driver
  readonly fits: FitStore
  readonly programs: Pick<ProgramStore, 'refresh'>
  /** Where a run is done: in this thread, or in one of its own. */
  readonly work: Work
  readonly now: () => number
  readonly settings: LearningSettings
  /** A new fit is in use: what was computed with the one before is out of date. */
  readonly onLive: (project: string) => void
  readonly onError: (error: unknown) => void
  /** One line about each run, for the log. */
  readonly onReport?: ((project: string, report: LearningReport) => void) | undefined
}

/** Does one run; rejects with what `rest` rejects with, and keeps nothing. */
export type Work = (project: string, control: LearnRunControl) => Promise<RunEnd | 'no-program'>

/** When runs are due. */
export interface LearningSettings {
  /** At most so long between two runs while evidence comes in, an hour while there is too little; 0: learning is off. */
  readonly everyMs: number
  /** So many new messages make a run due earlier, an hour after the last at the soonest. */
  readonly afterMessages: number
}

export const LEARNING_DEFAULTS: LearningSettings = { everyMs: DAY_MS, afterMessages: 20_000 }

/** Fits each project's ability model to its own evidence, in the background. */
export interface Learner {
  /** Looks whether a run is due anywhere. */
  wake(): void
  /** A run now, due or not: what it found, and what it would keep; `busy` while another collector is at it. */
  run(project: string, options?: { readonly isDryRun?: boolean }): Promise<RunEnd | 'busy' | 'no-program'>
  settled(): Promise<void>
  /** Stops at the next slice; the run is due again at the next start. */
  dispose(): Promise<void>
}

const LEASE_MS = 60_000
const TELL_MS = 500
const HOUR_MS = 3_600_000

const FAILED: LearningReport = {
  at: 0,
  tookMs: 0,
  result: 'failed',
  say: 'The run failed; the log says why. What is in use stays.',
  outcomes: 0,
  needed: ENOUGH.outcomes,
  users: 0,
  accounts: 0,
  share: 1,
  skills: [],
}

export const createLearner = (ports: LearnerPorts): Learner => {
  const { store, fits, programs, work, now, settings, onLive, onError, onReport } = ports
  /** Writes how far a run is, a few times a second at most, and keeps the lease by it. */
  const createTeller = (project: string) => {
    let toldAt = Number.NEGATIVE_INFINITY
    let stage = ''
    let writing: Promise<void> | undefined
    return {
      tell: (at: LearningProgressRow): void => {
        // The clock of the process: the given one may stand still.
        const time = performance.now()
        if (writing !== undefined || (at.stage === stage && time - toldAt < TELL_MS)) return
        toldAt = time
        stage = at.stage
        writing = fits
          .progress(project, at, now() + LEASE_MS)
          .catch(onError)
          .finally(() => {
            writing = undefined
          })
      },
      /** Nothing may be written about a run after its end. */
      done: async (): Promise<void> => writing,
    }
  }

  const run: Learner['run'] = async (project, { isDryRun = false } = {}) => {
    if (isDryRun) return work(project, { rest: rounds.rest, tell: () => {} })
    if (!(await fits.claim(project, now(), now() + LEASE_MS))) return 'busy'
    const { tell, done } = createTeller(project)
    try {
      const accepted = await fits.accepted(project)
      const end = await work(project, { rest: rounds.rest, tell })
      await done()
      if (end === 'no-program') {
        await fits.release(project)
        return end
      }
      await fits.finish(project, end, accepted)
      onReport?.(project, end.report)
      if (end.report.result === 'live') {
        programs.refresh(project)
        onLive(project)
      }
      return end
    } catch (error) {
      await done()
      if (rounds.isStop(error)) {
        await fits.release(project)
        throw error
      }
      // Said and dated, so that it is tried again with the next run, not at once.
      const report: LearningReport = { ...FAILED, at: now() }
      await fits.finish(project, { report }, await fits.accepted(project))
      throw error
    }
  }

  const isDue = async (project: string): Promise<boolean> => {
    const { ranAt, accepted, report } = await fits.read(project)
    if (ranAt === null) return true
    const age = now() - ranAt
    if (age < Math.min(HOUR_MS, settings.everyMs)) return false
    const fresh = (await fits.accepted(project)) - accepted
    // What was too little an hour ago may be enough now.
    const isEarly = report?.result === 'not-enough' || fresh >= settings.afterMessages
    return fresh > 0 && (isEarly || age >= settings.everyMs)
  }

  const rounds = createRounds({
    store,
    isOn: settings.everyMs > 0,
    runDue: async project => {
      if (await isDue(project)) await run(project)
    },
    onError,
  })

  return {
    wake: rounds.wake,
    run: (project, options) => rounds.track(run(project, options)),
    settled: rounds.settled,
    dispose: rounds.dispose,
  }
}
