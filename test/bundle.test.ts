import { beforeAll, expect, test } from 'vitest'
import type { BenchLine } from '../scripts/bench.ts'
import { run } from './bench/size.ts'

/**
 * Most gzip bytes that each may have. `goal` is where it is meant to go; what is over its goal may only shrink.
 */
const BUDGETS: Readonly<Record<string, { readonly most: number; readonly goal: number }>> = {
  'sdk.gzip': { most: 17_850, goal: 6_000 },
  'widget.gzip': { most: 9_000, goal: 8_000 },
  'first-nudge.gzip': { most: 26_400, goal: 14_000 },
  'lazy.widget-panel.gzip': { most: 2_300, goal: 2_300 },
  'lazy.widget-offer.gzip': { most: 1_300, goal: 1_300 },
  'lazy.widget-help.gzip': { most: 2_100, goal: 2_100 },
}

const lines: BenchLine[] = []
beforeAll(() => run(line => lines.push(line)), 120_000)

test.each(Object.entries(BUDGETS))('%s is within its budget', (metric, { most, goal }) => {
  const value = lines.find(line => line.metric === metric)?.value
  expect(value).toBeGreaterThan(0)
  expect(value).toBeLessThanOrEqual(most)
  expect(most).toBeGreaterThanOrEqual(goal)
})

test('every part that a browser loads has a budget', () => {
  const measured = lines.map(line => line.metric).filter(metric => metric.endsWith('.gzip'))
  expect(measured.sort()).toEqual(Object.keys(BUDGETS).sort())
})
