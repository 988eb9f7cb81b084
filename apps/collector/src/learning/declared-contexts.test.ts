import { hash53, type Signal } from '@fireball/core'
import { expect, test } from 'vitest'
import { declaredContexts } from './declared-contexts.ts'

const signal = (more: Partial<Signal>): Signal => ({ key: 'a', name: 'A', on: { event: 'A' }, ...more })

test('what a signal compares its context with is declared, whichever way it says it', () => {
  const signals = [
    signal({ where: { 'properties.context': 'sales' } }),
    signal({ where: { $or: [{ 'properties.context': { $in: ['costs', 7] } }, { 'properties.x': 'no' }] } }),
    signal({ where: { 'properties.report': { $eq: 'hr' } }, context: { path: 'properties.report' } }),
    signal({ where: { 'properties.context': { $ne: 'hidden' } } }),
  ]
  expect([...declaredContexts({ signals })].sort()).toEqual(['sales', 'costs', 'hr'].map(hash53).sort())
})

test('buckets are declared, names behind them are not', () => {
  expect([...declaredContexts({ signals: [signal({ context: { buckets: 3 } })] })]).toEqual([
    'b0',
    'b1',
    'b2',
  ])
  expect(declaredContexts({ signals: [signal({})] }).size).toBe(0)
})
