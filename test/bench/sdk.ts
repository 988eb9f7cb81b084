import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { quantile } from '@fireball/core'
import type { Browser } from 'playwright-core'
import type { Bench, BenchLine } from '../../scripts/bench.ts'
import { launchChromium } from '../../scripts/browser.ts'
import { type EngineName, ensureEngine } from '../../scripts/browser-process.ts'
import { CLOCKS } from '../sdk-faults/clock.ts'
import { type Contestant, fireball } from '../sdk-faults/contestant.ts'
import {
  batchSize,
  countCpu,
  heap,
  longTasks,
  type Measure,
  onFreshPage,
  scriptCpu,
  trackTimes,
  trackTimesPending,
} from '../sdk-faults/cost.ts'
import { fuzz } from '../sdk-faults/fuzz.ts'
import { EXTENT, type Extent, type Options, type Part, parseOptions } from '../sdk-faults/options.ts'
import {
  describe,
  reportBeside,
  reportClocks,
  reportHandovers,
  reportKills,
  reportVerdicts,
  type Theirs,
} from '../sdk-faults/report.ts'
import { loadRivals, type Opponent } from '../sdk-faults/rivals.ts'
import { HANDOVER, KILL, SCENARIOS } from '../sdk-faults/scenarios.ts'
import { type Snapshot, takeSnapshot } from '../sdk-faults/snapshot.ts'
import { openCollector } from '../sdk-faults/store.ts'
import { isBad, type Plan, planOf, runPlans, startWorker } from '../sdk-faults/suite.ts'
import type { Scenario, Verdict } from '../sdk-faults/trial.ts'

/** What has not come by then is lost; for ours in the same trials too. RudderStack takes over after 10 s. */
const RIVAL_PATIENCE_MS = 20_000
/** Scenarios in which rivals are run as well: where they were found to lose. */
const IS_HARD_FOR_RIVALS = /crash|reload|2–6 tabs|bursts|429/

type Report = (line: BenchLine) => void

const say = (line: string) => console.error(line)

const ourVersion = async (snapshot: Snapshot): Promise<string> => {
  const [script] = snapshot.outputs.get('script') ?? []
  return script ? `${script.contents.length} bytes` : 'nothing'
}

const gzipOf = (contents: Uint8Array): number => gzipSync(contents, { level: 9 }).length

/** The artefacts that a page loads first; each that the build gives. */
const reportSizes = (report: Report, { outputs }: Snapshot, opponents: readonly Opponent[]) => {
  const find = (name: string) =>
    [...outputs.values()].flat().find(({ path }) => basename(path) === name)?.contents
  const script = find('fireball.js')
  const tracker = find('fireball-tracker.js')
  const snippet = find('snippet.js')
  const theirs = (pattern: RegExp): readonly Theirs[] =>
    opponents
      .filter(({ contestant }) => pattern.test(contestant.name))
      .map(({ contestant, gzip }) => ({ name: contestant.name, value: gzip }))
  const line = (metric: string, contents: Uint8Array | undefined, rivals: readonly Theirs[]) => {
    if (contents) reportBeside(report, { metric, value: gzipOf(contents), unit: 'bytes' }, rivals)
    else say(`${metric}: the build gives no such file yet`)
  }
  line('sdk.tracker.gzip', tracker, theirs(/snowplow|plausible/))
  line('sdk.gzip', script, theirs(/./))
  line('sdk.loader.gzip', snippet, [])
}

const median = (values: readonly number[]): number => quantile(values, 0.5) ?? Number.NaN

const nameOf = (contestant: Contestant) => contestant.name

/** The same measurement for us and each rival; one that fails is said, and left out. */
const besides = async (
  opponents: readonly Opponent[],
  measure: (contestant: Contestant) => Promise<number>,
): Promise<readonly Theirs[]> => {
  const figures: Theirs[] = []
  for (const { contestant } of opponents) {
    try {
      const value = await measure(contestant)
      if (Number.isFinite(value)) figures.push({ name: nameOf(contestant), value })
      else say(`${contestant.name}: no figure`)
    } catch (error) {
      say(`${contestant.name}: ${error instanceof Error ? error.message.slice(0, 200) : error}`)
    }
  }
  return figures
}

