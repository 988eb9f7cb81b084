import { describe, expect, test } from 'vitest'
import { NOW, times, traceOf, verdictOf } from '../test/verdict.ts'
import { CONDITION_LIMITS, type Condition, evaluate, UNKNOWN, type Verdict } from './condition.ts'
import type { Json, JsonObject } from './json.ts'

const DAY = 86_400_000

describe('[C1] operators', () => {
  test.each<[Condition, JsonObject, JsonObject]>([
    [{ a: '8' }, { a: 8 }, { a: 9 }],
    [{ a: 8 }, { a: '8' }, { a: 'b' }],
    [{ a: true }, { a: 1 }, { a: 0 }],
    [{ a: false }, { a: '' }, {}],
    [{ a: null }, {}, { a: 0 }],
    [{ a: ['x', 1] }, { a: ['x', 1] }, { a: [1, 'x'] }],
    [{ a: { b: 1 } }, { a: { b: 1 } }, { a: { b: 1, c: 2 } }],
    [{ a: { $eq: 8 } }, { a: 8 }, { a: '8' }],
    [{ a: { $ne: 8 } }, { a: '8' }, { a: 8 }],
    [{ a: { $lt: 3 } }, { a: 2 }, { a: 3 }],
    [{ a: { $lte: 3 } }, { a: '3' }, { a: 4 }],
    [{ a: { $gt: 'b' } }, { a: 'c' }, { a: 'b' }],
    [{ a: { $gte: 3 } }, { a: 3 }, { a: 'x' }],
    [{ a: { $veq: '1.2.3' } }, { a: 'v1.2.3+build' }, { a: '1.2.3-rc.1' }],
    [{ a: { $vne: '1.2.3' } }, {}, { a: '1.2.3' }],
    [{ a: { $vlt: '1.10.0' } }, { a: '1.9.0' }, { a: '1.10.0' }],
    [{ a: { $vlte: '1.10.0' } }, { a: '1.10.0' }, { a: '1.11.0' }],
    [{ a: { $vgt: '1.0.0-rc.2' } }, { a: '1.0.0' }, { a: '1.0.0-rc.1' }],
    [{ a: { $vgte: 2 } }, { a: '10' }, { a: 1 }],
    [{ a: { $in: ['x', 1] } }, { a: ['y', 1] }, { a: 'X' }],
    [{ a: { $nin: ['x', 1] } }, { a: 'X' }, { a: ['y', 1] }],
    [{ a: { $ini: ['x', 1] } }, { a: 'X' }, { a: 'y' }],
    [{ a: { $nini: ['x', 1] } }, { a: 'y' }, { a: ['X'] }],
    [{ a: { $all: ['x', { $gt: 5 }] } }, { a: ['x', 6] }, { a: ['x', 5] }],
    [{ a: { $alli: ['X', 'y'] } }, { a: ['x', 'Y', 'z'] }, { a: ['x'] }],
    [{ a: { $exists: true } }, { a: 0 }, { a: null }],
    [{ a: { $exists: false } }, {}, { a: 0 }],
    [{ a: { $type: 'array' } }, { a: [] }, { a: {} }],
    [{ a: { $type: 'null' } }, {}, { a: 0 }],
    [{ a: { $size: { $gt: 1 } } }, { a: [0, 0] }, { a: 'xx' }],
    [{ a: { $not: { $gt: 1 } } }, { a: 1 }, { a: 2 }],
    [{ a: { $elemMatch: { $lt: 1 } } }, { a: [1, 0] }, { a: [null] }],
    [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1, c: 2 }] }, { a: [{ b: 1 }, { c: 2 }] }],
    [{ a: { $regex: '^x/' } }, { a: 'x/y' }, { a: 'X/y' }],
    [{ a: { $regexi: '^x' } }, { a: 'Xy' }, { a: 'yx' }],
  ])('%j holds for %j, not for %j', (condition, yes, no) => {
    expect(verdictOf(condition, yes)).toBe(true)
    expect(verdictOf(condition, no)).toBe(false)
  })

  test('saved groups are named lists', () => {
    const options = { now: NOW, savedGroups: { staff: [1, '2'] } }
    expect(evaluate({ id: { $inGroup: 'staff' } }, { id: 1 }, options)).toBe(true)
    expect(evaluate({ id: { $inGroup: 'staff' } }, { id: 2 }, options)).toBe(false)
    expect(evaluate({ id: { $notInGroup: 'staff' } }, { id: 2 }, options)).toBe(true)
    expect(evaluate({ id: { $notInGroup: 'none' } }, { id: 1 }, options)).toBe(true)
  })
})

