import { type AbilityFit, contextName, hash53, UNFITTED } from '@fireball/core'
import { expect, test } from 'vitest'
import { publishable } from './publishable.ts'

const [declared = '', common = '', rare = '', unknown = ''] = ['declared', 'common', 'rare', 'unknown'].map(
  hash53,
)

const fit: AbilityFit = {
  ...UNFITTED,
  version: 'whole',
  skills: { build: 3 },
  signals: {
    built: {
      mean: 3,
      contexts: {
        [contextName(declared)]: 5,
        [contextName(common)]: -7,
        [contextName(rare)]: 9,
        [contextName(unknown)]: 1,
      },
    },
  },
}
const accountsOf = new Map([
  [
    'built',
    new Map([
      [declared, 1],
      [common, 10],
      [rare, 9],
    ]),
  ],
])
const kept = (published: AbilityFit) => published.signals.built?.contexts

test('only contexts that are declared, or that ten accounts have met, are told', () => {
  const published = publishable(fit, new Set([declared]), accountsOf)
  expect(kept(published)).toEqual({ [contextName(declared)]: 5, [contextName(common)]: -7 })
  expect(published.signals.built?.mean).toBe(3)
  expect(published.skills).toEqual({ build: 3 })
  expect(JSON.stringify(published)).not.toContain(common)
})

test('the declared come first when there is room for few', () => {
  expect(kept(publishable(fit, new Set([declared]), accountsOf, { keep: 1 }))).toEqual({
    [contextName(declared)]: 5,
  })
  expect(kept(publishable(fit, new Set(), new Map()))).toEqual({})
})

test('the version names the content', () => {
  const one = publishable(fit, new Set(), accountsOf)
  expect(one.version).toBe(publishable({ ...fit, version: 'other' }, new Set(), accountsOf).version)
  expect(one.version).not.toBe(publishable(fit, new Set([declared]), accountsOf).version)
})
