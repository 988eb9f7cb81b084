import type { Program } from '@fireball/core'
import { createBrowser, type Showing } from './tabs.ts'

const MINUTE = 60_000

/** Everything that takes a turn: nudges on the way, messages of each kind, with caps of their own. */
const program: Program = {
  format: 1,
  name: 'Kites',
  signals: [{ key: 'flown', name: 'Flown', on: { event: 'Kite Flown' } }],
  checklists: [],
  skills: [{ key: 'fly', name: 'Fly', why: 'It is fun.', shownBy: ['flown'] }],
  features: [],
  prompts: [],
  nudges: [{ key: 'learn', serves: { skill: 'fly' }, text: { title: 'Fly one' }, metric: 'flights' }],
  messages: [
    { key: 'news', surface: 'banner', metric: 'm', text: { title: 'News' }, priority: 1 },
    { key: 'hello', surface: 'modal', metric: 'm', text: { title: 'Hello' } },
    {
      key: 'ask',
      surface: 'survey',
      metric: 'm',
      audience: { 'events.flown.count': { $gte: 1 } },
      questions: [{ key: 'how', kind: 'csat', title: 'How was it?' }],
    },
    { key: 'tip', surface: 'toast', metric: 'm', text: { title: 'Tip' }, caps: { perDay: 2, total: 4 } },
  ],
}

/** What the program allows of each: in all, and within a day. */
const ALLOWED: Readonly<Record<string, readonly [total: number, perDay: number]>> = {
  learn: [3, 1],
  news: [3, 1],
  hello: [1, 1],
  ask: [2, 1],
  tip: [4, 2],
}
const REST = 15 * MINUTE
const DAY = 24 * 60 * MINUTE

/** Showings that no single tab would have made: over a cap, or while another has just taken the person's attention. */
export const doublesIn = (showings: readonly Showing[]): readonly Showing[] =>
  showings.filter((one, index) => {
    const before = showings.slice(0, index)
    const own = before.filter(each => each.key === one.key)
    const [total = 1, perDay = 1] = ALLOWED[one.key] ?? []
    return (
      own.length >= total ||
      own.filter(each => one.at - each.at < DAY).length >= perDay ||
      before.some(each => one.at - each.at < REST)
    )
  })

/** One person's random hours in up to six tabs of two windows: what of it was shown twice. */
export const runSchedule = async (seed: number, isLocked = true): Promise<readonly Showing[]> => {
  const browser = createBrowser(program, seed, isLocked)
  const { random } = browser
  const tabs: Awaited<ReturnType<typeof browser.open>>[] = []
  let count = 0
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const show = (tab: (typeof tabs)[number]) => {
    for (const other of tabs) if (other.window === tab.window && other !== tab) other.turn(false)
    tab.turn(true)
  }
  const openOne = async () => {
    const window = Math.floor(random() * 2)
    for (const other of tabs) if (other.window === window) other.turn(false)
    tabs.push(await browser.open(count++, window))
  }
  for (let at = 0; at < 4; at++) await openOne()
  for (let step = 0; step < 24; step++) {
    const tab = pick(tabs)
    const act = random()
    if (act < 0.12 && tabs.length < 6) await openOne()
    else if (tab === undefined) await openOne()
    else if (act < 0.4) show(tab)
    else if (act < 0.5) tab.track('Kite Flown', { outcome: 'success', context: `${step}` })
    else if (act < 0.62) tab.report('dismissed', random() < 0.3 ? 'later' : 'close')
    else if (act < 0.68) tab.report('clicked', 'action')
    else if (act < 0.7) tab.report('stopped')
    else if (act < 0.8) tab.sleep()
    else if (act < 0.9 && tabs.length > 1) {
      tab.end(random() < 0.4)
      tabs.splice(tabs.indexOf(tab), 1)
      const next = pick(tabs.filter(one => one.window === tab.window))
      if (next) show(next)
    }
    // From the same moment to hours: what races, races in milliseconds.
    await browser.pass(
      random() < 0.6 ? random() * 120 : random() < 0.7 ? random() * 20 * MINUTE : random() * 9 * 60 * MINUTE,
    )
  }
  for (const tab of tabs) tab.end(true)
  return doublesIn(browser.showings)
}
