import { describe, expect, test } from 'vitest'
import { aRow, daysAgo, NOON } from '../../test/sample.ts'
import { dayOf, limitHolds, usageShape } from '../index.ts'

const today = dayOf(NOON)
const usage = (perDay: Readonly<Record<number, number>>) =>
  Object.entries(perDay).map(([back, sum]) => aRow({ day: today - Number(back), sum, none: 1 }))
const every = (days: number, sum: number) =>
  Object.fromEntries(Array.from({ length: days }, (_, i) => [i, sum]))

describe('the shape of usage', () => {
  test('[U1] steady use is growth', () => {
    expect(usageShape(usage(every(30, 60)), NOON)).toBe('growth')
  })

  test('[U1] use that doubles every ten days is growth', () => {
    expect(
      usageShape(
        usage(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [i, Math.round(200 * 0.93 ** i)]))),
        NOON,
      ),
    ).toBe('growth')
  })

  test('[U1] one day that outweighs the weeks before is a spike', () => {
    expect(usageShape(usage({ ...every(30, 10), 0: 1400 }), NOON)).toBe('spike')
    expect(usageShape(usage({ ...every(30, 10), 1: 700, 2: 700 }), NOON)).toBe('spike')
  })

  test('[U1] the same total over four days is none', () => {
    expect(usageShape(usage({ ...every(30, 10), 0: 100, 1: 100, 2: 100, 3: 100 }), NOON)).toBe('growth')
  })

  test('[U1] under a week of history is unknown', () => {
    expect(usageShape(usage(every(6, 10)), NOON)).toBe('unknown')
    expect(usageShape([], NOON)).toBe('unknown')
  })

  /** Usage by how many days ago; the last 57 days. */
  const series = (on: (back: number) => number) =>
    usage(
      Object.fromEntries(Array.from({ length: 57 }, (_, back) => [back, on(back)]).filter(([, sum]) => sum)),
    )

  const CASES: readonly (readonly [string, (back: number) => number, 'growth' | 'spike'])[] = [
    ['a steady weekly rhythm', back => (back % 7 < 2 ? 4 : 30), 'growth'],
    ['weekdays only', back => (back % 7 < 2 ? 0 : 30), 'growth'],
    ['a batch import once a week', back => (back % 7 === 3 ? 280 + back : 0), 'growth'],
    [
      'weekly imports of uneven size',
      back => (back % 7 === 3 ? ([900, 2100, 700, 2000][(back - 3) / 7] ?? 1000) : 0),
      'growth',
    ],
    ['a weekly import over a little daily use', back => (back % 7 === 0 ? 1000 + 10 * back : 5), 'growth'],
    ['an import once a fortnight', back => (back % 14 === 3 ? 500 : 0), 'growth'],
    ['slow growth', back => Math.round(40 * 0.97 ** back), 'growth'],
    ['quick growth, doubling every five days', back => Math.round(400 * 0.87 ** back), 'growth'],
    ['a launch ten days ago, and use ever since', back => (back < 10 ? 80 : 2), 'growth'],
    ['a few single uses, three on one day', back => (back === 2 ? 3 : back % 11 === 0 ? 1 : 0), 'growth'],
    ['one viral day over steady use', back => (back === 1 ? 2000 : 20), 'spike'],
    ['two viral days over steady use', back => (back < 2 ? 700 : 20), 'spike'],
    ['a viral day between weekly imports', back => (back === 2 ? 6000 : back % 7 === 3 ? 300 : 0), 'spike'],
    ['a viral day on the day of the import', back => (back === 3 ? 6000 : back % 7 === 3 ? 300 : 0), 'spike'],
    ['a viral day after months of nothing', back => (back === 0 ? 1500 : back === 50 ? 1 : 0), 'spike'],
    ['a launch yesterday, which cannot be told from a viral day yet', back => (back < 2 ? 400 : 2), 'spike'],
  ]

  test.each(CASES)('[U2] %s', (_, on, shape) => {
    expect(usageShape(series(on), NOON)).toBe(shape)
  })

  test('[U2] no order of the rows changes it', () => {
    const rows = series(back => (back === 3 || back === 10 ? 500 : back % 4 === 0 ? 90 : 0))
    expect(usageShape([...rows].reverse(), NOON)).toBe(usageShape(rows, NOON))
  })

  /** A small generator with a seed: the rates below are the same on every run. */
  const dice = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const poisson = (random: () => number, mean: number): number => {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
    let count = 0
    for (let rest = random(); rest > Math.exp(-mean); rest *= random()) count++
    return count
  }
  const normal = (random: () => number): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const spikeRate = (on: (back: number, random: () => number) => number): number => {
    const random = dice(7)
    const shapes = Array.from({ length: 100 }, () =>
      usageShape(
        series(back => on(back, random)),
        NOON,
      ),
    )
    return shapes.filter(shape => shape === 'spike').length / 100
  }

  test('[U2] false alarms on simulated series are few', { timeout: 30_000 }, () => {
    expect(spikeRate((_, random) => poisson(random, 20))).toBe(0)
    expect(spikeRate((_, random) => poisson(random, 2))).toBe(0)
    expect(spikeRate((_, random) => poisson(random, 0.3))).toBeLessThan(0.01)
    expect(spikeRate((back, random) => (back % 7 === 3 ? poisson(random, 300) : 0))).toBe(0)
    expect(
      spikeRate((back, random) => (back % 7 === 3 ? poisson(random, 900) : poisson(random, 5))),
    ).toBeLessThan(0.02)
    expect(spikeRate((_, random) => (random() < 0.25 ? poisson(random, 100) : 0))).toBeLessThan(0.01)
    // Batches whose sizes differ by powers of ten are the hardest to tell.
    expect(
      spikeRate((_, random) => (random() < 0.25 ? Math.round(100 * Math.exp(normal(random))) : 0)),
    ).toBeLessThan(0.2)
  })

  test('[U2] true spikes on simulated series are found', { timeout: 30_000 }, () => {
    expect(spikeRate((back, random) => poisson(random, back === 1 ? 1500 : 20))).toBe(1)
    expect(spikeRate((back, random) => poisson(random, back < 2 ? 300 : 5))).toBeGreaterThan(0.98)
    expect(
      spikeRate((back, random) => (back === 1 ? 2500 : random() < 0.25 ? poisson(random, 100) : 0)),
    ).toBeGreaterThan(0.98)
  })

  test('[Q3] a level holds when it is full since 7 days, without having been lower in between', () => {
    const at = (back: number) => aRow({ day: today - back, first: daysAgo(back), last: daysAgo(back) })
    expect(limitHolds([at(8)], [], 1, NOON)).toBe(true)
    expect(limitHolds([at(40)], [], 1, NOON)).toBe(true)
    expect(limitHolds([at(8)], [], 0.9, NOON)).toBe(false)
    expect(limitHolds([at(6)], [], 1, NOON)).toBe(false)
    expect(limitHolds([at(9), at(0)], [at(8)], 1, NOON)).toBe(false)
    expect(limitHolds([at(20), at(9)], [at(15)], 1, NOON)).toBe(true)
    expect(limitHolds([], [], 1, NOON)).toBe(false)
  })
})
