import type { FitRecord, LearningState, Prediction } from '@fireball/core'
import { expect, test } from 'vitest'
import { historyOf, qualityOf } from './learning-words.ts'

const told = (logLoss: number): Prediction => ({ outcomes: 9, auc: 0.7, logLoss, ece: 0, bins: [] })

const aFit = (id: string, state: FitRecord['state'], candidate: number, current: number): FitRecord => ({
  id,
  version: id,
  at: 0,
  through: 0,
  state,
  figures: {
    outcomes: 1,
    users: 1,
    tookMs: 1,
    comparison: { from: Number(id), to: Number(id) + 1, outcomes: 9, gain: 0, low: 0, high: 0 },
    candidate: told(candidate),
    current: told(current),
    starting: told(9),
  },
})

const state = (more: Partial<LearningState>): LearningState => ({
  live: null,
  liveSince: null,
  isHeld: false,
  running: null,
  report: null,
  nextAt: null,
  fits: [],
  decisions: [],
  ...more,
})

test('the newest measurement of what is in use counts', () => {
  const [live, rejected] = [aFit('2', 'live', 5, 6), aFit('3', 'rejected', 8, 7)]
  expect(qualityOf(state({ live, fits: [live] }))).toMatchObject({ used: { logLoss: 5 }, from: 2 })
  expect(qualityOf(state({ live, fits: [rejected, live] }))).toMatchObject({ used: { logLoss: 7 }, from: 3 })
})

test('after going back, what was measured of another fit is not told of the one in use', () => {
  const [first, second] = [aFit('1', 'live', 4, 9), aFit('2', 'superseded', 3, 4)]
  expect(qualityOf(state({ live: first, fits: [second, first] }))).toMatchObject({
    used: { logLoss: 4 },
    from: 1,
  })
  expect(qualityOf(state({ fits: [second, first] }))).toMatchObject({ used: { logLoss: 9 }, starting: null })
  expect(qualityOf(state({}))).toBeUndefined()
})

test('an earlier fit is offered once, at its newest line; what is in use or was rejected is not', () => {
  const decision = (id: string, kind: 'live' | 'rejected' | 'back' | 'held', fit: string) =>
    ({ id, at: 0, by: 'Fireball', kind, fit, say: '' }) as const
  const lines = historyOf(
    state({
      live: aFit('2', 'live', 1, 1),
      fits: [
        aFit('4', 'candidate', 1, 1),
        aFit('3', 'rejected', 1, 1),
        aFit('2', 'live', 1, 1),
        aFit('1', 'superseded', 1, 1),
      ],
      decisions: [
        decision('f', 'held', '4'),
        decision('e', 'rejected', '3'),
        decision('d', 'live', '2'),
        decision('c', 'back', '1'),
        decision('b', 'back', ''),
        decision('a', 'live', '1'),
      ],
    }),
  )
  expect(lines.map(line => line.may)).toEqual(['use', undefined, undefined, 'back', undefined, undefined])
})
