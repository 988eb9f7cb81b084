import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { createIds, idAfter } from './id-after.ts'

const EARLY = '01900000-0000-7000-8000-000000000001'
const LATE = '01950000-0000-7abc-8000-000000000002'

test('an id that sorts after stays; one that does not follows the earlier one and stays a UUID', () => {
  expect(idAfter(LATE, EARLY)).toBe(LATE)
  expect(idAfter(EARLY, undefined)).toBe(EARLY)
  const moved = idAfter(EARLY, LATE)
  expect(moved).toBe('01950000-0001-7000-8000-000000000001')
  expect(moved > LATE).toBe(true)
  expect(idAfter(LATE, LATE) > LATE).toBe(true)
})

test('what is no such id stays as it is', () => {
  expect(idAfter('id-1', 'id-2')).toBe('id-1')
})

test('ids go up though the clock goes back by a day', () => {
  const made = [LATE, EARLY, EARLY, LATE, uuidv7()]
  const next = createIds(() => made.shift() ?? '')
  const ids = [next(), next(), next(), next(), next()]
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(5)
})
