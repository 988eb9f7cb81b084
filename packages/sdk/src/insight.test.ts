import {
  abilitiesOf,
  limitHolds,
  type PublicProgram,
  publicProgram,
  UNFITTED,
  usageShape,
} from '@fireball/core'
import { expect, test } from 'vitest'
import { program } from '../../../test/sdk/world.ts'
import { createInsight } from './insight.ts'
import { NO_PILE } from './progress.ts'

const LEARNED = { ...UNFITTED, version: 'x', weights: { ...UNFITTED.weights, start: 3 } }
const MODELS = { abilitiesOf, limitHolds, usageShape }

const insightOf = (current: PublicProgram, loadModels: () => Promise<typeof MODELS>) => {
  let changes = 0
  const insight = createInsight({
    keeper: { all: () => [] },
    now: () => 0,
    page: () => ({ url: '', path: '/', title: '', referrer: '' }),
    loadModels,
    me: () => ({ anonymousId: 'a1' }),
    pile: () => NO_PILE,
    program: () => current,
    changed() {
      changes++
    },
  })
  return { p: () => insight.facts()?.skills.build?.p, changes: () => changes }
}
const settled = () => new Promise(resolve => setTimeout(resolve))

test('where nothing was learned, counts are enough and no model is loaded', () => {
  const { p } = insightOf(publicProgram(program), () => Promise.reject(new Error('never asked for')))
  expect(p()).toBeCloseTo(2 / 3, 9)
})

test('what was learned is waited for, rather than decided without', async () => {
  const { p, changes } = insightOf(publicProgram(program, [], LEARNED), async () => MODELS)
  expect(p()).toBeUndefined()
  await settled()
  expect(changes()).toBe(1)
  expect(p()).toBeCloseTo(1 / (1 + Math.exp(-3)), 9)
})

test('where the model cannot be had, counts have to do', async () => {
  const { p } = insightOf(publicProgram(program, [], LEARNED), () => Promise.reject(new Error('offline')))
  expect(p()).toBeUndefined()
  await settled()
  expect(p()).toBeCloseTo(2 / 3, 9)
})
