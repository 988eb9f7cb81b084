import './css/theme.css'
import './css/frame.css'
import './css/page.css'
import './css/table.css'
import './css/control.css'
import './css/paper.css'
import './css/presenter.css'
import type { Decision } from '@fireball/core'
import { render } from 'preact'
import { type App, createApp } from './app-state.ts'
import { FIRST_DAY, instantOf, STARTING_DAY } from './clock.ts'
import { Plume } from './plume.tsx'
import type { Conductor } from './presenter/bar.tsx'
import { CASES } from './presenter/cases.ts'
import { countedAt, type Moment } from './presenter/contrast.ts'
import { play } from './presenter/play.ts'
import { promptOnScreen } from './presenter/screen.ts'
import { createShow } from './presenter/show.ts'
import { createStage } from './presenter/stage.ts'
import type { Call } from './shop/call.ts'
import { introduce, tell, withTag } from './tag.ts'

const SAVED = 'plume'

const show = createShow()

const momentOf = (call: Call): Moment | undefined =>
  call.kind === 'lock'
    ? { kind: 'lock', feature: call.feature }
    : call.kind === 'quota' && call.used >= call.limit
      ? { kind: 'limit' }
      : undefined

const compareAt = (moment: Moment): void => {
  const { shop } = app.state()
  show.set({
    contrast: {
      counted: countedAt(moment, shop),
      console: `/console/demo/accounts/${encodeURIComponent(`g:${shop.id}`)}`,
      page: moment.kind === 'lock' || moment.kind === 'plans' ? location.hash : undefined,
    },
  })
}

const app: App = createApp({
  now: Date.now,
  newId: () => crypto.randomUUID().slice(0, 8),
  load() {
    try {
      return JSON.parse(localStorage.getItem(SAVED) ?? 'null')
    } catch {
      return null // storage denied, or not ours: a new shop
    }
  },
  save(state) {
    try {
      localStorage.setItem(SAVED, JSON.stringify(state))
    } catch {
      // Storage denied: the shop lives as long as the page.
    }
  },
  say(call, at) {
    withTag(tag => tell(tag, call, app.state().shop, at))
    const moment = momentOf(call)
    if (moment !== undefined) compareAt(moment)
  },
})

/** Unknown until the first decision: who comes back with all steps done has not just finished them. */
let isOnboarded: boolean | undefined

withTag(tag => {
  // Whatever the page tells and is shown, it is at the time on the demo's calendar.
  tag.clock(() => instantOf(app.state().daysAgo, Date.now()))
  introduce(tag, app.state().shop)
  tag.on('event', ({ event }) => show.onEvent(event))
  let latest: Decision | undefined
  const read = () => {
    if (latest) show.onDecision(latest, tag.progress.get(), promptOnScreen()?.title ?? '')
  }
  tag.on('decision', decision => {
    latest = decision
    read()
    // The words are drawn by the widget, which may first have to be loaded.
    for (const later of [80, 400, 1200]) setTimeout(read, later)
    const progress = tag.progress.get()
    const isComplete = progress.activations['first-newsletter']?.isComplete === true
    if (isComplete && isOnboarded === false) compareAt({ kind: 'onboarded' })
    isOnboarded = isComplete
  })
})

new PerformanceObserver(list => {
  for (const { name, duration } of list.getEntries()) {
    const { origin, pathname } = new URL(name)
    if (origin === location.origin && /^\/(v1\/|fireball|widget)/.test(pathname))
      show.onRequest(`${pathname} · ${Math.round(duration)} ms`)
  }
}).observe({ type: 'resource', buffered: true })

const startShop = (label: string, daysAgo: number): void => {
  isOnboarded = false
  show.set({ contrast: undefined, event: undefined, changes: [], requests: [], caption: '' })
  const shop = app.restart('Corner Bakery', daysAgo)
  withTag(tag => {
    tag.reset()
    introduce(tag, shop, label)
  })
}

let shownDay = app.state().daysAgo
app.subscribe(() => {
  const { daysAgo } = app.state()
  if (daysAgo === shownDay) return
  shownDay = daysAgo
  // Another day calls for another tip, perhaps.
  withTag(tag => tag.onNavigate())
})

let isStopped = false

const conductor: Conductor = {
  async playCase(key) {
    const one = CASES.find(found => found.key === key)
    if (one === undefined || show.scene().playing !== undefined) return
    isStopped = false
    location.hash = '#/'
    startShop(`Corner Bakery · ${one.title}`, FIRST_DAY)
    show.set({ playing: key })
    const stage = createStage(app, show, () => isStopped)
    await play(one, stage)
    stage.leave()
    show.set({ playing: undefined })
  },
  stop() {
    isStopped = true
  },
  nextDay() {
    const { daysAgo, shop } = app.state()
    app.setDay(daysAgo - 1)
    // A shop with a list gets a few sign-ups every night.
    if (shop.contacts > 0) app.act({ kind: 'add-contacts', source: 'form', count: 3 + (daysAgo % 5) })
  },
  reset() {
    app.restart('Corner Bakery', STARTING_DAY)
    location.hash = '#/'
    // A purged client is over for good: the page starts again with a new one.
    if (window.fireball === undefined) location.reload()
    else void window.fireball.purge().finally(() => location.reload())
  },
}

const onPage = (name: string): void => {
  withTag(tag => tag.page(name))
  const { contrast } = show.scene()
  if (contrast?.page !== undefined && contrast.page !== location.hash) show.set({ contrast: undefined })
  if (name === 'Plans' && app.state().shop.plan === 'free') compareAt({ kind: 'plans' })
}

const root = document.getElementById('app')
if (root !== null) render(<Plume app={app} show={{ ...show, ...conductor }} onPage={onPage} />, root)