describe('[C2] what is not known', () => {
  const facts = { lead: UNKNOWN, plan: 'trial', members: [{ name: 'Ada' }, UNKNOWN], tags: ['a', UNKNOWN] }

  test.each<[string, Condition, Verdict]>([
    ['a marker', { lead: 'x' }, 'unknown'],
    ['a path below a marker', { 'lead.type.name': { $in: ['x'] } }, 'unknown'],
    ['even its absence', { 'lead.type': { $exists: false } }, 'unknown'],
    ['a negated leaf', { lead: { $not: { $eq: 'x' } } }, 'unknown'],
    ['an operator that does not exist', { lead: { $nope: 1 } }, 'unknown'],
    ['a path beside a marker', { plan: 'trial' }, true],
  ])('%s', (_, condition, verdict) => {
    expect(verdictOf(condition, facts)).toBe(verdict)
  })

  test.each<[Verdict, Verdict, { and: Verdict; or: Verdict; nor: Verdict }]>([
    [true, 'unknown', { and: 'unknown', or: true, nor: false }],
    [false, 'unknown', { and: false, or: 'unknown', nor: 'unknown' }],
    ['unknown', 'unknown', { and: 'unknown', or: 'unknown', nor: 'unknown' }],
    [true, false, { and: false, or: true, nor: false }],
  ])('%s with %s, in either order', (a, b, { and, or, nor }) => {
    const clause = (verdict: Verdict): Condition =>
      verdict === 'unknown' ? { 'lead.type': 'x' } : { plan: verdict ? 'trial' : 'paid' }
    for (const clauses of [
      [clause(a), clause(b)],
      [clause(b), clause(a)],
    ]) {
      expect(verdictOf({ $and: clauses }, facts)).toBe(and)
      expect(verdictOf({ $or: clauses }, facts)).toBe(or)
      expect(verdictOf({ $nor: clauses }, facts)).toBe(nor)
      expect(verdictOf({ $not: { $and: clauses } }, facts)).toBe(and === 'unknown' ? and : !and)
    }
  })

  test('several paths in one condition are an $and', () => {
    expect(verdictOf({ lead: 'x', plan: 'trial' }, facts)).toBe('unknown')
    expect(verdictOf({ lead: 'x', plan: 'paid' }, facts)).toBe(false)
  })

  test('an element that is not known leaves a list open, unless another one settles it', () => {
    expect(verdictOf({ members: { $elemMatch: { name: 'Ada' } } }, facts)).toBe(true)
    expect(verdictOf({ members: { $elemMatch: { name: 'Bob' } } }, facts)).toBe('unknown')
    expect(verdictOf({ tags: { $in: ['a'] } }, facts)).toBe(true)
    expect(verdictOf({ tags: { $in: ['b'] } }, facts)).toBe('unknown')
    expect(verdictOf({ tags: { $nin: ['a'] } }, facts)).toBe(false)
    expect(verdictOf({ tags: { $nin: ['b'] } }, facts)).toBe('unknown')
    expect(verdictOf({ tags: { $all: ['a', 'b'] } }, facts)).toBe('unknown')
    expect(verdictOf({ tags: { $elemMatch: { $eq: 'b' } } }, facts)).toBe('unknown')
    expect(verdictOf({ tags: { $size: 2 } }, facts)).toBe(true)
  })
})