interface Bed {
  readonly browser: Browser
  readonly origin: string
  readonly ours: Contestant
  readonly opponents: readonly Opponent[]
  readonly extent: Extent
  readonly report: Report
}

const onPage = (bed: Bed, contestant: Contestant) => {
  const origin = contestant === bed.ours ? bed.origin : undefined
  return <T>(measure: Measure<T>) => onFreshPage(bed.browser, contestant, origin, measure)
}

const reportWire = async (bed: Bed) => {
  const { report, ours, opponents } = bed
  const size = await onPage(bed, ours)(batchSize(ours))
  const perEvent = (bytes: number, events: number) => bytes / Math.max(1, events)
  const rivals = await besides(opponents, async contestant => {
    const { bytes, events } = await onPage(bed, contestant)(batchSize(contestant))
    return events === 0 ? Number.NaN : bytes / events
  })
  const line = (metric: string, bytes: number, theirs: readonly Theirs[] = []) =>
    reportBeside(
      report,
      { metric: `sdk.wire_bytes_per_event${metric}`, value: perEvent(bytes, size.events), unit: 'bytes' },
      theirs,
    )
  line('', size.bytes, rivals)
  line('.plain', size.plainBytes)
  line('.gzip', gzipOf(size.body))
  report({ metric: 'sdk.preflights', value: size.preflights, unit: 'requests' })
}

const reportTrack = async (bed: Bed) => {
  const { report, ours, opponents } = bed
  // Each of three fresh pages gives a median; a machine that is busy with something else spoils one, not two.
  const timesOf = async (contestant: Contestant, rounds: number) => {
    const all: (readonly number[])[] = []
    for (let i = 0; i < rounds; i++) all.push(await onPage(bed, contestant)(trackTimes(contestant)))
    return all
  }
  const p = (all: readonly (readonly number[])[], at: number) =>
    median(all.map(times => quantile(times, at) ?? Number.NaN))
  const own = await timesOf(ours, 3)
  const theirs = new Map<string, readonly (readonly number[])[]>()
  const p50 = await besides(opponents, async contestant => {
    const all = await timesOf(contestant, 1)
    theirs.set(contestant.name, all)
    return p(all, 0.5)
  })
  const p95 = [...theirs].map(([name, all]) => ({ name, value: p(all, 0.95) }))
  reportBeside(report, { metric: 'sdk.track_us.p50', value: p(own, 0.5), unit: 'µs' }, p50)
  reportBeside(report, { metric: 'sdk.track_us.p95', value: p(own, 0.95), unit: 'µs' }, p95)
  const pending: (readonly number[])[] = []
  for (let i = 0; i < 3; i++) pending.push(await onPage(bed, ours)(trackTimesPending(ours)))
  reportBeside(report, { metric: 'sdk.track_us.p50_at_5000_pending', value: p(pending, 0.5), unit: 'µs' })
  const long: number[] = []
  for (let i = 0; i < 3; i++) long.push(await onPage(bed, ours)(longTasks(ours)))
  reportBeside(report, { metric: 'sdk.long_tasks', value: median(long), unit: 'tasks' })
}

