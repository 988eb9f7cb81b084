import type { Browser, CDPSession, Page } from 'playwright-core'

import { type Contestant, EVENT } from './contestant.ts'
import { type Gate, openGate } from './gate.ts'
import { openHost } from './host.ts'

/** Opens one page of a contestant in a fresh context, and measures there. */
export type Measure<T> = (page: Page, cdp: CDPSession, gate: Gate) => Promise<T>

/** Timers tell 5 µs apart only in a page that is isolated from others. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

const READY_MS = 15_000

/** Asks by the debugger alone: Playwright's own waiting loads half a megabyte of script into the page. */
const untilReady = async (cdp: CDPSession, { name, ready }: Contestant): Promise<void> => {
  const deadline = performance.now() + READY_MS
  for (;;) {
    const { result } = await cdp.send('Runtime.evaluate', { expression: ready, returnByValue: true })
    if (result.value === true) return
    if (performance.now() > deadline) throw new Error(`${name} did not come up`)
    await new Promise(settle => setTimeout(settle, 200))
  }
}

/** Without a contestant the page is blank. */
export const onFreshPage = async <T>(
  browser: Browser,
  contestant: Contestant | undefined,
  collector: string | undefined,
  measure: Measure<T>,
  beforeLoad: (cdp: CDPSession) => Promise<unknown> = async () => {},
): Promise<T> => {
  const gate = contestant && (await openGate(contestant, () => collector))
  const host = await openHost({
    head: gate && contestant ? contestant.head(gate.origin) : '',
    headers: ISOLATED,
  })
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await beforeLoad(cdp)
    await page.goto(`${host.origin}/`)
    if (contestant) await untilReady(cdp, contestant)
    return await measure(page, cdp, gate ?? NO_GATE)
  } finally {
    await context.close()
    await host.close()
    await gate?.close()
  }
}

const NO_GATE: Gate = {
  origin: '',
  arrivals: [],
  preflights: () => 0,
  fault: async () => {},
  close: async () => {},
}

/** How long calls take, in µs: so many tasks, a few calls in each. */
const timeCalls = (page: Page, { track }: Contestant, tasks: number): Promise<number[]> =>
  page.evaluate(`(async () => {
    const track = ${track}
    const times = []
    for (let task = 0; task < ${tasks}; task++) {
      for (let i = 0; i < 5; i++) {
        const from = performance.now()
        track('${EVENT}', { tab: 'cost', i: task * 5 + i, plan: 'team' })
        times.push((performance.now() - from) * 1000)
      }
      await new Promise(settle => setTimeout(settle, 4))
    }
    return times
  })()`)

/** `track()` on a page that has come to rest, with the collector there. */
export const trackTimes =
  (contestant: Contestant): Measure<readonly number[]> =>
  async page => {
    await page.waitForTimeout(800)
    return timeCalls(page, contestant, 100)
  }

/** The same while 5,000 events wait for a collector that fails. */
export const trackTimesPending =
  (contestant: Contestant): Measure<readonly number[]> =>
  async (page, _, gate) => {
    await gate.fault({ kind: 'status', status: 503 })
    await page.evaluate(`(async () => {
      const track = ${contestant.track}
      for (let i = 0; i < 5000; i++) {
        track('${EVENT}', { tab: 'pile', i })
        if (i % 50 === 0) await new Promise(settle => setTimeout(settle, 2))
      }
    })()`)
    await page.waitForTimeout(1500)
    return timeCalls(page, contestant, 60)
  }

/** Script CPU until a second after the load, in ms, by the main thread's own clock. */
export const scriptCpu: Measure<number> = async (page, cdp) => {
  await page.waitForTimeout(1000)
  const { metrics } = await cdp.send('Performance.getMetrics')
  const of = (name: string) => metrics.find(metric => metric.name === name)?.value ?? 0
  return (of('ScriptDuration') + of('V8CompileDuration')) * 1000
}

/** For `scriptCpu`, before the load: time is what the thread was given, not what the clock says. */
export const countCpu = (cdp: CDPSession): Promise<unknown> =>
  cdp.send('Performance.enable', { timeDomain: 'threadTicks' })

/** Heap in use a second after the load and a collection, in KB. */
export const heap: Measure<number> = async (page, cdp) => {
  await page.waitForTimeout(1000)
  await cdp.send('HeapProfiler.enable')
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1024
}

/** Tasks of more than 50 ms in two bursts of 500 and a session of 5,000 events. */
export const longTasks =
  ({ track }: Contestant): Measure<number> =>
  page =>
    page.evaluate(`(async () => {
      const track = ${track}
      let count = 0
      new PerformanceObserver(list => { count += list.getEntries().length }).observe({ type: 'longtask' })
      const pause = ms => new Promise(settle => setTimeout(settle, ms))
      let i = 0
      for (let burst = 0; burst < 2; burst++) {
        for (let n = 0; n < 500; n++) track('${EVENT}', { tab: 'long', i: i++ })
        await pause(1500)
      }
      while (i < 6000) {
        for (let n = 0; n < 10; n++) track('${EVENT}', { tab: 'long', i: i++ })
        await pause(10)
      }
      await pause(2000)
      return count
    })()`)

/** One batch of ten small events as it crosses the wire. */
export interface BatchSize {
  readonly events: number
  readonly bytes: number
  readonly plainBytes: number
  readonly body: Buffer
  readonly preflights: number
}

/** The request with most of ten small events that are tracked in one task. */
export const batchSize =
  ({ track }: Contestant): Measure<BatchSize> =>
  async (page, _, gate) => {
    await page.waitForTimeout(1000)
    const from = gate.arrivals.length
    await page.evaluate(`{
      const track = ${track}
      for (let i = 0; i < 10; i++) track('${EVENT}', { tab: 'w', i })
    }`)
    for (let waited = 0; waited < 12_000; waited += 100) {
      const sent = gate.arrivals.slice(from).reduce((sum, { events }) => sum + events.length, 0)
      if (sent >= 10) break
      await page.waitForTimeout(100)
    }
    const own = gate.arrivals.slice(from).filter(({ events }) => events.length > 0)
    const sum = (of: (arrival: (typeof own)[number]) => number) =>
      own.reduce((total, one) => total + of(one), 0)
    return {
      events: sum(({ events }) => events.length),
      bytes: sum(({ bytes }) => bytes),
      plainBytes: sum(({ plainBytes }) => plainBytes),
      body: Buffer.concat(own.map(({ body }) => body)),
      preflights: gate.preflights(),
    }
  }
