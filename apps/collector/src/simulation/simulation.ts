import { err, ok, type Result, type Simulation } from '@fireball/core'
import type { Keys } from '../keys.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Projects } from '../projects.ts'
import type { Driver } from '../store/driver.ts'
import { integer } from '../store/row.ts'
import type { PopulationBatches, PopulationInput, PopulationSource } from './population-source.ts'
import { wipeProject } from './wipe.ts'

/** The project of made-up accounts. */
export const SIMULATED_PROJECT = {
  id: 'simulated',
  name: 'Simulated',
  isDemo: false,
  isSimulated: true,
} as const

/** Where made-up accounts come from. */
export interface SimulationSources {
  /** The program that the project gets while it has none. */
  readonly program: () => Promise<unknown>
  readonly population: PopulationSource
}

/** What filling a project of made-up accounts needs. */
export interface SimulationPorts {
  readonly store: Driver
  readonly projects: Pick<Projects, 'list' | 'ensure'>
  readonly programs: ProgramStore
  readonly keys: Keys
  /** Undefined where none is to be filled. */
  readonly sources: SimulationSources | undefined
  /** Sends to the tracking API of this collector, as a server would. */
  readonly send: (path: string, init: RequestInit) => Promise<Response>
  readonly now: () => number
  readonly wait: (ms: number) => Promise<void>
  /** What was known of its people is gone. */
  readonly onWiped: (project: string) => void
  readonly onError: (error: unknown) => void
}

/** `no-simulation`: this collector fills none. `simulation-running`: one thing at a time. */
export type SimulationError = 'no-simulation' | 'simulation-running'

/** Fills the project of made-up accounts in the background, one run at a time. */
export interface SimulationDesk {
  state(): Promise<Simulation>
  /** Deletes what is there, and fills anew. */
  fill(input: Omit<PopulationInput, 'now'>): Result<undefined, SimulationError>
  wipe(): Result<undefined, SimulationError>
  /** Stops what is being done; what was sent stays. */
  cancel(): void
  settled(): Promise<void>
  dispose(): Promise<void>
}

const { id: PROJECT } = SIMULATED_PROJECT

const ACCOUNTS = 'SELECT COUNT(*) AS n FROM accounts WHERE space = $1'
const PENDING = 'SELECT COUNT(*) AS n FROM touched WHERE akey >= $1 AND akey < $2 AND touched > evaluated'

/** Sent at the same time: the collector commits together what comes while it commits. */
const AT_ONCE = 2
/** A batch that is asked to come later comes so often again. */
const TRIES = 20
const RETRY_MS = 500

/** What is being done. */
interface Doing {
  readonly at: 'filling' | 'deleting'
  readonly done: number
  readonly total: number
}

const countIn = async (store: Driver, sql: string, params: readonly string[]): Promise<number> => {
  const [row] = await store.all(sql, params)
  return row === undefined ? 0 : integer(row, 'n')
}

export const createSimulation = (ports: SimulationPorts): SimulationDesk => {
  const { store, projects, programs, keys, sources, send, now, wait, onWiped, onError } = ports
  let doing: Doing | undefined
  let failure: string | null = null
  let isStopped = false
  let running: Promise<void> | undefined

  const hasProject = async (): Promise<boolean> =>
    (await projects.list()).some(one => one.id === PROJECT && one.isSimulated)

  const prepare = async ({ program }: SimulationSources): Promise<void> => {
    await projects.ensure(SIMULATED_PROJECT)
    // Somebody may have given a project of their own this id.
    if (!(await hasProject())) throw new Error(`the project “${PROJECT}” is a real one`)
    if ((await programs.live(PROJECT)) !== undefined) return
    const published = await programs.publish(PROJECT, await program(), {
      author: 'simulator',
      note: 'The demo’s program',
    })
    if (!published.ok) throw new Error('the demo’s program cannot be published')
  }

  /** A key for as long as the work takes; one that an earlier process left behind ends with it. */
  const withKey = async (work: (key: string) => Promise<void>): Promise<void> => {
    const before = new Set((await keys.list(PROJECT)).map(one => one.id))
    const key = await keys.add(PROJECT, { kind: 'secret', mode: 'live', scopes: ['ingest'] })
    const made = (await keys.list(PROJECT)).filter(one => !before.has(one.id))
    try {
      await work(key)
    } finally {
      for (const { id } of made) await keys.revoke(PROJECT, id)
    }
  }

  const sendBatch = async (key: string, body: string): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const response = await send('/v1/batch', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body,
      })
      if (response.ok || isStopped) return
      const mayComeAgain = response.status === 429 || response.status === 503
      if (!mayComeAgain || attempt >= TRIES) throw new Error(`a batch was answered with ${response.status}`)
      await wait(RETRY_MS)
    }
  }

  const sendAll = async (key: string, population: PopulationBatches): Promise<void> => {
    let done = 0
    let turn: Promise<string | undefined> = Promise.resolve('')
    const next = (): Promise<string | undefined> => {
      // The thread is asked for one at a time.
      turn = turn.then(() => population.next())
      return turn
    }
    const work = async (): Promise<void> => {
      for (let body = await next(); body !== undefined && !isStopped; body = await next()) {
        await sendBatch(key, body)
        done++
        doing = { at: 'filling', done, total: population.batches }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  const wipeAll = async (): Promise<void> => {
    let done = 0
    doing = { at: 'deleting', done, total: 0 }
    await wipeProject(store, PROJECT, {
      step: () => {
        done++
        doing = { at: 'deleting', done, total: 0 }
      },
      isStopped: () => isStopped,
    })
    onWiped(PROJECT)
  }

  const fillAll = async (from: SimulationSources, input: PopulationInput): Promise<void> => {
    await prepare(from)
    await wipeAll()
    if (isStopped) return
    doing = { at: 'filling', done: 0, total: 0 }
    const population = await from.population(input)
    try {
      await withKey(key => sendAll(key, population))
    } finally {
      await population.dispose()
    }
  }

  const run = (at: Doing['at'], work: () => Promise<void>): Result<undefined, SimulationError> => {
    if (running !== undefined) return err('simulation-running')
    isStopped = false
    failure = null
    doing = { at, done: 0, total: 0 }
    running = work()
      .catch(error => {
        onError(error)
        failure = error instanceof Error ? `It ended early: ${error.message}.` : 'It ended early.'
      })
      .finally(() => {
        running = undefined
        doing = undefined
      })
    return ok(undefined)
  }

  return {
    state: async () => {
      const isThere = await hasProject()
      return {
        isOffered: sources !== undefined,
        project: isThere ? PROJECT : null,
        accounts: isThere ? await countIn(store, ACCOUNTS, [PROJECT]) : 0,
        pending: isThere ? await countIn(store, PENDING, [`${PROJECT}/`, `${PROJECT}0`]) : 0,
        at: doing?.at ?? 'rest',
        done: doing?.done ?? 0,
        total: doing?.total ?? 0,
        failure,
      }
    },
    fill: input =>
      sources === undefined
        ? err('no-simulation')
        : run('deleting', () => fillAll(sources, { ...input, now: now() })),
    // What is there may go, whoever put it there.
    wipe: () => run('deleting', async () => ((await hasProject()) ? wipeAll() : undefined)),
    cancel: () => {
      isStopped = true
    },
    settled: async () => {
      await running
    },
    dispose: async () => {
      isStopped = true
      await running
    },
  }
}