/** Loads of all contestants and of a blank page in turn, so that all meet the same machine. */
const reportLoads = async (bed: Bed) => {
  const { report, ours, opponents, browser, extent } = bed
  const field = [undefined, ours, ...opponents.map(({ contestant }) => contestant)]
  const cpu = new Map<Contestant | undefined, number[]>()
  const kept = new Map<Contestant | undefined, number[]>()
  const note = (to: typeof cpu, contestant: Contestant | undefined, value: number) =>
    to.set(contestant, [...(to.get(contestant) ?? []), value])
  for (let i = 0; i < extent.loads; i++)
    for (const contestant of field) {
      const origin = contestant === ours ? bed.origin : undefined
      try {
        note(cpu, contestant, await onFreshPage(browser, contestant, origin, scriptCpu, countCpu))
        if (i < 5) note(kept, contestant, await onFreshPage(browser, contestant, origin, heap))
      } catch (error) {
        if (contestant === undefined || contestant === ours) throw error
        say(`${contestant.name}: ${error instanceof Error ? error.message.slice(0, 200) : error}`)
      }
    }
  for (const [metric, unit, all] of [
    ['sdk.boot_cpu_ms', 'ms', cpu],
    ['sdk.heap_kb', 'KB', kept],
  ] as const) {
    const over = (contestant: Contestant) =>
      median(all.get(contestant) ?? []) - median(all.get(undefined) ?? [])
    const rivals = opponents.flatMap(({ contestant }) => {
      const value = over(contestant)
      return Number.isFinite(value) ? [{ name: contestant.name, value }] : []
    })
    reportBeside(report, { metric, value: over(ours), unit }, rivals)
  }
}

const runEngine = async (
  engine: EngineName,
  part: string,
  scenarios: readonly Scenario[],
  count: number,
  { seed, workers, script, only }: Pick<Options, 'seed' | 'workers' | 'script' | 'only'>,
  snapshot: Snapshot,
): Promise<readonly Verdict[]> => {
  const plans: Plan[] = Array.from({ length: count }, (_, i) => planOf(scenarios, seed + i))
  say(`${part}, ${engine}: ${count} trials from seed ${seed}`)
  return runPlans(plans, () => startWorker(engine, snapshot.collector, key => fireball(key, { script })), {
    workers,
    onVerdict(verdict) {
      if (isBad(verdict)) say(describe(engine, part, verdict, only))
    },
  })
}

