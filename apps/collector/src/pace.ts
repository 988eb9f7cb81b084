import { performance } from 'node:perf_hooks'

/** How background work shares the process with requests. */
export interface Pace {
  /** The instant at which a piece of work starts, on the pace’s own clock. */
  startWork(): number
  /** How long to rest after the piece of work that started then, ms: 0 where nobody else needs the time. */
  restMs(startedAt: number): number
}

/** What the event loop did since some instant: how long it was busy and how long it waited, ms. */
export interface Utilization {
  readonly active: number
  readonly idle: number
}

const LIMITS = { share: 0.1, total: 0.7, quiet: 0.05, restMs: 250 } as const

/**
 * Leaves background work at least a tenth of the time, and as much of what requests leave over as keeps the whole at
 * seven tenths: beyond that, requests would wait for each other. `read`: what the event loop did since it was last asked.
 */
export const createPace = (now: () => number, read: () => Utilization): Pace => {
  let others = 0
  return {
    startWork: now,
    restMs: startedAt => {
      const spent = now() - startedAt
      const { active, idle } = read()
      const whole = active + idle
      // Smoothed: one piece of work is too short to tell.
      if (whole > 0) others += (Math.max(0, active - spent) / whole - others) * Math.min(1, whole / 200)
      if (others < LIMITS.quiet) return 0
      const share = Math.max(LIMITS.share, LIMITS.total - others)
      return Math.min(LIMITS.restMs, (spent * (1 - share)) / share)
    },
  }
}

/** The pace of this process. */
export const processPace = (): Pace => {
  let last = performance.eventLoopUtilization()
  return createPace(
    () => performance.now(),
    () => {
      const current = performance.eventLoopUtilization()
      const since = performance.eventLoopUtilization(current, last)
      last = current
      return since
    },
  )
}
