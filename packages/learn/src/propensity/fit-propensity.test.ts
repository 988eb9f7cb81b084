import { expect, test } from 'vitest'
import { aPopulation, PROGRAM, SIGNALS } from '../../test/accounts.ts'
import { fitPropensity } from './fit-propensity.ts'
import { snapshotsOf } from './history.ts'
import { judgeChances } from './judge-chances.ts'
import { chanceLogit, chanceOf, chanceParts, tellChance } from './propensity-fit.ts'

const reading = { ...PROGRAM, signals: SIGNALS, horizonDays: 30, through: 20_400 }
const looksAt = (count: number, seed: number) => snapshotsOf(aPopulation(count, seed), reading, [3, 14])
const fitOf = async (count: number, seed: number) =>
  fitPropensity({ snapshots: await looksAt(count, seed), signals: SIGNALS, horizonDays: 30 })

test('tells accounts that it has not seen, calibrated', async () => {
  const { fit } = await fitOf(250, 1)
  const fresh = await looksAt(600, 2)
  const judged = await judgeChances({
    p: fresh.map(one => chanceOf(fit, one.values)),
    isHit: fresh.map(one => one.isHit),
  })
  expect(judged.auc).toBeGreaterThan(0.75)
  expect(judged.ece).toBeLessThan(0.08)
  expect(judged.slope).toBeGreaterThan(0.7)
  expect(judged.slope).toBeLessThan(1.5)
})

test('the order of the snapshots does not show', async () => {
  const snapshots = await looksAt(80, 3)
  const input = { signals: SIGNALS, horizonDays: 30 }
  const one = await fitPropensity({ ...input, snapshots })
  const other = await fitPropensity({ ...input, snapshots: [...snapshots].reverse() })
  expect(other).toEqual(one)
})

test('reasons add up: the start and what each feature adds are the logit', async () => {
  const { fit } = await fitOf(80, 4)
  for (const { values } of (await looksAt(30, 9)).slice(0, 40)) {
    const sum = chanceParts(fit, values).reduce((all, one) => all + one.adds, fit.start)
    expect(sum).toBeCloseTo(chanceLogit(fit, values), 9)
    const { p, reasons, source } = tellChance(fit, values)
    expect(source).toBe('fit')
    expect(p).toBeCloseTo(1 / (1 + Math.exp(-sum)), 12)
    const sizes = reasons.map(one => Math.abs(one.adds))
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  }
})

test('reasons are words', async () => {
  const { fit } = await fitOf(80, 5)
  const days = chanceParts(fit, { days: Math.log1p(26) }).find(one => one.feature === 'days')
  expect(days?.say).toBe('Days of use in the last 28: 26, more than most.')
})

test('where nothing tells, everybody gets about the same', async () => {
  const snapshots = await snapshotsOf(aPopulation(150, 6, { isNoise: true }), reading, [3, 14])
  const { fit } = await fitPropensity({ snapshots, signals: SIGNALS, horizonDays: 30 })
  const chances = snapshots.map(one => chanceOf(fit, one.values))
  const mean = chances.reduce((sum, p) => sum + p, 0) / chances.length
  // Age tells honestly: who has not bought by the fourth week mostly never does.
  const young = snapshots.flatMap((one, i) => (one.values.age === Math.log1p(3) ? (chances[i] ?? 0) : []))
  expect(Math.max(...young) - Math.min(...young)).toBeLessThan(0.3)
  expect(mean).toBeCloseTo(snapshots.filter(one => one.isHit).length / snapshots.length, 1)
})