/** Why an engine cannot be had on this machine; undefined when it can. */
const whyNot = async (engine: EngineName): Promise<string | undefined> => {
  try {
    await ensureEngine(engine)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`
  }
}

const reportRivalLosses = async (
  report: Report,
  snapshot: Snapshot,
  opponents: readonly Opponent[],
  { seed, workers, extent, only }: Options,
) => {
  const scenarios = SCENARIOS.filter(({ name }) => IS_HARD_FOR_RIVALS.test(name) && name.includes(only))
  const lost: Theirs[] = []
  const copies: Theirs[] = []
  const early: Theirs[] = []
  const count = scenarios.length * extent.rivalTrials
  for (const { contestant } of opponents) {
    const plans = Array.from({ length: count }, (_, i) => planOf(scenarios, seed + i))
    say(`rivals, ${contestant.name}: ${count} trials from seed ${seed}`)
    const all = await runPlans(
      plans,
      () => startWorker('chromium', snapshot.collector, () => contestant, false),
      { workers, patienceMs: RIVAL_PATIENCE_MS, onVerdict() {} },
    )
    const { name } = contestant
    const sum = (of: (verdict: Verdict) => number) => all.reduce((total, one) => total + of(one), 0)
    const accepted = sum(one => one.accepted)
    lost.push({ name: `${name} (of ${accepted} events)`, value: sum(one => one.lost.length) })
    copies.push({ name, value: sum(one => one.copies + one.copiesAlive) })
    early.push({ name, value: sum(({ figures }) => figures.early ?? 0) })
  }
  const plans = Array.from({ length: count }, (_, i) => planOf(scenarios, seed + i))
  const ours = await runPlans(
    plans,
    () => startWorker('chromium', snapshot.collector, key => fireball(key)),
    { workers, patienceMs: RIVAL_PATIENCE_MS, onVerdict() {} },
  )
  const sum = (of: (verdict: Verdict) => number) => ours.reduce((total, one) => total + of(one), 0)
  const line = (metric: string, unit: string, value: number, theirs: readonly Theirs[]) =>
    reportBeside(report, { metric, value, unit }, theirs)
  line(
    'sdk.same_trials.lost',
    'events',
    sum(one => one.lost.length),
    lost,
  )
  line(
    'sdk.same_trials.copies',
    'copies',
    sum(one => one.copies + one.copiesAlive),
    copies,
  )
  line(
    'sdk.same_trials.early_retries',
    'requests',
    sum(({ figures }) => figures.early ?? 0),
    early,
  )
}

const opponentsOf = async (part: string): Promise<readonly Opponent[]> => {
  try {
    return (await loadRivals()).filter(({ contestant }) => contestant.name.includes(part))
  } catch (error) {
    say(`No rivals in this run. ${error instanceof Error ? error.message : error}`)
    return []
  }
}

const perform = async (report: Report, options: Options): Promise<void> => {
  const { parts, engines, extent, seed, only } = options
  say(`sdk: seed ${seed}`)
  const snapshot = await takeSnapshot()
  try {
    const needsRivals = ['size', 'wire', 'cost', 'rivals'].some(part => parts.has(part as Part))
    const opponents = needsRivals ? await opponentsOf(options.rival) : []
    say(`the script under test: ${await ourVersion(snapshot)}`)
    if (parts.has('size')) reportSizes(report, snapshot, opponents)
    if (parts.has('wire') || parts.has('cost')) {
      const collector = await openCollector(snapshot.collector)
      const browser = await launchChromium()
      const bed = {
        browser,
        origin: collector.origin() ?? '',
        ours: fireball(collector.key, { script: options.script }),
        opponents,
        extent,
        report,
      }
      try {
        if (parts.has('wire')) await reportWire(bed)
        if (parts.has('cost')) {
          await reportLoads(bed)
          await reportTrack(bed)
        }
      } finally {
        await browser.close()
        await collector.stop()
      }
    }
    const scenarios = SCENARIOS.filter(({ name }) => name.includes(only))
    if (scenarios.length === 0)
      throw new Error(`--only ${only}: there are ${SCENARIOS.map(({ name }) => name).join('; ')}`)
    for (const engine of engines) {
      const wants = (['faults', 'kill', 'handover', 'clock', 'fuzz'] as const).some(part => parts.has(part))
      if (!wants) break
      const reason = await whyNot(engine)
      if (reason !== undefined) {
        say(`${engine} is left out: ${reason}`)
        report({ metric: `sdk.trials.${engine}`, value: 0, unit: 'trials' })
        continue
      }
      const many = (part: Part, list: readonly Scenario[], count: number) =>
        runEngine(engine, part, list, count, options, snapshot)
      if (parts.has('faults')) reportVerdicts(report, engine, await many('faults', scenarios, extent.trials))
      if (parts.has('kill')) reportKills(report, engine, await many('kill', [KILL], extent.kills))
      if (parts.has('handover'))
        reportHandovers(report, engine, await many('handover', [HANDOVER], extent.handovers))
      if (engine !== engines[0]) continue
      if (parts.has('clock'))
        reportClocks(report, await many('clock', CLOCKS, CLOCKS.length * extent.clockRounds))
      if (parts.has('fuzz')) {
        const { track } = fireball('')
        const verdicts = await many('fuzz', [fuzz(extent.calls, track, true)], 1)
        const of = (name: string) =>
          verdicts.reduce((total, { figures }) => total + (figures[name] ?? Number.NaN), 0)
        const value = of('throws') + of('rejections') + of('noise') + of('polluted')
        report({ metric: 'sdk.fuzz_throws', value, unit: 'throws' })
        const neighbours = verdicts.reduce((total, { lost }) => total + lost.length, 0)
        report({ metric: 'sdk.fuzz_neighbour_losses', value: neighbours, unit: 'events' })
      }
    }
    if (parts.has('rivals')) await reportRivalLosses(report, snapshot, opponents, options)
  } finally {
    await snapshot.delete()
  }
}

/** Every figure of the tracking SDK: bytes, cost, and what is left after faults in three engines. */
export const run: Bench = report => perform(report, parseOptions(EXTENT.bench))

/** The same at length. */
export const soak: Bench = report => perform(report, parseOptions(EXTENT.soak))