describe('instants', () => {
  const at = (days: number): JsonObject => ({ at: NOW + days * DAY })

  test.each<[string, number, boolean]>([
    ['7d', -8, true],
    ['7d', -7, true],
    ['7d', -6.99, false],
    ['7d', 7, false],
    ['-3d', 3, true],
    ['-3d', 4, true],
    ['-3d', 2.99, false],
    ['-3d', -4, false],
    ['0d', 0, true],
    ['0d', -1, true],
    ['0d', 1, false],
  ])('$ago %s of day %d is %s', (duration, days, verdict) => {
    expect(verdictOf({ at: { $ago: duration } }, at(days))).toBe(verdict)
  })

  test.each<[string, number, boolean]>([
    ['7d', 0, true],
    ['7d', -7, true],
    ['7d', -7.01, false],
    ['7d', 0.01, false],
    ['-3d', 0, true],
    ['-3d', 3, true],
    ['-3d', 3.01, false],
    ['-3d', -0.01, false],
  ])('$within %s of day %d is %s', (duration, days, verdict) => {
    expect(verdictOf({ at: { $within: duration } }, at(days))).toBe(verdict)
  })

  test.each([
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
  ])('%s is %d ms', (duration, ms) => {
    expect(verdictOf({ at: { $ago: duration } }, { at: NOW - ms })).toBe(true)
    expect(verdictOf({ at: { $ago: duration } }, { at: NOW - ms + 1 })).toBe(false)
  })

  test.each<Json>(['', '7', 'd', '7 d', '7y', '7D', '1.5d', '+7d', '--7d', 'P7D', 7, null, true, {}, []])(
    'the duration %j is none',
    duration => {
      expect(verdictOf({ at: { $ago: duration } }, at(-400))).toBe(false)
      expect(verdictOf({ at: { $within: duration } }, at(0))).toBe(false)
    },
  )

  test.each<Json>(['', 'soon', '1', '8 May 2024', '2024-13-45', '2024-05-01T', null, true, {}, []])(
    'the instant %j is none',
    instant => {
      expect(verdictOf({ at: { $ago: '0d' } }, { at: instant })).toBe(false)
      expect(verdictOf({ at: { $within: '9999w' } }, { at: instant })).toBe(false)
    },
  )

  test.each([
    '2024-05-08T11:00:00Z',
    '2024-05-08T11:00:00.000Z',
    '2024-05-08T13:00:00+02:00',
    '2024-05-08T06:00:00-05:00',
    '2024-05-08T11:00:00',
    '2024-05-08T11:00',
  ])('%s is an hour ago, wherever it is read', instant => {
    expect(verdictOf({ at: { $ago: '1h' } }, { at: instant })).toBe(true)
    expect(verdictOf({ at: { $within: '1h' } }, { at: instant })).toBe(true)
  })

  test('a day begins at midnight UTC', () => {
    expect(verdictOf({ at: { $ago: '12h' } }, { at: '2024-05-08' })).toBe(true)
    expect(verdictOf({ at: { $within: '12h' } }, { at: '2024-05-08' })).toBe(true)
  })
})

describe('[C3] bounds', () => {
  const nested = (containers: number): Condition =>
    times<Condition>(containers - 1, inner => ({ $not: inner }), { a: 1 })
  // The condition, the operators and the list are values too.
  const wide = (values: number): Condition => ({
    a: { $in: Array.from({ length: values - 3 }, (_, i) => i) },
  })

  test('the deepest condition is read, the next is refused', () => {
    expect(verdictOf(nested(CONDITION_LIMITS.depth - 1), { a: 1 })).toBe(true)
    expect(verdictOf(nested(CONDITION_LIMITS.depth), { a: 2 })).toBe(true)
    expect(verdictOf(nested(CONDITION_LIMITS.depth + 1), { a: 1 })).toBe(false)
    expect(verdictOf(nested(CONDITION_LIMITS.depth + 2), { a: 2 })).toBe(false)
  })

  test('the largest condition is read, the next is refused', () => {
    expect(verdictOf(wide(CONDITION_LIMITS.nodes), { a: 1 })).toBe(true)
    expect(verdictOf(wide(CONDITION_LIMITS.nodes + 1), { a: 1 })).toBe(false)
  })

  test('a refusal is the one leaf of its trace and says why', () => {
    const deep = nested(CONDITION_LIMITS.depth + 1)
    const large = wide(CONDITION_LIMITS.nodes + 1)
    const refused = { path: '', operator: '', got: null, verdict: false }
    expect(traceOf(deep, { a: 1 })).toEqual([{ ...refused, expected: deep, reason: 'too-deep' }])
    expect(traceOf(large, { a: 1 })).toEqual([{ ...refused, expected: large, reason: 'too-large' }])
  })

  test('a refusal does not hang on the facts, nor on where it lies', () => {
    expect(verdictOf({ $or: [{}, wide(2000)] })).toBe(false)
    expect(verdictOf({ $not: wide(2000) })).toBe(false)
    expect(verdictOf({ a: wide(2000) }, { a: UNKNOWN })).toBe(false)
  })

  test('neither depth nor size costs the stack or the time', () => {
    expect(verdictOf(times<Json>(200_000, inner => ({ $not: inner }), {}))).toBe(false)
    expect(verdictOf(times<Json>(200_000, inner => [inner], []))).toBe(false)
    expect(verdictOf(wide(1_000_000))).toBe(false)
  })

  test('$regex bounds its pattern and its subject', () => {
    const isMatch = (pattern: number, subject: number): Verdict =>
      verdictOf({ a: { $regex: `^${'a?'.repeat(pattern)}`.slice(0, pattern) } }, { a: 'a'.repeat(subject) })
    expect(isMatch(CONDITION_LIMITS.pattern, CONDITION_LIMITS.subject)).toBe(true)
    expect(isMatch(CONDITION_LIMITS.pattern + 1, 1)).toBe(false)
    expect(isMatch(1, CONDITION_LIMITS.subject + 1)).toBe(false)
  })
})

