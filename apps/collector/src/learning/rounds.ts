import { projectOf } from '../store/akey.ts'
import type { Driver } from '../store/driver.ts'
import { text } from '../store/row.ts'

export interface RoundsPorts {
  readonly store: Pick<Driver, 'all'>
  /** Otherwise only what somebody asks for is run. */
  readonly isOn: boolean
  /** Runs one project if it is due. */
  readonly runDue: (project: string) => Promise<unknown>
  readonly onError: (error: unknown) => void
}

/** How learning wakes and ends: project by project in the background, beside runs that somebody asked for. */
export interface Rounds {
  /** Looks whether a run is due anywhere; what wakes it during a round makes another. */
  wake(): void
  /** Waits for this run too, whoever asked for it. */
  track<T>(run: Promise<T>): Promise<T>
  /** Lets requests go first for so long; rejects once all is to stop. */
  rest(ms?: number): Promise<void>
  /** Whether a run ended only because all is to stop: it is due again at the next start. */
  isStop(error: unknown): boolean
  settled(): Promise<void>
  /** Stops each run at its next rest. */
  dispose(): Promise<void>
}

const PROJECTS = 'SELECT id FROM projects ORDER BY id'

export const createRounds = ({ store, isOn, runDue, onError }: RoundsPorts): Rounds => {
  const stop = new Error('The run was stopped')
  let isStopped = false
  let isWanted = false
  let running: Promise<void> | undefined
  const atWork = new Set<Promise<unknown>>()

  const rest = async (ms = 0): Promise<void> => {
    await new Promise<void>(settle => (ms < 1 || isStopped ? setImmediate(settle) : setTimeout(settle, ms)))
    if (isStopped) throw stop
  }

  const goRound = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false
      for (const row of await store.all(PROJECTS)) {
        try {
          await runDue(projectOf(text(row, 'id')))
        } catch (error) {
          // One project must not keep the others from learning.
          if (error !== stop) onError(error)
        }
        await rest()
      }
    }
  }

  return {
    wake: () => {
      if (isStopped || !isOn) return
      isWanted = true
      running ??= goRound()
        .catch(error => {
          if (error !== stop) onError(error)
        })
        .finally(() => {
          running = undefined
        })
    },
    track: run => {
      atWork.add(run)
      const done = () => void atWork.delete(run)
      run.then(done, done)
      return run
    },
    rest,
    isStop: error => error === stop,
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
