import { expect, test } from 'vitest'
import { aPopulation, aRow, PROGRAM, SIGNALS } from '../../test/accounts.ts'
import { accountValues } from './account-values.ts'

const at = (day: number, rows = [aRow('login', 100)], more = {}) =>
  accountValues({ rows, traits: {}, skills: PROGRAM.skills, signals: SIGNALS, day, ...more })

test('counts on a log scale, of the last 28 days; what was bought tells nothing', () => {
  const rows = [
    aRow('login', 100, { none: 3 }),
    aRow('login', 102, { user: 'u:bob' }),
    aRow('plans', 102),
    aRow('login', 60),
    aRow('bought', 102),
  ]
  const values = at(104, rows, { traits: { employees: '40' } })
  expect(values).toMatchObject({
    days: Math.log1p(2),
    recency: Math.log1p(2),
    span: Math.log1p(42),
    age: Math.log1p(44),
    actions: Math.log1p(5),
    breadth: Math.log1p(2),
    users: Math.log1p(2),
    intent: Math.log1p(1),
    employees: Math.log1p(40),
    'use:login': Math.log1p(4),
    'use:plans': Math.log1p(1),
    ability: 0,
  })
  expect(Object.keys(values).filter(name => name.includes('bought'))).toEqual([])
})

test('ability is of outcomes, not of attempts: successes raise it, failures lower it, use leaves it', () => {
  const report = (success: number, failure: number) => [
    aRow('report', 100, { context: 'a', success, failure }),
    aRow('report', 100, { context: 'b', success, failure }),
  ]
  expect(at(100, report(2, 0))).toMatchObject({ able: Math.log1p(1) })
  expect(at(100, report(2, 0)).ability).toBeGreaterThan(0)
  expect(at(100, report(0, 2)).ability).toBeLessThan(0)
  expect(at(100).ability).toBe(0)
})

test('no look-ahead: nothing of a later day changes a value, and the order of the rows does not show', () => {
  for (const { rows, beganOn } of aPopulation(40, 5, { hasInvoices: true })) {
    const day = beganOn + 7
    const whole = at(day, [...rows])
    expect(at(day, [...rows].filter(row => row.day <= day).reverse())).toEqual(whole)
  }
})

test('a signal that is left out is read nowhere', () => {
  const rows = [aRow('login', 100), aRow('plans', 101)]
  const without = at(102, rows, { without: new Set(['plans']) })
  expect(without).toMatchObject({ actions: Math.log1p(1), intent: 0, recency: Math.log1p(2) })
  expect(without['use:plans']).toBeUndefined()
})

test('no input is without defined values', () => {
  for (const rows of [[], [aRow('bought', 100)], [aRow('login', 500)]])
    for (const employees of [null, 'many', -4, Number.NaN])
      expect(Object.values(at(100, rows, { traits: { employees } })).every(Number.isFinite)).toBe(true)
})
