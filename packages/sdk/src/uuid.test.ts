import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIds } from './uuid.ts'

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test.each([0, 0.5, 1 - 2 ** -53])(
  'ids have the form of a version 7 UUID, whatever the dice say: %s',
  dice => {
    expect(
      createIds(
        () => 1_700_000_000_000,
        () => dice,
      )(),
    ).toMatch(FORM)
  },
)

test('ids sort in the order of their making, also when many are made at once or the clock goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 200 }), steps => {
      let time = 1_700_000_000_000
      const next = createIds(() => time, Math.random)
      const ids = steps.map(step => {
        time += step
        return next()
      })
      expect([...ids].sort()).toEqual(ids)
    }),
  )
  const many = createIds(() => 1_700_000_000_000, Math.random)
  const ids = Array.from({ length: 10_000 }, many)
  expect(ids.every(id => FORM.test(id))).toBe(true)
  expect([...ids].sort()).toEqual(ids)
})
