import { Worker } from 'node:worker_threads'
import type { LearningProgressRow, RunEnd } from './fit-store.ts'
import type { Work } from './learner.ts'

/** What a run is told at its start. */
export interface LearnTask {
  /** Where the store is: a SQLite file, or the address of a PostgreSQL database. */
  readonly store: string
  readonly project: string
}

/** What a run says: how far it is, and at last what it found. */
export type LearnNews =
  | { readonly kind: 'progress'; readonly at: LearningProgressRow }
  | { readonly kind: 'end'; readonly end: RunEnd | 'no-program' }

/** A run of the largest training set stays far below. */
const MAX_MEGABYTES = 2048
/** At least so often, and with each progress told, the one who asked is looked at, whether it still wants the answer. */
const LOOK_MS = 250

/** Beside this module: built as this one was, or its source as tsx reads it. */
const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './learn-worker.ts' : './learn-worker.js', import.meta.url)

/**
 * Does each run in a thread of its own with a connection of its own: requests never wait for the numbers.
 * `workerAt`: where the thread’s module is.
 */
export const learnInThread =
  (store: string, workerAt = workerUrl()): Work =>
  (project, { rest, tell }) =>
    new Promise((settle, fail) => {
      const workerData: LearnTask = { store, project }
      const resourceLimits = { maxOldGenerationSizeMb: MAX_MEGABYTES }
      const worker = new Worker(workerAt, { workerData, resourceLimits })
      const look = (): void => {
        rest().catch(reason => {
          fail(reason)
          worker.removeAllListeners('message') // nobody is told of what was still under way
          void worker.terminate()
        })
      }
      const looking = setInterval(look, LOOK_MS)
      worker.on('message', (news: LearnNews) => {
        if (news.kind === 'end') return settle(news.end)
        tell(news.at)
        look()
      })
      worker.on('error', fail)
      worker.on('exit', code => {
        clearInterval(looking)
        fail(new Error(`The thread that learns ended with ${code}`)) // does nothing once there is an answer
      })
    })
