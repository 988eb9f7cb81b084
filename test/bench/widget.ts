import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import type { Bench } from '../../scripts/bench.ts'
import { launchChromium, launchFirefox } from '../../scripts/browser.ts'
import {
  animations,
  axeViolations,
  driftPx,
  idleFrames,
  layoutShift,
  leftBehind,
  SHOWN,
  show,
  styleLeaks,
  targetMs,
  tidy,
} from '../gallery/measure.ts'
import { WITHOUT_ANCHORS } from '../gallery/open.ts'
import { builtScripts, serveSdkPage, trackToPainted } from '../gallery/sdk-page.ts'
import { serveGallery } from '../gallery/serve.ts'
import { runSchedule } from './widget/arbitration.ts'
import type { decisionMs } from './widget/decide-speed.ts'
import { peerBytes } from './widget/peers.ts'

const RUNS = 40
const SLOW_RUNS = 30
/** The first of the 10,000 that `npm run bench -- arbitration` has. */
const SCHEDULES = 200

const quantile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}
const tenths = (value: number): number => Math.round(value * 10) / 10

type Look = Parameters<Browser['newPage']>[0] & { readonly init?: string }

/** Opens a page on which `use` runs; functions that the loader names are known there. */
const onPage = async <T>(
  browser: Browser,
  url: string,
  use: (page: Page) => Promise<T>,
  { init = '', ...look }: Look = {},
): Promise<T> => {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...look,
  })
  await page.addInitScript({ content: `globalThis.__name = f => f;${init}` })
  try {
    await page.goto(url)
    // The parts that come while the browser is idle.
    await page.waitForTimeout(500)
    return await use(page)
  } finally {
    await page.close()
  }
}

const reportSizes = async (report: Parameters<Bench>[0]) => {
  const { widget, script } = await builtScripts()
  const weigh = (files: typeof widget) =>
    files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
  const [entry, tag] = [widget.slice(0, 1), script.filter(({ path }) => path.endsWith('/fireball.js'))]
  const first = weigh(entry) + weigh(tag)
  report({ metric: 'widget.first_nudge.gzip', value: first, unit: 'bytes' })
  for (const { name, bytes } of await peerBytes())
    report({
      metric: `widget.peer.${name}.gzip`,
      value: bytes,
      unit: 'bytes',
      vs: 'widget.first_nudge.gzip',
      ratio: Math.round((first / bytes) * 100) / 100,
    })
  report({ metric: 'widget.entry.gzip', value: weigh(entry), unit: 'bytes' })
  report({ metric: 'widget.all.gzip', value: weigh(widget), unit: 'bytes' })
  const reach = widget.filter(({ path }) => path.includes('widget-reach-'))
  report({ metric: 'widget.fallback.gzip', value: weigh(reach), unit: 'bytes' })
}

/** Decisions as a browser makes them: the code as it is shipped, in a page of its own. */
const reportDecisions = async (report: Parameters<Bench>[0], browser: Browser) => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./widget/decide-speed.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    globalName: 'speed',
    target: 'es2022',
    conditions: ['source'],
  })
  const page = await browser.newPage()
  await page.evaluate(outputFiles[0]?.text.replace(/^"use strict";\s*var speed=/, 'globalThis.speed=') ?? '')
  const times = await page.evaluate(() =>
    (globalThis as unknown as { speed: { decisionMs: typeof decisionMs } }).speed.decisionMs(),
  )
  await page.close()
  for (const [of, values] of Object.entries(times))
    for (const p of [0.5, 0.95])
      report({
        metric: `widget.decide_ms${of === 'prompts' ? '' : `.${of}`}.p${p * 100}`,
        value: tenths(quantile(values, p)),
        unit: 'ms',
      })
}

const reportArbitration = async (report: Parameters<Bench>[0]) => {
  let doubles = 0
  for (let seed = 1; seed <= SCHEDULES; seed++) doubles += (await runSchedule(seed)).length
  report({ metric: 'widget.arbitration.doubles', value: doubles, unit: `in ${SCHEDULES} schedules` })
}

const reportVisible = async (report: Parameters<Bench>[0], browser: Browser) => {
  const { url, close } = await serveSdkPage()
  try {
    for (const rate of [1, 4]) {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.addInitScript({ content: 'globalThis.__name = f => f' })
      await trackToPainted(page, url) // fetches everything once
      const session = await context.newCDPSession(page)
      await session.send('Emulation.setCPUThrottlingRate', { rate })
      const times: number[] = []
      for (let at = 0; at < (rate === 1 ? RUNS : SLOW_RUNS); at++) times.push(await trackToPainted(page, url))
      await context.close()
      const suffix = rate === 1 ? '' : '_cpu4x'
      for (const p of [0.5, 0.95])
        report({
          metric: `widget.visible_ms.p${p * 100}${suffix}`,
          value: tenths(quantile(times, p)),
          unit: 'ms',
        })
    }
  } finally {
    close()
  }
}

