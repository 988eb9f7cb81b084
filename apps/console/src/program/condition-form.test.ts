import { evaluate, type JsonObject } from '@fireball/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ConditionForm,
  FORM_OPERATORS,
  type Line,
  readCondition,
  writeCondition,
} from './condition-form.ts'

const PATHS = [
  'account.plan',
  'account.users',
  'events.sent.d7',
  'lead.stage',
  'lead.since',
  '__proto__',
] as const
const NOW = 1_700_000_000_000

const plain = fc.oneof(
  fc.constantFrom('trial', 'pro', 'won', ''),
  fc.integer({ min: 0, max: 9 }),
  fc.boolean(),
)

const line: fc.Arbitrary<Line> = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.constantFrom(...FORM_OPERATORS),
    plain,
    fc.array(plain, { maxLength: 3 }),
  )
  .map(([path, operator, value, list]): Line => {
    const base = { kind: 'line', path, operator } as const
    if (operator === '$in' || operator === '$nin') return { ...base, value: list }
    if (operator === '$exists') return { ...base, value: value === true }
    if (operator === '$within' || operator === '$ago') return { ...base, value: '7d' }
    if (operator === '$regex' || operator === '$regexi') return { ...base, value: 'tr' }
    return { ...base, value }
  })

const join = fc.constantFrom('and', 'or')
const group = fc.record({
  kind: fc.constant('group' as const),
  join,
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
})
const form: fc.Arbitrary<ConditionForm> = fc.record({
  join,
  parts: fc.array(fc.oneof(line, group), { maxLength: 4 }),
})

const facts: fc.Arbitrary<JsonObject> = fc.record({
  account: fc.record({ plan: fc.constantFrom('trial', 'pro', ''), users: fc.integer({ min: 0, max: 9 }) }),
  events: fc.record({ sent: fc.record({ d7: fc.integer({ min: 0, max: 9 }) }) }),
  lead: fc.record({
    stage: fc.constantFrom('won', 'pql'),
    since: fc.constantFrom(NOW, NOW - 30 * 86_400_000, null),
  }),
})

/** What a form means by itself, without ever being a condition. */
const holds = ({ join: how, parts }: ConditionForm, doc: JsonObject): boolean => {
  const ask = ({ path, operator, value }: Line): boolean =>
    evaluate(
      JSON.parse(
        `{${JSON.stringify(path)}:${JSON.stringify(operator === '=' ? value : { [operator]: value })}}`,
      ),
      doc,
      { now: NOW },
    ) === true
  const any = (as: 'and' | 'or', answers: readonly boolean[]): boolean =>
    answers.length === 0 || (as === 'or' ? answers.some(Boolean) : answers.every(Boolean))
  return any(
    how,
    parts.map(part => (part.kind === 'line' ? ask(part) : any(part.join, part.lines.map(ask)))),
  )
}

test('a form means as a condition what it says, whatever the facts', () => {
  fc.assert(
    fc.property(form, facts, (given, doc) => {
      const condition = writeCondition(given)
      expect(evaluate(condition, doc, { now: NOW }) === true).toBe(holds(given, doc))
    }),
    { numRuns: 500 },
  )
})

test('a condition that came from a form is read as one, and is the same condition again', () => {
  fc.assert(
    fc.property(form, given => {
      const condition = writeCondition(given)
      const read = readCondition(condition)
      expect(read).toBeDefined()
      if (read !== undefined) expect(writeCondition(read)).toEqual(condition)
    }),
    { numRuns: 500 },
  )
})

const scalar = fc.oneof(plain, fc.constant(null))
const operand = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(
    fc.constantFrom(...FORM_OPERATORS.filter(one => one !== '='), '$not', '$elemMatch', '$size', '$eq', 'x'),
    fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.constant({ $gt: 1 })),
    { maxKeys: 2 },
  ),
)
const { anyCondition } = fc.letrec<{ anyCondition: JsonObject }>(tie => ({
  anyCondition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.dictionary(fc.constantFrom(...PATHS.filter(one => one !== '__proto__')), operand, { maxKeys: 3 }),
    fc.dictionary(
      fc.constantFrom('$and', '$or', '$nor', '$not', 'account.plan'),
      fc.oneof(fc.array(tie('anyCondition'), { maxLength: 3 }), tie('anyCondition')),
      { maxKeys: 2 },
    ),
  ) as fc.Arbitrary<JsonObject>,
}))

test('whatever stands in a condition: what a form shows of it means the same, and the rest it leaves alone', () => {
  let shown = 0
  fc.assert(
    fc.property(anyCondition, facts, (condition, doc) => {
      const read = readCondition(condition)
      if (read === undefined) return
      shown++
      const again = writeCondition(read)
      expect(evaluate(again, doc, { now: NOW })).toBe(evaluate(condition, doc, { now: NOW }))
    }),
    { numRuns: 2000 },
  )
  expect(shown).toBeGreaterThan(50)
})

test.each([
  [{}, []],
  [{ 'account.plan': 'trial' }, ['account.plan = trial']],
  [{ 'account.users': { $gte: 5, $lt: 50 } }, ['account.users $gte 5', 'account.users $lt 50']],
  [
    { 'account.plan': 'trial', $or: [{ 'lead.stage': 'pql' }, { 'lead.stage': 'touched' }] },
    ['account.plan = trial', 'or(lead.stage = pql, lead.stage = touched)'],
  ],
  [
    { $and: [{ $or: [{ a: 1 }, { b: 2 }] }, { $or: [{ c: 3 }, { d: 4 }] }] },
    ['or(a = 1, b = 2)', 'or(c = 3, d = 4)'],
  ],
])('%j is shown line by line', (condition, expected) => {
  const say = ({ path, operator, value }: Line): string => `${path} ${operator} ${value}`
  const read = readCondition(condition)
  expect(
    read?.parts.map(one =>
      one.kind === 'line' ? say(one) : `${one.join}(${one.lines.map(say).join(', ')})`,
    ),
  ).toEqual(expected)
  if (read !== undefined) expect(writeCondition(read)).toEqual(condition)
})

test.each([
  { $nor: [{ a: 1 }] },
  { a: { $not: { $gt: 3 } } },
  { a: null },
  { a: [1] },
  { a: { b: 1 } },
  { $or: [] },
  { $or: [{ $or: [{ $and: [{ a: 1 }, { a: 2 }] }] }] },
  'text',
  null,
])('%j stays JSON', condition => {
  expect(readCondition(condition)).toBeUndefined()
})
