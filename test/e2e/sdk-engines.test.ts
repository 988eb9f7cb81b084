import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINES, type EngineName, ensureEngine } from '../../scripts/browser-process.ts'
import { fireball } from '../sdk-faults/contestant.ts'
import { SCENARIOS } from '../sdk-faults/scenarios.ts'
import { type Snapshot, takeSnapshot } from '../sdk-faults/snapshot.ts'
import { startWorker, type Worker } from '../sdk-faults/suite.ts'
import type { Verdict } from '../sdk-faults/trial.ts'

/** One short trial of each kind that differs between engines; the long matrix is `npm run soak -- sdk`. */
const SHORT = [
  ['same-task close', 3],
  ['renderer crash, collector down', 16],
  ['503 or refused, with reload', 17],
  ['storage denied, the page lives', 24],
] as const

let snapshot: Snapshot
beforeAll(async () => {
  snapshot = await takeSnapshot()
})
afterAll(() => snapshot?.delete())

/** One more try where the harness itself could not go on: the machine may be busy. A verdict is never tried again. */
const carryThrough = async (worker: Worker, name: string, seed: number): Promise<Verdict> => {
  const scenario = SCENARIOS.find(one => one.name === name)
  if (!scenario) throw new Error(`There is no scenario ${name}`)
  const verdict = await worker.run(scenario, seed)
  return verdict.broken === undefined ? verdict : worker.run(scenario, seed)
}

describe.each(ENGINES)('%s', (engine: EngineName) => {
  let worker: Worker | undefined
  let absence = ''
  beforeAll(async () => {
    try {
      await ensureEngine(engine)
    } catch (error) {
      absence = error instanceof Error ? error.message : `${error}`
      return
    }
    worker = await startWorker(engine, snapshot.collector, key => fireball(key))
  }, 120_000)
  afterAll(() => worker?.stop())

  test.for(SHORT)(
    '%s: every event arrives, and counts once (seed %i)',
    { timeout: 120_000 },
    async ([name, seed], { skip }) => {
      if (absence) return skip(`${engine} cannot be had here: ${absence}`)
      if (!worker) throw new Error(`${engine} did not start`)
      const { broken, accepted, lost, duplicated, copiesAlive, preflights } = await carryThrough(
        worker,
        name,
        seed,
      )
      expect({ broken, lost, duplicated, copiesAlive, preflights }).toEqual({
        broken: undefined,
        lost: [],
        duplicated: 0,
        copiesAlive: 0,
        preflights: 0,
      })
      expect(accepted).toBeGreaterThan(0)
    },
  )
})
