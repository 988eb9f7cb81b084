import { compileSignals } from '@fireball/core'
import { expect, test } from 'vitest'
import { type Half, TIPPING, tippingPoints } from './tipping-points.ts'

const acts = compileSignals([
  { key: 'sent', name: 'Sent one', on: { event: 'Sent' } },
  { key: 'looked', name: 'Looked', on: { event: 'Looked' } },
])

type Days = (typeof TIPPING.days)[number]
type Times = (typeof TIPPING.times)[number]

const place = (days: Days, times: Times): number =>
  TIPPING.days.indexOf(days) * TIPPING.times.length + TIPPING.times.indexOf(times)

/** A hundred accounts of which twenty converted; of each signal one threshold was reached by some. */
const half = (...cells: readonly (readonly [Days, Times, number, number])[]): Half => {
  const table = (pick: 2 | 3) =>
    acts.map((_, i) =>
      Array.from({ length: TIPPING.days.length * TIPPING.times.length }, (_, at) => {
        const cell = cells[i]
        return cell !== undefined && at === place(cell[0], cell[1]) ? cell[pick] : 0
      }),
    )
  return { accounts: 100, converted: 20, did: table(2), both: table(3) }
}

test('a threshold that goes with converting is told with its lift here, and there', () => {
  const found = half([7, 3, 25, 15], [1, 1, 50, 10])
  const heldOut = half([7, 3, 20, 10], [1, 1, 50, 11])
  expect(tippingPoints(acts, { found, heldOut })).toEqual([
    {
      signal: 'sent',
      name: 'Sent one',
      times: 3,
      days: 7,
      lift: 15 / 25 / (20 / 100),
      precision: 15 / 25,
      recall: 15 / 20,
      heldOutLift: 10 / 20 / (20 / 100),
    },
  ])
})

test('where too few did it in the other half, nothing is said of it; where too few converted, nothing at all', () => {
  const found = half([7, 3, 25, 15])
  expect(tippingPoints(acts, { found, heldOut: half([7, 3, 4, 4]) })[0]?.heldOutLift).toBeNull()
  expect(tippingPoints(acts, { found: { ...found, converted: 4 }, heldOut: found })).toEqual([])
})