describe('own properties only', () => {
  test.each([
    'constructor',
    '__proto__',
    'toString',
    'constructor.name',
    '__proto__.constructor',
    'list.push',
  ])('%s is absent', path => {
    const facts = { list: [1] }
    expect(verdictOf({ [path]: { $exists: true } }, facts)).toBe(false)
    expect(traceOf({ [path]: null }, facts)).toMatchObject([{ path, got: null, verdict: true }])
  })

  test('a fact may have such a name', () => {
    const facts: JsonObject = JSON.parse('{ "__proto__": { "admin": true }, "constructor": "ACME" }')
    expect(verdictOf({ constructor: 'ACME' }, facts)).toBe(true)
    expect(verdictOf(JSON.parse('{ "__proto__.admin": true }'), facts)).toBe(true)
    expect(verdictOf({ admin: { $exists: true } }, facts)).toBe(false)
  })

  test.each(['constructor', '__proto__', 'toString'])('no saved group is called %s', name => {
    const facts = { id: 1 }
    expect(evaluate({ id: { $inGroup: name } }, facts, { now: NOW, savedGroups: {} })).toBe(false)
    expect(evaluate({ id: { $notInGroup: name } }, facts, { now: NOW, savedGroups: {} })).toBe(true)
    expect(verdictOf({ id: { $inGroup: name } }, facts)).toBe(false)
  })

  test('elements and lengths of lists are theirs', () => {
    const facts = { list: [{ name: 'Ada' }, 2], name: 'Ada' }
    expect(verdictOf({ 'list.0.name': 'Ada', 'list.length': { $eq: 2 } }, facts)).toBe(true)
    expect(verdictOf({ 'name.length': { $exists: true } }, facts)).toBe(false)
    expect(verdictOf({ 'list.2': { $exists: true } }, facts)).toBe(false)
  })
})

describe('trace', () => {
  test('names path, operator, both values and the verdict', () => {
    const facts = { user: { seats: 5, plan: 'trial' }, lead: UNKNOWN }
    expect(
      traceOf({ 'user.seats': { $gte: 3, $lt: 9 }, 'user.plan': 'trial', 'lead.p': { $gt: 0.5 } }, facts),
    ).toEqual([
      { path: 'user.seats', operator: '$gte', expected: 3, got: 5, verdict: true },
      { path: 'user.seats', operator: '$lt', expected: 9, got: 5, verdict: true },
      { path: 'user.plan', operator: '=', expected: 'trial', got: 'trial', verdict: true },
      { path: 'lead.p', operator: '$gt', expected: 0.5, got: UNKNOWN, verdict: 'unknown' },
    ])
  })

  test('stops where the verdict is settled', () => {
    expect(traceOf({ a: 1, b: 2 }, { a: 0, b: 2 })).toMatchObject([{ path: 'a', verdict: false }])
    expect(traceOf({ $or: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 })).toMatchObject([
      { path: 'a', verdict: true },
    ])
  })

  test('an operator is one leaf, whatever it asks in turn', () => {
    const hobbies = [{ name: 'bowling' }, { name: 'pingpong' }]
    const pong = { name: { $regex: 'pong$' } }
    expect(traceOf({ hobbies: { $not: { $elemMatch: pong } } }, { hobbies })).toEqual([
      { path: 'hobbies', operator: '$not', expected: { $elemMatch: pong }, got: hobbies, verdict: false },
    ])
  })

  test('a leaf under a negation keeps its own verdict', () => {
    expect(traceOf({ $not: { a: 1 } }, { a: 1 })).toMatchObject([{ path: 'a', verdict: true }])
  })
})
