// @vitest-environment happy-dom
import { ok, type ProductMetrics } from '@fireball/core'
import { expect, test } from 'vitest'
import { createFakeApi } from '../../../../test/console/fake-api.ts'
import { button, useOpenConsole } from '../../../../test/console/open-console.tsx'
import { SAMPLE_METRICS, SAMPLE_NO_METRICS } from '../../../../test/console/sample-outlook.ts'
import type { Api } from '../api.ts'

const open = useOpenConsole()

/** Remembers what was asked for. */
const listening = (answer: (alone: 'in' | 'out') => ProductMetrics): { asked: object[]; api: Api } => {
  const asked: object[] = []
  const fake = createFakeApi()
  const api: Api = {
    ...fake,
    project: id => ({
      ...fake.project(id),
      metrics: async ask => {
        asked.push(ask)
        return ok(answer(ask.alone ?? 'in'))
      },
    }),
  }
  return { asked, api }
}

const link = (root: Element, label: string): HTMLAnchorElement | undefined =>
  [...root.querySelectorAll('a')].find(one => one.textContent === label)

test('a range that is none is refused in words with a way back, and nothing is asked for', async () => {
  const { asked, api } = listening(() => SAMPLE_METRICS)
  const { root, shows } = open('/console/demo/metrics?from=2026-11-30&to=2026-11-01', api)
  await shows('The range begins on 2026-11-30, after its end on 2026-11-01.')
  expect(asked).toEqual([])
  link(root, 'Show the last 90 days')?.click()
  await shows('Stickiness')
  expect(asked).toHaveLength(1)
})

test('people without an account are left out by a switch that the address keeps', async () => {
  const { asked, api } = listening(alone => (alone === 'in' ? SAMPLE_METRICS : SAMPLE_NO_METRICS))
  const { root, shows } = open('/console/demo/metrics?from=2026-11-01&to=2026-11-10', api)
  await shows('Stickiness')
  link(root, 'Left out')?.click()
  await shows('Nobody of an account was active in this range')
  expect(location.search).toBe('?from=2026-11-01&to=2026-11-10&alone=out')
  link(root, 'Count people without an account')?.click()
  await shows('Stickiness')
  expect(asked.map(one => ('alone' in one ? one.alone : ''))).toEqual(['in', 'out', 'in'])
})

test('engagement of the product has its trend, and a week that is not over has none', async () => {
  const { root, text, shows } = open('/console/demo/metrics')
  await shows('of the whole product')
  expect(text()).toContain('11,900 Falling')
  expect(text()).toContain('not over: so far')
  const drawn = (): string | null =>
    root.querySelector('[aria-labelledby="engagement-title"] .chart svg')?.getAttribute('aria-label') ?? null
  expect(drawn()).toContain('of all users together')
  button(root, 'Per user')?.click()
  await shows('of one active user on the mean, as the score')
  expect(drawn()).toContain('of one active user on the mean')
})

test('the day that still runs is drawn as not yet sure', async () => {
  const { root, shows } = open('/console/demo/metrics')
  await shows('which still runs')
  expect(root.querySelectorAll('[aria-labelledby="active-title"] .not-sure')).toHaveLength(3)
})
