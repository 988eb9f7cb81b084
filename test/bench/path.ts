import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Program } from '@fireball/core'
import type { Page } from 'playwright-core'
import type { Bench } from '../../scripts/bench.ts'
import { launchChromium } from '../../scripts/browser.ts'
import { build } from '../../scripts/build.ts'
import { builtFolders, runCollector } from '../import/running-collector.ts'

const RUNS = 60
const PROJECT = 'path'

/** A program in which one event brings one nudge: the second skill is within reach once the first is shown. */
const program: Program = {
  format: 1,
  name: 'Path',
  signals: [
    { key: 'built', name: 'Built a report', on: { event: 'Report Built' } },
    { key: 'shared', name: 'Shared a report', on: { event: 'Report Shared' } },
  ],
  checklists: [],
  skills: [
    { key: 'build', name: 'Build a report', why: 'It answers a question.', shownBy: ['built'] },
    {
      key: 'share',
      name: 'Share a report',
      why: 'Others act on it.',
      shownBy: ['shared'],
      requires: ['build'],
    },
  ],
  features: [],
  nudges: [
    {
      key: 'share-it',
      serves: { skill: 'share' },
      anchor: ['#share'],
      metric: 'reports shared',
      text: { title: 'Share it with your team', body: 'Two reports in, others can act on them.' },
    },
  ],
  prompts: [],
}

const hostPage = (origin: string, key: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Host</title><button id="share">Share</button>
  <script async src="${origin}/fireball.js" data-key="${key}" data-consent="full"></script>`

const serve = async (html: string): Promise<{ server: Server; url: string }> => {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  await new Promise<void>(settle => server.listen(0, '127.0.0.1', settle))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const isReady = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const { fireball } = window as unknown as { fireball?: { progress?: { get(): { ready?: boolean } } } }
    return fireball?.progress?.get().ready === true
  })

/** From `track()` to the frame after the nudge has a size, in ms by the page's clock. */
const trackAndSee = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((settle, fail) => {
        const { fireball } = window as unknown as {
          fireball: { track(name: string, properties: object): void }
        }
        const deadline = performance.now() + 10_000
        const isVisible = () => {
          const root = document.querySelector('[data-fireball]')?.shadowRoot
          const nudge = root?.querySelector('[part~=nudge]')
          return nudge !== null && nudge !== undefined && nudge.getBoundingClientRect().height > 0
        }
        fireball.track('Report Built', { outcome: 'success', context: 'first' })
        const from = performance.now()
        fireball.track('Report Built', { outcome: 'success', context: 'second' })
        const look = () => {
          if (isVisible()) {
            // A message posted in a frame arrives after that frame is painted.
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => settle(performance.now() - from)
            port2.postMessage(0)
          } else if (performance.now() > deadline) fail(new Error('no nudge within 10 s'))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  )

const quantile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

/**
 * From `track()` to the nudge painted, on a repeat visit (script, widget and program are in the browser): a new visitor
 * each run, who has opened the page once before. Requests are counted where they arrive; those that carry events are
 * reported apart, since the nudge does not wait for them.
 */
export const run: Bench = async report => {
  await build()
  const running = await runCollector(builtFolders)
  const { projects, programs } = running.collector
  await projects.ensure({ id: PROJECT, name: 'Path', isDemo: false })
  const key = (await projects.list()).find(project => project.id === PROJECT)?.publishableKey ?? ''
  const published = await programs.publish(PROJECT, program, { author: 'bench', note: '' })
  if (!published.ok) throw new Error(JSON.stringify(published.error))
  const { server, url } = await serve(hostPage(running.url, key))
  const browser = await launchChromium()
  try {
    const visible: number[] = []
    let needed = 0
    let events = 0
    for (let i = 0; i < RUNS; i++) {
      const context = await browser.newContext()
      // The loader keeps function names by a helper that functions sent to the page lack.
      await context.addInitScript({ content: 'globalThis.__name = f => f' })
      const page = await context.newPage()
      // The first visit fetches everything once, the widget too; the second user of that browser profile starts anew.
      await page.goto(url)
      await isReady(page)
      await trackAndSee(page)
      // The widget's other parts come when the browser is idle; a visit lasts at least so long.
      await page.waitForTimeout(700)
      await page.evaluate(() => (window as unknown as { fireball: { reset(): void } }).fireball.reset())
      await page.goto(url)
      await isReady(page)
      // The program's own GET (answered 304) belongs to the page's load, not to the nudge.
      await page.waitForLoadState('networkidle')
      const before = running.requests.length
      visible.push(await trackAndSee(page))
      for (const path of running.requests.slice(before)) {
        if (/^\/v1\/(b|batch)$/.test(path)) events += 1
        else needed += 1
      }
      await context.close()
    }
    report({ metric: 'path.visible_ms.p50', value: Math.round(quantile(visible, 0.5) * 10) / 10, unit: 'ms' })
    report({
      metric: 'path.visible_ms.p95',
      value: Math.round(quantile(visible, 0.95) * 10) / 10,
      unit: 'ms',
    })
    report({ metric: 'path.runs', value: visible.length, unit: 'runs' })
    report({ metric: 'path.requests', value: needed / RUNS, unit: 'requests' })
    report({ metric: 'path.event_requests', value: events / RUNS, unit: 'requests' })
  } finally {
    await browser.close()
    await new Promise(settle => server.close(settle))
    await running.stop()
  }
}
