import { beforeAll, expect, test } from 'vitest'
import type { BenchLine } from '../scripts/bench.ts'
import { run } from './bench/size.ts'

/**
 * Most gzip bytes that each may have. `goal` is where it is meant to go; what is over its goal may only shrink.
 */
const BUDGETS: Readonly<Record<string, { readonly most: number; readonly goal: number }>> = {
  'sdk.gzip': { most: 22_820, goal: 6_000 },
  'sdk.tracker.gzip': { most: 10_370, goal: 3_000 },
  'sdk.loader.gzip': { most: 250, goal: 250 },
  'lazy.attempt.gzip': { most: 1_250, goal: 1_250 },
  'lazy.cookie.gzip': { most: 480, goal: 480 },
  'lazy.debug.gzip': { most: 3_400, goal: 3_400 },
  'lazy.fold.gzip': { most: 600, goal: 600 },
  'lazy.messages.gzip': { most: 5_750, goal: 5_000 },
  'lazy.models.gzip': { most: 2_400, goal: 2_400 },
  'lazy.names.gzip': { most: 500, goal: 500 },
  'lazy.notice.gzip': { most: 4_500, goal: 4_400 },
  'lazy.say.gzip': { most: 520, goal: 520 },
  'lazy.stored.gzip': { most: 400, goal: 400 },
  'lazy.stuck.gzip': { most: 600, goal: 600 },
  'widget.gzip': { most: 9_000, goal: 8_000 },
  'first-nudge.gzip': { most: 31_805, goal: 14_000 },
  'lazy.widget-checklist.gzip': { most: 2_550, goal: 2_550 },
  'lazy.widget-panel.gzip': { most: 2_300, goal: 2_300 },
  'lazy.widget-undo.gzip': { most: 700, goal: 700 },
  'lazy.widget-embeds.gzip': { most: 500, goal: 500 },
  'lazy.widget-message.gzip': { most: 3_750, goal: 3_750 },
  'lazy.widget-slots.gzip': { most: 1_300, goal: 1_300 },
  'lazy.widget-places.gzip': { most: 750, goal: 750 },
  'lazy.widget-resources.gzip': { most: 2_700, goal: 2_700 },
  'lazy.widget-survey.gzip': { most: 1_850, goal: 1_850 },
  'lazy.widget-tour.gzip': { most: 1_050, goal: 1_050 },
  'lazy.widget-offer.gzip': { most: 1_380, goal: 1_300 },
  'lazy.widget-help.gzip': { most: 2_100, goal: 2_100 },
  'lazy.widget-reach.gzip': { most: 2_000, goal: 2_000 },
  'lazy.widget-rich.gzip': { most: 600, goal: 600 },
  'lazy.widget-stored.gzip': { most: 2_500, goal: 2_500 },
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