const reportTargets = async (report: Parameters<Bench>[0], name: string, page: Page) => {
  await page.evaluate(() => document.querySelector('[data-target]')?.remove())
  await show(page, 'nudge')
  const times = { late: [] as number[], replaced: [] as number[], removed: [] as number[] }
  for (let round = 0; round < 10; round++) {
    for (const kind of ['late', 'replaced', 'removed'] as const) {
      times[kind].push(await targetMs(page, kind))
      await page.waitForTimeout(50)
    }
  }
  for (const [kind, values] of Object.entries(times)) {
    report({ metric: `${name}.target.${kind}_ms`, value: tenths(quantile(values, 0.5)), unit: 'ms' })
    report({ metric: `${name}.target.${kind}_ms.p95`, value: tenths(quantile(values, 0.95)), unit: 'ms' })
  }
}

/** Violations of either policy while every state is shown once. */
const cspViolations = async (browser: Browser, origin: string): Promise<number> => {
  let count = 0
  for (const policy of ['', '&policy=nonce'])
    count += await onPage(
      browser,
      `${origin}/?state=nothing${policy}`,
      async page => {
        for (const name of SHOWN) {
          await show(page, name)
          await tidy(page)
        }
        return page.evaluate(() => Reflect.get(globalThis, 'violations') as number)
      },
      {
        init: `violations = 0; addEventListener('securitypolicyviolation', ({ blockedURI }) => { if (!blockedURI.includes('favicon')) violations++ })`,
      },
    )
  return count
}

/**
 * What the issue of the widget promises, measured in real browsers: bytes, speed from `track()` to painted, rules of
 * accessibility and of content security, leaks of styles, memory and frames, and how well a nudge keeps to its target,
 * with the browser's own placing and (`.fallback`) without.
 */
export const run: Bench = async report => {
  await reportSizes(report)
  await reportArbitration(report)
  const gallery = await serveGallery()
  const url = `${gallery.origin}/?state=nothing`
  const browser = await launchChromium()
  try {
    await reportVisible(report, browser)
    await reportDecisions(report, browser)
    let broken: readonly string[] = []
    for (const [colorScheme, dir, width] of (['light', 'dark'] as const).flatMap(mode =>
      ['ltr', 'rtl'].flatMap(dir => [320, 1280].map(width => [mode, dir, width] as const)),
    ))
      broken = [
        ...broken,
        ...(await onPage(browser, `${url}&dir=${dir}`, axeViolations, {
          colorScheme,
          viewport: { width, height: 800 },
        })),
      ]
    for (const line of broken) console.error(line)
    report({ metric: 'widget.axe.violations', value: broken.length, unit: 'elements' })
    report({
      metric: 'widget.csp.violations',
      value: await cspViolations(browser, gallery.origin),
      unit: 'violations',
    })
    report({
      metric: 'widget.style_leak',
      value: await onPage(browser, url, styleLeaks),
      unit: 'sheets × surfaces',
    })
    await onPage(browser, url, page => reportTargets(report, 'widget', page))
    report({ metric: 'widget.drift_px', value: await onPage(browser, url, driftPx), unit: 'px' })
    report({
      metric: 'widget.idle_frames_s',
      value: await onPage(browser, url, idleFrames),
      unit: 'frames/s',
    })
    const without = { init: WITHOUT_ANCHORS }
    await onPage(browser, url, page => reportTargets(report, 'widget.fallback', page), without)
    report({
      metric: 'widget.fallback.drift_px',
      value: await onPage(browser, url, driftPx, without),
      unit: 'px',
    })
    report({
      metric: 'widget.fallback.idle_frames_s',
      value: await onPage(browser, url, idleFrames, without),
      unit: 'frames/s',
    })
    report({ metric: 'widget.cls', value: await onPage(browser, url, layoutShift), unit: '' })
    report({
      metric: 'widget.reduced_motion.animations',
      value: await onPage(browser, url, animations),
      unit: 'animations',
    })
    const left = await onPage(browser, url, leftBehind)
    report({ metric: 'widget.heap_kb_20_cycles', value: left.heapKb, unit: 'KB' })
    report({ metric: 'widget.leaked_nodes', value: left.nodes, unit: 'nodes' })
    report({ metric: 'widget.leaked_listeners', value: left.listeners, unit: 'listeners' })
  } finally {
    await browser.close()
  }
  for (const [name, enabled] of [
    ['widget.firefox', true],
    ['widget.firefox.fallback', false],
  ] as const) {
    const firefox = await launchFirefox({
      firefoxUserPrefs: { 'layout.css.anchor-positioning.enabled': enabled, 'ui.prefersReducedMotion': 1 },
    })
    try {
      await onPage(firefox, url, page => reportTargets(report, name, page))
      report({ metric: `${name}.drift_px`, value: await onPage(firefox, url, driftPx), unit: 'px' })
      report({
        metric: `${name}.idle_frames_s`,
        value: await onPage(firefox, url, idleFrames),
        unit: 'frames/s',
      })
      if (!enabled) continue
      report({
        metric: `${name}.style_leak`,
        value: await onPage(firefox, url, styleLeaks),
        unit: 'sheets × surfaces',
      })
      report({
        metric: `${name}.axe.violations`,
        value: (await onPage(firefox, url, axeViolations)).length,
        unit: 'elements',
      })
      report({
        metric: `${name}.reduced_motion.animations`,
        value: await onPage(firefox, url, animations),
        unit: 'animations',
      })
    } finally {
      await firefox.close()
    }
  }
  gallery.close()
}
