import { expect, test } from 'vitest'
import { aPopulation, PROGRAM, SIGNALS } from '../../test/accounts.ts'
import type { AccountHistory } from './history.ts'
import { learnPropensity } from './learn-propensity.ts'

const input = { ...PROGRAM, signals: SIGNALS, horizonDays: 30, through: 20_260 }

test('too few conversions: says how many, and the types’ odds stay', async () => {
  const learned = await learnPropensity({ ...input, histories: aPopulation(60, 1) })
  expect(learned).toMatchObject({ result: 'not-enough', leaks: [] })
  expect(learned.say).toMatch(
    /^Not enough yet: of 60 accounts whose 30 days are over, \d+ converted and \d+ did not; 30 of each are needed\. The odds of the seven types stay in use\.$/,
  )
  expect(learned.made).toBeUndefined()
})

test('beats the types’ odds on what came later, and says by how much', async () => {
  const learned = await learnPropensity({ ...input, histories: aPopulation(160, 2) })
  expect(learned.result).toBe('better')
  expect(learned.say).toMatch(/^Told what \d+ accounts did later better: log loss \.?\d/)
  const { comparison, card, fit, through } = learned.made ?? {}
  expect(comparison?.low).toBeGreaterThan(0)
  expect(card?.auc).toBeGreaterThan(0.7)
  expect(card?.typesAuc).toBe(0.5)
  expect(card?.version).toBe(fit?.version)
  // What it learned of was over before the first look that it is judged by.
  expect(card?.trainedOn.to).toBeLessThan((card?.testedOn.from ?? 0) - 29 * 86_400_000)
  expect((through ?? 0) * 86_400_000).toBeLessThan(card?.testedOn.from ?? 0)
})

test('histories in any order give the same', async () => {
  const histories = aPopulation(160, 3)
  const one = await learnPropensity({ ...input, histories })
  expect(await learnPropensity({ ...input, histories: [...histories].reverse() })).toEqual(one)
})

test('a leak is named on the card and read nowhere', async () => {
  const { made, leaks } = await learnPropensity({
    ...input,
    histories: aPopulation(160, 4, { hasInvoices: true }),
  })
  expect(leaks.map(one => one.feature)).toEqual(['use:invoice'])
  expect(made?.card.leaks).toEqual(leaks.map(({ feature, say }) => ({ feature, say })))
  expect(made?.fit.without).toEqual(['invoice'])
  expect(made?.fit.weights.map(one => one.feature)).not.toContain('use:invoice')
})

test('what is in use stays where the new fit has nothing later to be judged by, or is not surely better', async () => {
  const histories = aPopulation(160, 5)
  const first = await learnPropensity({ ...input, histories })
  const made = first.made
  if (made === undefined) throw new Error('nothing was made')
  const current = { fit: made.fit, through: 20_259 }
  const again = await learnPropensity({ ...input, histories, current })
  expect(again).toMatchObject({ result: 'not-enough' })
  expect(again.say).toContain('accounts converted after what the fit in use was learned from')
  const twin = await learnPropensity({ ...input, histories, current: { fit: made.fit, through: 0 } })
  expect(twin.result).toBe('same')
})

/** Of a population of noise: three of ten convert, on any day from the fourth to the twenty-seventh. */
const truth =
  ({ beganOn }: AccountHistory) =>
  (day: number): number => {
    const left = (0.3 * Math.max(0, Math.min(24, beganOn + 27 - day))) / 24
    return Math.max(1e-3, left / (left + 0.7))
  }

test('nothing to be told: a fit seldom goes live over the truth', async () => {
  let live = 0
  for (let seed = 10; seed < 12; seed++) {
    const histories = aPopulation(160, seed, { isNoise: true }).map(one => ({ ...one, oddsOn: truth(one) }))
    live += Number((await learnPropensity({ ...input, histories })).result === 'better')
  }
  expect(live).toBe(0)
})
