import type { Fault } from './gate.ts'
import { TELLS_UNSAVED } from './host.ts'
import type { Page, Scenario, Stage } from './trial.ts'

/** Ways in which a page ends by itself, in the very task. */
const ENDINGS = [
  'location.href = "about:blank"',
  'window.close()',
  'location.reload()',
  'location.href = "/plain"',
] as const

const OUTAGES: readonly [Fault, ...Fault[]] = [
  { kind: 'status', status: 503 },
  { kind: 'status', status: 500 },
  { kind: 'refuse' },
  { kind: 'hang-up' },
  { kind: 'lose-answer' },
]

/** The collector does not answer, or not as it should. */
const breakDown = ({ dice, gate }: Stage) => gate.fault(dice.pick(OUTAGES))

/** Visitors do things before what the trial is about. */
const warmUp = async ({ dice, pause }: Stage, page: Page) => {
  if (dice.roll() < 0.5) return
  await page.track(dice.between(1, 5))
  await pause(dice.between(0, 700))
}

const sameTaskClose: Scenario = {
  name: 'same-task close',
  async run(stage) {
    const { dice, gate, pause } = stage
    if (dice.roll() < 0.3) await gate.fault({ kind: 'up', latencyMs: dice.between(20, 300) })
    const page = await stage.open()
    await warmUp(stage, page)
    await page.trackAnd(dice.between(1, 30), dice.pick(ENDINGS))
    await pause(dice.between(100, 600))
  },
}

const heavyClose: Scenario = {
  name: '120 KB at close',
  async run(stage) {
    const { dice, pause } = stage
    const page = await stage.open()
    await warmUp(stage, page)
    const bytes = dice.pick([300, 1000, 1300, 4000, 12_000])
    await page.trackAnd(Math.ceil(120_000 / bytes), dice.pick(ENDINGS), bytes)
    await pause(dice.between(100, 600))
  },
}

const crash: Scenario = {
  name: 'renderer crash, collector down',
  async run(stage) {
    const { dice, pause } = stage
    const page = await stage.open()
    await page.arm()
    await warmUp(stage, page)
    await breakDown(stage)
    for (let i = dice.between(1, 3); i > 0; i--) {
      await page.track(dice.between(1, 30), dice.pick([0, 0, 500]))
      await pause(dice.pick([0, 5, 50, 300, 1200]))
    }
    await page.crash()
  },
}

const reloads: Scenario = {
  name: '503 or refused, with reload',
  async run(stage) {
    const { dice, pause } = stage
    const page = await stage.open()
    await warmUp(stage, page)
    await breakDown(stage)
    for (let i = dice.between(1, 3); i > 0; i--) {
      await page.track(dice.between(1, 20), dice.pick([0, 0, 800]))
      await pause(dice.between(0, 900))
      await page.reload()
      await pause(dice.between(0, 300))
    }
    await page.track(dice.between(0, 10))
  },
}

const tabs: Scenario = {
  name: '2–6 tabs in an outage, random kills',
  async run(stage) {
    const { dice, pause } = stage
    const pages: Page[] = []
    for (let i = dice.between(2, 6); i > 0; i--) {
      const page = await stage.open()
      await page.arm()
      pages.push(page)
    }
    await breakDown(stage)
    const survivors = dice.between(0, 1)
    for (let round = dice.between(2, 10); round > 0 || pages.length > survivors; round--) {
      const at = dice.between(0, pages.length - 1)
      const page = pages[at]
      if (!page) break
      await page.track(dice.between(1, 60), dice.pick([0, 0, 0, 400]))
      await pause(dice.between(0, 250))
      if (round > 0 && dice.roll() < 0.5) continue
      if (pages.length <= survivors) break
      pages.splice(at, 1)
      const way = dice.roll()
      if (way < 0.4) await page.crash()
      else if (way < 0.7) await page.shut()
      else await page.trackAnd(dice.between(1, 10), dice.pick(ENDINGS))
    }
    await pause(dice.between(0, 500))
  },
}

const burst: Scenario = {
  name: 'bursts of 500',
  stays: true,
  async run(stage) {
    const { dice, gate, pause } = stage
    if (dice.roll() < 0.5) await gate.fault({ kind: 'up', latencyMs: dice.between(20, 400) })
    const page = await stage.open()
    await warmUp(stage, page)
    await page.track(500, dice.pick([0, 0, 300]))
    await pause(dice.pick([0, 50, 400, 1500]))
    await page.track(500, dice.pick([0, 0, 300]))
  },
}

const retryAfter: Scenario = {
  name: '429 with Retry-After',
  async run(stage) {
    const { dice, gate, pause, figures } = stage
    const retryAfterS = dice.between(1, 3)
    const pages: Page[] = []
    for (let i = dice.between(1, 3); i > 0; i--) pages.push(await stage.open())
    await gate.fault({ kind: 'status', status: dice.pick([429, 429, 503]), retryAfterS })
    const before = gate.arrivals.length
    const [first] = pages
    await first?.track(dice.between(1, 20))
    while (gate.arrivals.length === before) await pause(20)
    const from = gate.arrivals.length
    const answer = gate.arrivals[before]
    while (answer?.answeredAt === undefined) await pause(5)
    // What left before the answer could be read is no breach.
    const opensAt = answer.answeredAt + retryAfterS * 1000
    for (const page of pages) {
      await page.track(dice.between(1, 20))
      await pause(dice.between(0, 300))
      const way = dice.roll()
      if (way < 0.25) await page.reload()
      else if (way < 0.4) await page.trackAnd(dice.between(1, 5), dice.pick(ENDINGS))
    }
    if (dice.roll() < 0.4) await stage.open().then(page => page.track(3))
    while (performance.now() < opensAt) await pause(50)
    figures.early = gate.arrivals
      .slice(from)
      .filter(({ at }) => at > (answer.answeredAt ?? 0) + 50 && at < opensAt - 50).length
  },
}

