import { ABILITY_FEATURES, type AbilityFit, abilityOf, DAY_MS } from '@fireball/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCrowd, aRow, aUser, evidenceOf, signals, skills } from '../test/sample.ts'
import { easinessIn } from './easiness.ts'
import { tellSteps, WIDTH } from './examples.ts'
import { fitAbility } from './fit-ability.ts'
import { layOut } from './training-set.ts'

const hashes = signals.map(({ hash }) => hash)
const fitted: Promise<AbilityFit> = fitAbility(evidenceOf(aCrowd(30, 25, 7)))

const arbitraryRows = fc.array(
  fc.record({
    signal: fc.constantFrom(...hashes, 'of no skill'),
    context: fc.constantFrom('', 'a', 'b', 'hard'),
    day: fc.integer({ min: 0, max: 60 }),
    success: fc.nat(3),
    failure: fc.nat(3),
    successAssisted: fc.nat(2),
    at: fc.nat(3),
  }),
  { maxLength: 14 },
)

test('every step is told as the view tells it, from all that came before it', async () => {
  const fit = await fitted
  const weights = ABILITY_FEATURES.map(feature => fit.weights[feature] ?? 0)
  await fc.assert(
    fc.asyncProperty(arbitraryRows, async drawn => {
      const rows = drawn.map(({ at, ...one }) => aRow({ ...one, first: one.day * DAY_MS + at }))
      const set = layOut(evidenceOf([aUser('ann', rows)]))
      const easiness = easinessIn(fit, set)
      const { count, values, skill, task, day } = await tellSteps(set, () => easiness)
      const steps = set.courses.flatMap(({ moments }) => moments).flat()
      const told = steps.flatMap(({ row, shows }) => shows.map(shown => ({ row, shown })))
      expect(count).toBe(told.length)
      told.forEach(({ row, shown }, i) => {
        expect([skill[i], set.tasks[task[i] ?? -1]?.context, day[i]]).toEqual([shown, row.context, row.day])
        const logit = weights.reduce((sum, weight, k) => sum + weight * (values[i * WIDTH + k] ?? 0), 0)
        const before = rows.filter(one => one.day < row.day || (one.day === row.day && one.first < row.first))
        const shownBy = skills[shown]?.shownBy.map(key => signals.find(one => one.key === key)?.hash) ?? []
        const known = before.filter(one => hashes.includes(one.signal))
        const view = abilityOf({
          skill: skills[shown]?.key ?? '',
          rows: known.filter(one => shownBy.includes(one.signal)),
          elsewhere: known.filter(one => !shownBy.includes(one.signal)),
          fit,
          now: row.day * DAY_MS,
          context: row.context,
          signal: row.signal,
        })
        expect(Math.abs(view.logit - logit)).toBeLessThan(1e-12)
      })
    }),
    { numRuns: 60 },
  )
})

test('what one event shows twice does not tell itself', async () => {
  const fit = await fitted
  const [, shared = '', sent = ''] = hashes
  const tellTwice = async (success: number): Promise<readonly number[]> => {
    const rows = [shared, sent].map(signal => aRow({ signal, success, failure: 1 - success }))
    const set = layOut(evidenceOf([aUser('ann', rows)]))
    const easiness = easinessIn(fit, set)
    return [...(await tellSteps(set, () => easiness)).values]
  }
  expect(await tellTwice(1)).toEqual(await tellTwice(0))
})
