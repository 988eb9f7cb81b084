import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import type { Bench } from '../../scripts/bench.ts'
import { launchChromium } from '../../scripts/browser.ts'
import { root } from '../../scripts/run.ts'
import { measure } from '../validate/skill/measure.ts'
import { createProgress } from '../validate/skill/progress.ts'
import { findSets } from '../validate/skill/sets.ts'
import { measureMillion } from './skill/million.ts'
import { sampleFit } from './skill/sample.ts'

/** What each data set is called in the figures. */
const NAMES: Readonly<Record<string, string>> = {
  assistments09: 'assistments09',
  statics: 'statics',
  'intro-prog': 'introprog',
}

const short = (value: number): number => Math.round(value * 10_000) / 10_000

/** The view of one user and fifty skills, bundled as the browser's script is, in a browser. */
const measureView = async (): Promise<{ viewUs: number; bareUs: number }> => {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'test/bench/skill/in-browser.ts')],
    bundle: true,
    minify: true,
    write: false,
    target: 'es2022',
    format: 'iife',
    conditions: ['source'],
  })
  // An isolated page has a clock of 5 µs; any other, of 100.
  const server = createServer((request, response) => {
    response.setHeader('cross-origin-opener-policy', 'same-origin')
    response.setHeader('cross-origin-embedder-policy', 'require-corp')
    if (request.url === '/script.js')
      response.setHeader('content-type', 'text/javascript').end(outputFiles[0]?.text)
    else
      response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/script.js"></script>')
  })
  await new Promise<void>(settle => server.listen(0, '127.0.0.1', settle))
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { timeout: 120_000 })
    return await page.evaluate(
      () => (globalThis as unknown as { measured: { viewUs: number; bareUs: number } }).measured,
    )
  } finally {
    await browser.close()
    server.close()
  }
}

/** Where the logs are: `--data`, else `FIREBALL_SKILL_DATA`, else beside the repository. */
const dataPath = (): string => {
  const { values } = parseArgs({ strict: false, options: { data: { type: 'string' } } })
  return typeof values.data === 'string'
    ? values.data
    : (process.env.FIREBALL_SKILL_DATA ?? join(root, '../shared/data/skill'))
}

/**
 * How well ability is told on public logs of learners (fitted on their train part, told on their test part), how long
 * the view takes in a browser beside a bare sum of the same counters, and how much of a fit travels.
 */
export const run: Bench = async report => {
  const bytes = gzipSync(JSON.stringify(sampleFit()), { level: 9 }).length
  report({ metric: 'skill.model_bytes.gzip', value: bytes, unit: 'bytes' })
  const { viewUs, bareUs } = await measureView()
  report({
    metric: 'skill.view_us.p50',
    value: Math.round(viewUs * 10) / 10,
    unit: 'µs',
    vs: 'bare sum of the same counters',
    ratio: Math.round((10 * viewUs) / bareUs) / 10,
  })
  const { viewMs, bareMs } = measureMillion()
  report({
    metric: 'skill.million_contexts.cpu_ms',
    value: Math.round(viewMs),
    unit: 'ms',
    vs: 'one loop over the same rows',
    ratio: Math.round((10 * viewMs) / bareMs) / 10,
  })
  const data = dataPath()
  if (!existsSync(data)) {
    console.error(
      `${data} is not there, so nothing was measured on real logs. Name the folder that holds assistments09/, statics/ and intro-prog.csv with --data or FIREBALL_SKILL_DATA.`,
    )
    return
  }
  const sets = findSets(data)
  for (const [name, called] of Object.entries(NAMES)) {
    const set = sets.find(one => one.name === name)
    if (set === undefined) {
      console.error(`${data} holds no ${name}; there are: ${sets.map(one => one.name).join(', ')}`)
      continue
    }
    const progress = createProgress(name)
    const { auc, ece, transfer } = await measure(set, {}, progress.tell)
    progress.end()
    report({ metric: `skill.${called}.auc`, value: short(auc.value), unit: 'AUC' })
    if (called !== 'assistments09') continue
    const { noDifficulty, withDifficulty, activity } = transfer
    report({ metric: `skill.${called}.ece`, value: short(ece.value), unit: 'share' })
    report({ metric: 'skill.transfer.auc_no_difficulty', value: short(noDifficulty.value), unit: 'AUC' })
    report({ metric: 'skill.transfer.auc_with_difficulty', value: short(withDifficulty.value), unit: 'AUC' })
    report({
      metric: 'skill.transfer.gap_to_activity',
      value: short(noDifficulty.value - activity.value),
      unit: 'AUC',
      vs: 'everything the user did',
    })
  }
}
