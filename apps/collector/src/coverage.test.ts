import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverageOf, joinRuns } from './coverage.ts'

test('nothing known covers nothing', () => {
  expect(coverageOf([])).toEqual({ through: -1, gaps: [] })
})

test('numbers start at 1, so what came before the first seen is a gap', () => {
  expect(coverageOf([{ first: 3, last: 4 }])).toEqual({ through: 4, gaps: [1, 2] })
  expect(coverageOf([{ first: 0, last: 2 }])).toEqual({ through: 2, gaps: [] })
})

test('overlapping and adjoining runs become one', () => {
  expect(
    joinRuns([
      { first: 5, last: 9 },
      { first: 1, last: 2 },
      { first: 3, last: 6 },
    ]),
  ).toEqual([{ first: 1, last: 9 }])
})

test('past too many gaps the mark stays lower, and what it covers is still true', () => {
  const seqs = Array.from({ length: 2000 }, (_, i) => i * 2)
  const { through, gaps } = coverageOf(seqs.map(seq => ({ first: seq, last: seq })))
  expect(gaps).toHaveLength(500)
  for (let seq = 0; seq <= through; seq++) expect(gaps.includes(seq)).toBe(seq % 2 === 1)
})

test('covered is exactly what was seen, however it is cut into runs', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { minLength: 1 }), fc.array(fc.nat(60)), (seqs, more) => {
      const { through, gaps } = coverageOf([...seqs, ...more].map(seq => ({ first: seq, last: seq })))
      const seen = new Set([...seqs, ...more])
      for (let seq = 1; seq <= 61; seq++) expect(seq <= through && !gaps.includes(seq)).toBe(seen.has(seq))
    }),
  )
})