const killCollector: Scenario = {
  name: 'collector kill -9',
  needsCollector: true,
  async run(stage) {
    const { dice, pause, collector } = stage
    const page = await stage.open()
    await page.track(dice.between(1, 200))
    await pause(dice.between(0, 600))
    await page.track(dice.between(1, 200))
    await pause(dice.between(0, 350))
    await collector?.kill()
    await page.track(dice.between(1, 50))
    await pause(dice.between(0, 800))
    const way = dice.roll()
    if (way < 0.3) await page.reload()
    else if (way < 0.6) await page.trackAnd(dice.between(1, 10), dice.pick(ENDINGS))
    await collector?.restart()
  },
}

/** The host has filled its own storage, and the browser grants no more to databases either. */
const FULL = `<script>
  try { for (let size = 4 << 20; size > 0; size >>= 1)
    try { for (let i = 0; i < 9; i++) localStorage.setItem('host' + size + i, 'x'.repeat(size)) } catch {} } catch {}
  for (const name of ['put', 'add']) IDBObjectStore.prototype[name] = () => {
    throw new DOMException('Full', 'QuotaExceededError')
  }
</script>`

/** An opaque origin: the browser itself denies it all storage. */
const DENIED = { headers: { 'content-security-policy': 'sandbox allow-scripts allow-popups' } }

const withoutStorage = (name: string, site: NonNullable<Scenario['site']>): readonly Scenario[] => [
  {
    name: `${name}, the page lives`,
    stays: true,
    site,
    async run(stage) {
      const { dice, gate, pause } = stage
      const page = await stage.open()
      await warmUp(stage, page)
      if (dice.roll() < 0.5) await breakDown(stage)
      for (let i = dice.between(1, 4); i > 0; i--) {
        await page.track(dice.between(1, 80), dice.pick([0, 0, 800]))
        await pause(dice.between(0, 600))
      }
      await gate.fault({ kind: 'up' })
    },
  },
  {
    name: `${name}, ≤ 64 KB at close`,
    site,
    async run(stage) {
      const { dice, pause } = stage
      const page = await stage.open()
      await warmUp(stage, page)
      await pause(600)
      const bytes = dice.pick([0, 100, 1000, 4000])
      // 50 KB of what the host says; the rest of the 64 KB is for what each event carries besides.
      const most = Math.min(40, Math.floor(50_000 / (bytes + 200)))
      await page.trackAnd(dice.between(1, most), dice.pick(ENDINGS), bytes)
      await pause(dice.between(200, 700))
    },
  },
]

const kill: Scenario = {
  name: 'browser SIGKILL',
  async run(stage) {
    const { dice, pause } = stage
    const page = await stage.open()
    await warmUp(stage, page)
    await breakDown(stage)
    await page.track(dice.between(1, 30), dice.pick([0, 0, 500]))
    await pause(dice.between(250, 900))
    await stage.killBrowser()
  },
}

/** Time from a tab's death to its events leaving by another. */
const handover: Scenario = {
  name: 'handover',
  async run(stage) {
    const { dice, gate, pause, figures } = stage
    const heir = dice.roll() < 0.5 ? await stage.open() : undefined
    const dying = await stage.open()
    const other = heir ?? (await stage.open())
    await dying.arm()
    await pause(700)
    // The dying tab is the one in view, or the other is.
    await dying.track(dice.between(1, 20))
    await pause(dice.between(0, 60))
    const before = gate.arrivals.length
    const isAlready = gate.arrivals.some(({ events }) =>
      events.some(({ key }) => key.startsWith(`${dying.name}:`)),
    )
    const from = performance.now()
    await dying.crash()
    const find = () =>
      gate.arrivals
        .slice(before)
        .find(({ events }) => events.some(({ key }) => key.startsWith(`${dying.name}:`)))
    while (!find() && performance.now() - from < 15_000) await pause(5)
    const arrival = find()
    if (!isAlready) figures.handoverMs = arrival ? arrival.at - from : 15_000
    await other.track(1)
  },
}

/** More than any browser lets a page that closes hand on: what is lost is as much as the SDK said. */
const beyondGrant: Scenario = {
  name: 'storage denied, > 64 KB at close',
  tellsLosses: true,
  site: () => ({ ...DENIED, before: TELLS_UNSAVED }),
  async run(stage) {
    const { dice, pause } = stage
    const page = await stage.open()
    await warmUp(stage, page)
    await pause(600)
    const bytes = dice.pick([300, 1000, 4000])
    await page.trackAnd(Math.ceil(dice.between(70_000, 300_000) / bytes), dice.pick(ENDINGS), bytes)
    await pause(dice.between(200, 700))
  },
}

/** Every way in which nothing may be lost. */
export const SCENARIOS: readonly Scenario[] = [
  sameTaskClose,
  heavyClose,
  crash,
  reloads,
  tabs,
  burst,
  retryAfter,
  killCollector,
  ...withoutStorage('storage full', () => ({ before: FULL })),
  ...withoutStorage('storage denied', () => DENIED),
  beyondGrant,
]

/** Counted apart: a kill is about what the disk has, a handover about time. */
export const KILL = kill
export const HANDOVER = handover
