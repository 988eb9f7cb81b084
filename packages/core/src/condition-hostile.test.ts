import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { times, traceOf, verdictOf } from '../test/verdict.ts'
import { type Condition, UNKNOWN } from './condition.ts'
import type { Json } from './json.ts'

describe('[C3] hostile input', () => {
  test.each([undefined, null, true, 0, 'a', [], [{}], () => true])('the condition %s is false', condition => {
    expect(verdictOf(condition, { a: 1 })).toBe(false)
    expect(traceOf(condition, { a: 1 })).toEqual([])
  })

  test('the empty condition is true', () => {
    expect(verdictOf({})).toBe(true)
  })

  test('a single clause stands for a list of one', () => {
    expect(verdictOf({ $and: { a: 1 } }, { a: 2 })).toBe(false)
    expect(verdictOf({ $or: { a: 1 } }, { a: 2 })).toBe(false)
    expect(verdictOf({ $nor: { a: 1 } }, { a: 2 })).toBe(true)
  })

  test.each<Condition>([
    { a: { $nope: 1 } },
    { a: { $constructor: 1 } },
    { a: { $__proto__: 1 } },
    { a: { $regex: '(' } },
    { a: { $regex: {} } },
    { a: { $regexi: null } },
    { a: { $elemMatch: 'x' } },
    { $and: [null] },
    { $and: 1 },
  ])('%j is false', condition => {
    expect(verdictOf(condition, { a: 'x' })).toBe(false)
    expect(verdictOf(condition, { a: ['x'] })).toBe(false)
  })

  test('a value that cannot be made a string or a number matches nothing', () => {
    const facts = { a: { toString: 1, valueOf: 1 } }
    for (const expected of ['x', 1, { $gt: 1 }, { $regex: '.' }, { $within: '1d' }, { $vgt: '0' }])
      expect(verdictOf({ a: expected }, facts)).toBe(false)
    expect(verdictOf({ a: { toString: 1, valueOf: 1 } }, facts)).toBe(true)
  })

  test('a fact nested too deep to compare matches nothing', () => {
    const facts = { a: times<Json>(200_000, inner => [inner], []), b: 1 }
    for (const expected of ['x', [[]], { $regex: '.' }, { $alli: ['x'] }, { $ini: ['x'] }])
      expect(verdictOf({ $or: [{ a: expected }, { b: 2 }] }, facts)).toBe(false)
  })

  test('a long version costs no more than its length', () => {
    expect(verdictOf({ a: { $veq: '1.2.3' } }, { a: `1.2.3${'+'.repeat(1_000_000)}\n` })).toBe(true)
  })
})

describe('[C3] for any condition and any facts', () => {
  const path = fc.constantFrom(
    'a',
    'b',
    'a.x',
    'a.0',
    'b.x.y',
    'b.0',
    'constructor',
    '__proto__',
    '$unknown',
    '',
  )
  const json = fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value)))
  const value = fc.oneof(json, fc.constantFrom('', 'a', '7d', '2024-05-08', 0, 1, null, UNKNOWN, [UNKNOWN]))
  const operator = fc.constantFrom(
    ...[
      '$eq',
      '$ne',
      '$lt',
      '$gte',
      '$veq',
      '$vlt',
      '$in',
      '$nin',
      '$ini',
      '$nini',
      '$all',
      '$alli',
      '$not',
      '$size',
    ],
    ...[
      '$inGroup',
      '$notInGroup',
      '$elemMatch',
      '$exists',
      '$type',
      '$regex',
      '$regexi',
      '$ago',
      '$within',
      '$nope',
    ],
  )
  const depth = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 4 }
  const { condition } = fc.letrec(tie => ({
    condition: fc.oneof(
      depth,
      fc.dictionary(path, tie('operand'), { minKeys: 1, maxKeys: 2 }),
      fc.record({ $not: tie('condition') }),
      fc.dictionary(fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('condition'), { maxLength: 2 }), {
        minKeys: 1,
        maxKeys: 2,
      }),
    ),
    operand: fc.oneof(
      depth,
      value,
      fc.array(value, { maxLength: 3 }),
      fc.dictionary(operator, tie('operand'), { minKeys: 1, maxKeys: 2 }),
      fc.dictionary(operator, tie('condition'), { minKeys: 1, maxKeys: 1 }),
    ),
  }))
  const facts = fc.dictionary(path, value)
  const isVerdict = (verdict: unknown) => verdict === 'unknown' || typeof verdict === 'boolean'

  test('evaluate answers and never throws', () => {
    const anyCondition = fc.oneof(condition, fc.jsonValue())
    const anyFacts = fc.oneof(facts, fc.dictionary(fc.string(), json))
    fc.assert(
      fc.property(anyCondition, anyFacts, (c, f) => isVerdict(verdictOf(c, f))),
      { numRuns: 2000 },
    )
  })

  test('[C2] what was decided without a fact stays so once it is known', () => {
    const decisions = { made: 0 }
    fc.assert(
      fc.property(condition, facts, value, (c, f, a) => {
        const before = verdictOf(c, { ...f, a: UNKNOWN })
        if (before === 'unknown') return
        decisions.made += 1
        expect(verdictOf(c, { ...f, a })).toBe(before)
      }),
      { numRuns: 2000 },
    )
    expect(decisions.made).toBeGreaterThan(200)
  })
})
