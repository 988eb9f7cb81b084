import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY_MS } from '../day.ts'
import type { Row } from '../person.ts'
import { attentionFreeAt, attentionOf } from './attention.ts'

const TODAY = 20_000

const shown = (day: number, n: number): Row => ({
  user: 'u:ann',
  signal: 'shown',
  context: '',
  day,
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: n,
  noneAssisted: 0,
  sum: 0,
  first: day * DAY_MS,
  last: day * DAY_MS,
})

const input = (rows: readonly Row[], allowed: number, now = TODAY * DAY_MS) => ({
  program: { playbook: { attentionPerWeek: allowed } },
  touches: [],
  rowsOf: { $shown: rows },
  now,
})

test('[L21] attention comes back on the day on which enough of it is a week old', () => {
  expect(attentionFreeAt(input([shown(TODAY, 4)], 5))).toBeNull()
  expect(attentionFreeAt(input([shown(TODAY, 5)], 5))).toBe((TODAY + 7) * DAY_MS)
  expect(attentionFreeAt(input([shown(TODAY - 6, 1), shown(TODAY, 4)], 5))).toBe((TODAY + 1) * DAY_MS)
  expect(attentionFreeAt(input([shown(TODAY - 3, 2), shown(TODAY, 4)], 5))).toBe((TODAY + 4) * DAY_MS)
  expect(attentionFreeAt(input([shown(TODAY - 7, 9)], 5))).toBeNull()
})

test('[L21] it is spent until then, and not a moment longer', () => {
  const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 4 })), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 6 }), (given, allowed) => {
      const rows = given.map(([ago, n]) => shown(TODAY - ago, n))
      const isSpent = (now: number): boolean => attentionOf(input(rows, allowed, now)).used >= allowed
      const freeAt = attentionFreeAt(input(rows, allowed))
      expect(freeAt === null).toBe(!isSpent(TODAY * DAY_MS))
      if (freeAt === null) return
      expect([isSpent(freeAt - 1), isSpent(freeAt)]).toEqual([true, false])
    }),
  )
})
