import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseVariation, getBucketRange, getEqualWeights, hash, inNamespace } from './bucket.ts'

describe('hash', () => {
  test.each([
    ['', 'a', 1, 0.22],
    ['b', 'a', 1, 0.946],
    ['seed', 'a', 2, 0.0505],
    ['foo', 'def', 2, 0.2019],
  ])('(%j, %j, %d) is %d', (seed, value, version, place) => {
    expect(hash(seed, value, version)).toBe(place)
  })

  test.each([0, 1.5, 3, 99, NaN])('there is no version %d', version => {
    expect(hash('seed', 'a', version)).toBeNull()
  })

  test('every string has a place in [0, 1)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(1, 2), (seed, value, version) => {
        const place = hash(seed, value, version) ?? NaN
        return place >= 0 && place < 1
      }),
    )
  })

  test('version 2 spreads ids over the variations evenly, and one seed says nothing of another', () => {
    const ranges = getBucketRange(2)
    const seen = [0, 0, 0, 0]
    for (let id = 0; id < 10_000; id++) {
      const [one, other] = ['one', 'other'].map(seed =>
        chooseVariation(hash(seed, `user-${id}`, 2) ?? NaN, ranges),
      )
      const cell = 2 * (one ?? NaN) + (other ?? NaN)
      seen[cell] = (seen[cell] ?? NaN) + 1
    }
    for (const count of seen) expect(Math.abs(count - 2500)).toBeLessThan(150)
  })
})

describe('getBucketRange', () => {
  test('shares are equal and full unless said otherwise', () => {
    expect(getBucketRange(2)).toEqual([
      [0, 0.5],
      [0.5, 1],
    ])
  })

  test('coverage shortens each range and leaves its start', () => {
    expect(getBucketRange(2, 0.5)).toEqual([
      [0, 0.25],
      [0.5, 0.75],
    ])
  })

  test.each([
    [
      -1,
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    [
      2,
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
  ])('coverage %d is held to 0–1', (coverage, ranges) => {
    expect(getBucketRange(2, coverage)).toEqual(ranges)
  })

  test.each([[null], [[]], [[1]], [[0.4, 0.1]], [[0.7, 0.6]], [[NaN, 1]]])(
    'the weights %j become equal ones',
    weights => {
      expect(getBucketRange(2, 1, weights)).toEqual(getBucketRange(2))
    },
  )

  test('weights may miss 1 by rounding', () => {
    expect(getBucketRange(2, 1, [0.4, 0.5999])).toEqual([
      [0, 0.4],
      [0.4, 0.9999],
    ])
  })
})

describe('chooseVariation', () => {
  const ranges = [
    [0, 0.25],
    [0.5, 0.5],
    [0.5, 0.75],
  ] as const

  test.each([
    [0, 0],
    [0.2499, 0],
    [0.25, -1],
    [0.5, 2],
    [0.75, -1],
    [1, -1],
    [NaN, -1],
  ])('%d is in range %d', (place, index) => {
    expect(chooseVariation(place, ranges)).toBe(index)
  })
})

describe('inNamespace', () => {
  test('two halves never share a user and leave none out', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (userId, name) => inNamespace(userId, [name, 0, 0.4]) !== inNamespace(userId, [name, 0.4, 1]),
      ),
    )
  })
})

describe('getEqualWeights', () => {
  test.each([
    [-1, []],
    [0, []],
    [1, [1]],
    [4, [0.25, 0.25, 0.25, 0.25]],
  ])('%d', (count, weights) => {
    expect(getEqualWeights(count)).toEqual(weights)
  })
})
