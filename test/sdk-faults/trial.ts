import { type Contestant, EVENT } from './contestant.ts'
import { createDice, type Dice } from './dice.ts'
import type { Engine, Tab } from './engine.ts'
import { type Arrival, type Gate, openGate } from './gate.ts'
import { type Host, openHost, type Site } from './host.ts'
import type { Kept, TriedCollector } from './store.ts'

/** What one trial came to. */
export interface Verdict {
  readonly scenario: string
  readonly seed: number
  /** Events that `track()` took. */
  readonly accepted: number
  readonly lost: readonly string[]
  /** Events that count twice, in the store or in the evidence. */
  readonly duplicated: number
  /** Ends of a page times events that it could not know to be acknowledged: each may bring one more copy. */
  readonly unacknowledged: number
  /** Copies beyond the first that the collector took after such an end; a lost answer excuses one as well. */
  readonly copies: number
  /** Copies that nothing excuses. */
  readonly copiesAlive: number
  readonly preflights: number
  readonly ms: number
  /** Figures of the scenario's own. */
  readonly figures: Readonly<Record<string, number>>
  /** Why it could not be carried through; then nothing above counts. */
  readonly broken?: string
}

/** A page of a trial that tracks. */
export interface Page {
  readonly name: string
  readonly tab: Tab
  /** Tracks so many events in one task; settles when they are tracked. */
  track(count: number, textBytes?: number): Promise<void>
  /** Tracks and does something in the same task that ends the page. */
  trackAnd(count: number, ending: string, textBytes?: number): Promise<void>
  /** Loads the page again; it may come without the SDK when nothing listens. */
  reload(): Promise<void>
  shut(): Promise<void>
  /** The process is looked up first: `arm` before the time counts. */
  arm(): Promise<void>
  crash(): Promise<void>
}

/** What a scenario works with. */
export interface Stage {
  readonly dice: Dice
  readonly engine: Engine
  readonly gate: Gate
  readonly collector: TriedCollector | undefined
  readonly figures: Record<string, number>
  open(): Promise<Page>
  pause(ms: number): Promise<void>
  /** The whole browser is killed, and comes back on its profile. */
  killBrowser(): Promise<void>
  /** How many of the accepted events the collector has acknowledged or holds by now. */
  arrivedKeys(): ReadonlySet<string>
  /** An event that the scenario tracked by itself. */
  accept(key: string): void
  /** What the collector's store holds of this trial. */
  kept(): readonly Kept[]
}

/** A way to treat an SDK badly. What it leaves is counted after a revisit, unless a page still lives and `stays`. */
export interface Scenario {
  readonly name: string
  readonly site?: (dice: Dice) => Omit<Site, 'head'>
  /** The page must live to deliver: there is no revisit. */
  readonly stays?: boolean
  readonly needsCollector?: boolean
  /** What is lost is as much as the SDK told its page; that alone is no loss. */
  readonly tellsLosses?: boolean
  run(stage: Stage): Promise<void>
}

/** How long it may take until everything is there, after the last fault. */
const PATIENCE_MS = 40_000
/** Answers that came so shortly before an end may not have been noted down. */
const NOTING_MS = 250

const pause = (ms: number) => new Promise<void>(settle => setTimeout(settle, ms))

const inPage = (contestant: Contestant, tab: string, from: number, count: number, bytes: number): string =>
  `(() => {
    const track = ${contestant.track}
    if (!(${contestant.ready})) return false
    const text = ${bytes > 0 ? `'x'.repeat(${bytes})` : 'undefined'}
    const trueNow = window.trueNow
    for (let i = ${from}; i < ${from + count}; i++) {
      const properties = { tab: '${tab}', i }
      if (text) properties.text = text
      if (trueNow) properties.trueAt = trueNow()
      track('${EVENT}', properties)
    }
    window.trialCount = ${from + count}
    return true
  })()`

