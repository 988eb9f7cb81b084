import { expect, test } from 'vitest'
import { oddOutcome } from './outcome.ts'

const tracked = (outcome?: string | number | boolean, signals: readonly string[] = []) => ({
  type: 'track',
  name: 'Report Built',
  signals,
  properties: { ...(outcome === undefined ? {} : { outcome }), context: 5 },
})

test('an outcome that is neither success nor failure is told as it was sent', () => {
  expect(oddOutcome(tracked('succes'), undefined)).toBe('succes')
  expect(oddOutcome(tracked(true), undefined)).toBe('true')
  expect(oddOutcome(tracked(''), undefined)).toBe('')
  for (const fine of ['success', 'failure', undefined]) expect(oddOutcome(tracked(fine), {})).toBeUndefined()
})

test('a signal may read other words, a reserved event has no outcome', () => {
  const program = {
    signals: [{ key: 'own', outcome: { path: 'properties.outcome', success: ['ok'] } }, { key: 'plain' }],
  }
  expect(oddOutcome(tracked('ok', ['own']), program)).toBeUndefined()
  expect(oddOutcome(tracked('ok', ['plain']), program)).toBe('ok')
  expect(oddOutcome(tracked('ok', ['$locked']), program)).toBeUndefined()
})
