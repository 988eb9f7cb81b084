import { ABILITY_FEATURES, abilityOf, contextName, DAY_MS, hash53, type Row, UNFITTED } from '@fireball/core'
import { expect, test } from 'vitest'
import { aCrowd, aRow, aUser, evidenceOf, signals } from '../test/sample.ts'
import { compareFits } from './compare-fits.ts'
import { fitAbility } from './fit-ability.ts'
import { judgeFit } from './judge-fit.ts'

const later = { since: 15, until: 30 }
const [built] = signals

const weightsNear = (weights: Readonly<Partial<Record<string, number>>>, within: number): void => {
  for (const feature of ABILITY_FEATURES)
    expect(Math.abs((weights[feature] ?? 0) - (UNFITTED.weights[feature] ?? 0))).toBeLessThan(within)
}

test('a fit tells later outcomes better than the starting values, and knows what is hard', async () => {
  const crowd = aCrowd(80, 30, 1)
  const earlier = crowd.map(one => ({ ...one, rows: one.rows.filter(({ day }) => day < later.since) }))
  const candidate = await fitAbility(evidenceOf(earlier))
  const compared = await compareFits({ ...evidenceOf(crowd), ...later, candidate, current: UNFITTED })
  expect(compared).toMatchObject({ isBetter: true, users: 80 })
  // One signal shows two skills: its outcomes are told for each, and counted once.
  expect(compared.outcomes).toBe(80 * 15)
  expect(compared.gain).toBeGreaterThan(0.1)
  const before = await judgeFit({ ...evidenceOf(crowd), ...later, fit: UNFITTED })
  const after = await judgeFit({ ...evidenceOf(crowd), ...later, fit: candidate })
  expect(after.auc).toBeGreaterThan((before.auc ?? 1) + 0.05)
  expect(after.ece).toBeLessThan(0.05)
  expect(compared.gain).toBeCloseTo(before.logLoss - after.logLoss, 9)
  const contexts = candidate.signals[built?.hash ?? '']?.contexts ?? {}
  const easiness = (name: string): number => contexts[contextName(hash53(name))] ?? 0
  for (const n of [0, 1, 2, 3, 4]) expect(easiness(`easy-${n}`)).toBeGreaterThan(easiness(`hard-${n}`) + 16)
}, 30_000)

test('the same evidence in any order gives the same fit', async () => {
  const crowd = aCrowd(15, 12, 2)
  const turned = [...crowd].reverse().map(one => ({ ...one, rows: [...one.rows].reverse() }))
  expect(await fitAbility(evidenceOf(turned))).toEqual(await fitAbility(evidenceOf(crowd)))
})

test('without evidence the starting values stay', async () => {
  const fit = await fitAbility(evidenceOf([]))
  weightsNear(fit.weights, 0.001)
  expect(fit.signals).toEqual({})
  expect(fit.spread).toBeCloseTo(UNFITTED.spread, 2)
})

test('one user moves little, and every number stays finite', async () => {
  const rows = Array.from({ length: 6 }, (_, day) => aRow({ day, success: 1, context: `c${day}` }))
  const fit = await fitAbility(evidenceOf([aUser('ann', rows)]))
  weightsNear(fit.weights, 0.3)
})

const odd: Readonly<Record<string, readonly Row[]>> = {
  'one outcome only': Array.from({ length: 200 }, (_, day) =>
    aRow({ day, success: 3, context: `c${day % 7}` }),
  ),
  'failures only': Array.from({ length: 200 }, (_, day) => aRow({ day, failure: 3, context: `c${day % 7}` })),
  'all assisted': Array.from({ length: 50 }, (_, day) =>
    aRow({ day, successAssisted: 2, failureAssisted: 1 }),
  ),
  'no context': Array.from({ length: 50 }, (_, day) =>
    aRow({ day, context: '', success: day % 2, failure: 1 }),
  ),
  'equal times': Array.from({ length: 50 }, (_, n) =>
    aRow({ context: `c${n}`, success: n % 2, failure: 1 - (n % 2) }),
  ),
  'times that run backwards': Array.from({ length: 50 }, (_, n) =>
    aRow({ day: 5, first: -n, last: -n - DAY_MS, context: `c${n % 3}`, success: n % 2, failure: 1 }),
  ),
  'a million in one row': [aRow({ success: 1_000_000 }), aRow({ day: 1, failure: 1_000_000, context: 'b' })],
}

test.each(Object.entries(odd))('%s: a defined fit, a defined answer', async (name, rows) => {
  const users = Array.from({ length: 12 }, (_, n) => aUser(`user-${n}`, rows))
  const fit = await fitAbility(evidenceOf(users))
  for (const record of [fit.weights, fit.doubts])
    for (const value of Object.values(record)) expect(Math.abs(value)).toBeLessThan(20)
  expect(fit.spread).toBeGreaterThan(0)
  const { p, low, high } = abilityOf({
    skill: 'build',
    rows,
    elsewhere: [],
    fit,
    now: 300 * DAY_MS,
    context: 'c1',
  })
  expect(low).toBeGreaterThanOrEqual(0)
  expect(high).toBeLessThanOrEqual(1)
  expect(p).toBeGreaterThanOrEqual(low)
  if (name === 'one outcome only') expect(p).toBeGreaterThan(0.9)
  if (name === 'failures only') expect(p).toBeLessThan(0.1)
  if (name === 'all assisted') weightsNear(fit.weights, 0.001)
})

test('of a context with many values, those seen most are kept', async () => {
  const rows = Array.from({ length: 300 }, (_, n) =>
    aRow({ day: n, context: hash53(n % 3 === 0 ? 'often' : `c${n}`), success: 1, failure: n % 2 }),
  )
  const fit = await fitAbility({ ...evidenceOf([aUser('ann', rows)]), keep: 10 })
  const contexts = fit.signals[built?.hash ?? '']?.contexts ?? {}
  expect(Object.keys(contexts)).toHaveLength(10)
  expect(Object.keys(contexts)).toContain(contextName(hash53('often')))
})

test('progress is told to the end, and what a rest throws stops the work', async () => {
  const told: (readonly [number, number])[] = []
  await fitAbility({ ...evidenceOf(aCrowd(5, 5, 3)), onProgress: (done, total) => told.push([done, total]) })
  const [, total = 0] = told[0] ?? []
  expect(told.map(([done]) => done)).toEqual(Array.from({ length: total }, (_, n) => n + 1))
  const stop = new Error('stopped')
  let rests = 0
  const rest = async (): Promise<void> => {
    if (++rests > 3) throw stop
  }
  await expect(fitAbility({ ...evidenceOf(aCrowd(5, 5, 3)), rest })).rejects.toBe(stop)
})