const countKeys = (arrivals: readonly Arrival[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>()
  for (const { events } of arrivals) for (const { key } of events) times.set(key, (times.get(key) ?? 0) + 1)
  return times
}

/** Runs one scenario by one seed. */
export const runTrial = async (
  scenario: Scenario,
  seed: number,
  {
    engine,
    contestant,
    collector,
    patienceMs = PATIENCE_MS,
  }: {
    readonly engine: Engine
    readonly contestant: Contestant
    readonly collector: TriedCollector | undefined
    readonly patienceMs?: number
  },
): Promise<Verdict> => {
  const startedAt = performance.now()
  const dice = createDice(seed)
  const mark = collector?.mark() ?? 0
  const gate = await openGate(contestant, () => collector?.origin())
  const site = scenario.site?.(dice) ?? {}
  const host: Host = await openHost({ ...site, head: contestant.head(gate.origin) })
  const accepted = new Set<string>()
  const ends = new Map<string, number>()
  const figures: Record<string, number> = {}
  const pages = new Set<Page>()
  let opened = 0

  const acknowledgedBefore = (at: number): ReadonlySet<string> =>
    new Set(
      gate.arrivals
        .filter(({ status, answeredAt }) => status === 200 && answeredAt !== undefined && answeredAt < at)
        .flatMap(({ events }) => events.map(({ key }) => key)),
    )
  /** Called where a page ends: what it cannot know to be acknowledged may be sent once more. */
  const noteRisk = () => {
    const known = acknowledgedBefore(performance.now() - NOTING_MS)
    for (const key of accepted) if (!known.has(key)) ends.set(key, (ends.get(key) ?? 0) + 1)
  }
  const arrivedKeys = (): ReadonlySet<string> =>
    new Set(
      gate.arrivals
        .filter(({ status }) => Math.abs(status) === 200)
        .flatMap(({ events }) => events.map(({ key }) => key)),
    )
  const ready = async (tab: Tab, patience = 10_000): Promise<boolean> => {
    const deadline = performance.now() + patience
    while (performance.now() < deadline) {
      if (await tab.evaluate<boolean>(contestant.ready)) return true
      await pause(30)
    }
    return false
  }

  const open = async (): Promise<Page> => {
    const name = `t${opened++}`
    const tab = await engine.open(script => host.page(script))
    if (!(await ready(tab))) throw new Error(`${contestant.name} did not come up`)
    let count = 0
    let pid = 0
    const note = (more: number) => {
      for (let i = 0; i < more; i++) accepted.add(`${name}:${count + i}`)
      count += more
    }
    const page: Page = {
      name,
      tab,
      async track(more, bytes = 0) {
        const code = inPage(contestant, name, count, more, bytes)
        if (await tab.evaluate<boolean>(code)) note(more)
      },
      async trackAnd(more, ending, bytes = 0) {
        const code = inPage(contestant, name, count, more, bytes)
        await tab.fire(`${code}; ${ending}`)
        note(more)
        noteRisk()
      },
      async reload() {
        noteRisk()
        await tab.fire('location.reload()')
        await pause(50)
        await tab.arrived()
      },
      async shut() {
        noteRisk()
        pages.delete(page)
        await tab.shut()
      },
      async arm() {
        pid = await tab.process()
      },
      async crash() {
        noteRisk()
        pages.delete(page)
        await tab.crash(pid)
      },
    }
    pages.add(page)
    return page
  }

  const missing = (have: ReadonlySet<string>) => [...accepted].filter(key => !have.has(key))
  const keptKeys = () =>
    collector ? new Set(collector.keptSince(mark).map(({ key }) => key)) : arrivedKeys()

  const verdict = (broken?: string): Verdict => {
    const kept = collector?.keptSince(mark) ?? []
    const gone = missing(keptKeys())
    if (scenario.tellsLosses) Object.assign(figures, { gone: gone.length, told: host.unsaved() })
    const lost = scenario.tellsLosses && gone.length === host.unsaved() ? [] : gone
    const taken = countKeys(gate.arrivals.filter(({ status }) => Math.abs(status) === 200))
    // An answer that was lost on the way leaves the page as unsure as its end would.
    const unanswered = countKeys(gate.arrivals.filter(({ status }) => status === -200))
    let copies = 0
    let copiesAlive = 0
    for (const [key, times] of taken) {
      const more = times - 1 - Math.min(times - 1, unanswered.get(key) ?? 0)
      const excused = Math.min(more, ends.get(key) ?? 0)
      copies += excused
      copiesAlive += more - excused
    }
    const akeys = [...new Set(kept.map(({ akey }) => akey))]
    const twice = collector
      ? kept.length -
        new Set(kept.map(({ key }) => key)).size +
        Math.max(0, collector.counted(akeys) - collector.stored(akeys))
      : 0
    return {
      scenario: scenario.name,
      seed,
      accepted: accepted.size,
      lost,
      duplicated: twice,
      unacknowledged: [...ends.values()].reduce((sum, n) => sum + n, 0),
      copies,
      copiesAlive,
      preflights: gate.preflights(),
      ms: Math.round(performance.now() - startedAt),
      figures,
      ...(broken === undefined ? {} : { broken }),
    }
  }

  try {
    await scenario.run({
      dice,
      engine,
      gate,
      collector,
      figures,
      open,
      pause,
      arrivedKeys,
      accept: key => void accepted.add(key),
      kept: () => collector?.keptSince(mark) ?? [],
      async killBrowser() {
        noteRisk()
        pages.clear()
        await engine.kill()
        await engine.start()
      },
    })
    await collector?.restart()
    await gate.fault({ kind: 'up' })
    if (!scenario.stays) {
      const visitor = await engine.open(script => host.page(script))
      await ready(visitor)
    }
    const deadline = performance.now() + patienceMs
    const isDue = () => missing(arrivedKeys()).length > (scenario.tellsLosses ? host.unsaved() : 0)
    while (isDue() && performance.now() < deadline) await pause(100)
    // A second copy may be on its way.
    await pause(400)
    return verdict()
  } catch (error) {
    return verdict(error instanceof Error ? error.message : `${error}`)
  } finally {
    await engine.shutAll()
    await host.close()
    await gate.close()
    await collector?.restart()
  }
}
