import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineName } from '../../scripts/browser-process.ts'
import type { Contestant } from './contestant.ts'
import { type Engine, startEngine } from './engine.ts'
import { openCollector, type TriedCollector } from './store.ts'
import { runTrial, type Scenario, type Verdict } from './trial.ts'

/** A browser, with the collector that its trials meet, one trial after the other. */
export interface Worker {
  readonly engine: Engine
  readonly collector: TriedCollector
  run(scenario: Scenario, seed: number, patienceMs?: number | undefined): Promise<Verdict>
  stop(): Promise<void>
}

/** Starts a browser on a fresh profile and a collector on a fresh store; both last until `stop`. */
export const startWorker = async (
  name: EngineName,
  collectorEntry: string,
  contestantOf: (key: string) => Contestant,
  isReal = true,
): Promise<Worker> => {
  const profile = await mkdtemp(join(tmpdir(), `fireball-${name}-`))
  const collector = await openCollector(collectorEntry)
  const contestant = contestantOf(collector.key)
  const engine = await startEngine(name, profile).catch(async error => {
    await collector.stop()
    throw error
  })
  return {
    engine,
    collector,
    async run(scenario, seed, patienceMs) {
      const verdict = await runTrial(scenario, seed, {
        engine,
        contestant,
        collector: isReal ? collector : undefined,
        ...(patienceMs === undefined ? {} : { patienceMs }),
      })
      if (verdict.broken !== undefined) {
        await engine.kill()
        await engine.start()
      }
      return verdict
    },
    async stop() {
      await engine.stop()
      await collector.stop()
      // A browser that is ending may still write.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

/** One trial to be run: the seed alone fixes it. */
export interface Plan {
  readonly scenario: Scenario
  readonly seed: number
}

/** The scenario that a seed stands for, among these. */
export const planOf = (scenarios: readonly Scenario[], seed: number): Plan => {
  const scenario = scenarios[seed % scenarios.length]
  if (!scenario) throw new Error('There are no scenarios')
  return { scenario, seed }
}

/** Whether what was promised did not hold. */
export const isBad = ({ lost, duplicated, copiesAlive, figures, broken }: Verdict): boolean =>
  broken !== undefined || lost.length + duplicated + copiesAlive + (figures.early ?? 0) > 0

/** Runs plans on so many browsers at once; verdicts are told as they come. A broken trial is tried once more. */
export const runPlans = async (
  plans: readonly Plan[],
  start: () => Promise<Worker>,
  {
    workers = 2,
    patienceMs,
    onVerdict,
  }: {
    readonly workers?: number
    readonly patienceMs?: number
    onVerdict(verdict: Verdict): void
  },
): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = []
  const queue = [...plans]
  const work = async () => {
    const worker = await start()
    try {
      for (let plan = queue.shift(); plan; plan = queue.shift()) {
        let verdict = await worker.run(plan.scenario, plan.seed, patienceMs)
        if (verdict.broken !== undefined) verdict = await worker.run(plan.scenario, plan.seed, patienceMs)
        verdicts.push(verdict)
        onVerdict(verdict)
      }
    } finally {
      await worker.stop()
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, plans.length) }, work))
  return verdicts
}
