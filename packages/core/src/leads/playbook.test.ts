import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Complexity,
  complexityOf,
  type DealSize,
  dealCuts,
  dealOf,
  dealSizeOf,
  gridOf,
  gridProblems,
  selfServes,
  TOUCH_MOMENTS,
} from '../index.ts'

const COMPLEXITIES: readonly Complexity[] = ['simple', 'intermediate', 'complex']
const SIZES: readonly DealSize[] = ['small', 'mid', 'large']

describe('complexity', () => {
  test('[L16] of ten users, seven who serve themselves make it simple, four intermediate, fewer complex', () => {
    const of = (selfServed: number, users = 100) => complexityOf({}, { users, selfServed }).complexity
    expect([100, 70, 69, 40, 39, 0].map(selfServed => of(selfServed))).toEqual([
      'simple',
      'simple',
      'intermediate',
      'intermediate',
      'complex',
      'complex',
    ])
    expect(of(21, 30)).toBe('simple')
    expect(of(12, 30)).toBe('intermediate')
  })

  test('[L16] under 30 users the typed value counts, and is marked', () => {
    expect(complexityOf({}, { users: 29, selfServed: 29 })).toEqual({
      measured: 1,
      users: 29,
      complexity: 'intermediate',
      isTyped: true,
    })
    expect(complexityOf({ playbook: { complexity: 'complex' } }, { users: 0, selfServed: 0 })).toEqual({
      measured: null,
      users: 0,
      complexity: 'complex',
      isTyped: true,
    })
    expect(complexityOf({ playbook: { complexity: 'complex' } }, { users: 30, selfServed: 30 })).toEqual({
      measured: 1,
      users: 30,
      complexity: 'simple',
      isTyped: false,
    })
  })

  test('[L16] who reached first value before a person helped has served themselves', () => {
    expect(selfServes({ firstValueAt: 5, helpedAt: null })).toBe(true)
    expect(selfServes({ firstValueAt: 5, helpedAt: 6 })).toBe(true)
    expect(selfServes({ firstValueAt: 5, helpedAt: 4 })).toBe(false)
    expect(selfServes({ firstValueAt: null, helpedAt: null })).toBe(false)
  })
})

describe('deal size', () => {
  test('[L17] a trait, else the first rule that holds, else nobody knows', () => {
    const program = {
      forecast: { dealSize: { rules: [{ when: { 'account.plan': 'pro' }, size: 348 }, { size: 100 }] } },
    }
    expect(dealOf(program, { account: { dealSize: 900, plan: 'pro' } }, 0)).toBe(900)
    expect(dealOf(program, { account: { dealSize: '900' } }, 0)).toBe(900)
    expect(dealOf(program, { account: { plan: 'pro' } }, 0)).toBe(348)
    expect(dealOf(program, { account: {} }, 0)).toBe(100)
    expect(dealOf({}, { account: { plan: 'pro' } }, 0)).toBeNull()
    for (const nonsense of [-1, 'much', '', null, true, [5]])
      expect(dealOf({}, { account: { dealSize: nonsense } }, 0)).toBeNull()
    const elsewhere = { forecast: { dealSize: { path: 'account.acv' } } }
    expect(dealOf(elsewhere, { account: { acv: 0, dealSize: 5 } }, 0)).toBe(0)
  })

  test('[L17] thirds of the known sizes, and a size on a cut belongs to the upper one', () => {
    const cuts = dealCuts({}, [100, 200, 300, 400, 500, 600, 700])
    expect(cuts).toEqual({ mid: 300, large: 500 })
    expect([299, 300, 499, 500].map(deal => dealSizeOf(deal, cuts).size)).toEqual([
      'small',
      'mid',
      'mid',
      'large',
    ])
  })

  test('[L17] an unknown size is small and says so; sizes too few or too alike make a known one mid', () => {
    expect(dealSizeOf(null, { mid: 1, large: 2 })).toEqual({ size: 'small', isKnown: false })
    expect(dealCuts({}, [])).toBeNull()
    expect(dealCuts({}, [5, 5, 5, 9])).toBeNull()
    expect(dealSizeOf(5, null)).toEqual({ size: 'mid', isKnown: true })
    const program = { playbook: { deals: { mid: 1000, large: 5000 } } }
    expect(dealSizeOf(5000, dealCuts(program, []))).toEqual({ size: 'large', isKnown: true })
  })
})

describe('the grid', () => {
  test('[L18] the cells that a program does not name are ours', () => {
    expect(gridOf({})).toEqual({
      simple: { small: 'hand-raise', mid: 'pql', large: 'first-value' },
      intermediate: { small: 'pql', mid: 'first-value', large: 'half-or-stuck' },
      complex: { small: 'half-or-stuck', mid: 'first-event', large: 'sign-up' },
    })
    expect(gridOf({ playbook: { grid: { simple: { large: 'pql' } } } }).simple).toEqual({
      small: 'hand-raise',
      mid: 'pql',
      large: 'pql',
    })
    expect(gridProblems(gridOf({}))).toEqual([])
  })

  test('[L18] a cell that is later than for a simpler product or a smaller deal is a problem', () => {
    expect(gridProblems(gridOf({ playbook: { grid: { complex: { large: 'pql' } } } }))).toEqual([
      {
        complexity: 'complex',
        size: 'large',
        message:
          '“pql” is later than “half-or-stuck” where the product is intermediate; the more complex, the sooner',
      },
      {
        complexity: 'complex',
        size: 'large',
        message: '“pql” is later than “first-event” where the deal is mid; the bigger, the sooner',
      },
    ])
  })

  test('[L18] a grid has no problem exactly when it is monotone both ways', () => {
    const row = () =>
      fc.record({
        small: fc.constantFrom(...TOUCH_MOMENTS),
        mid: fc.constantFrom(...TOUCH_MOMENTS),
        large: fc.constantFrom(...TOUCH_MOMENTS),
      })
    fc.assert(
      fc.property(fc.record({ simple: row(), intermediate: row(), complex: row() }), grid => {
        const at = (c: number, s: number): number => {
          const complexity = COMPLEXITIES[c]
          const size = SIZES[s]
          return complexity === undefined || size === undefined
            ? Number.NaN
            : TOUCH_MOMENTS.indexOf(grid[complexity][size])
        }
        const isMonotone = [0, 1, 2].every(c =>
          [0, 1, 2].every(s => !(at(c + 1, s) > at(c, s)) && !(at(c, s + 1) > at(c, s))),
        )
        expect(gridProblems(grid).length === 0).toBe(isMonotone)
      }),
      { numRuns: 50 },
    )
  })
})
