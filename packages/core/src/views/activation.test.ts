import { describe, expect, test } from 'vitest'
import { added, aProgram, daysAgo, factsAfter, read, sent } from '../../test/sample.ts'
import { type Activation, activationOfAccount, activationOfProduct } from '../index.ts'

const start = (events: Parameters<typeof factsAfter>[0], options = {}) =>
  factsAfter(events, options).activations.start

describe('activation', () => {
  test('[A1] is the share of steps whose condition holds', () => {
    expect(start([])).toMatchObject({ done: 0, total: 5, rate: 0, isComplete: false })
    expect(start([sent('a'), read('a'), sent('b', 'success', { at: daysAgo(1) })])).toMatchObject({
      done: 3,
      rate: 0.6,
    })
  })

  test('[A1] 3 of 4 steps are 75 %', () => {
    const checklist = {
      key: 'c',
      title: 'C',
      steps: ['a', 'b', 'c', 'd'].map(key => ({ key, title: key, done: { [key]: true } })),
    }
    expect(activationOfAccount(checklist, { a: true, b: true, c: true }, 0).rate).toBe(0.75)
  })

  test('[A1] assisted successes complete steps', () => {
    expect(start([sent('a', 'success', { assisted: true })])?.done).toBe(1)
  })

  test('[A1] a step about the account reads the account’s sum', () => {
    const byBob = { ...added(10, 0), userId: 'bob', groupId: 'acme' }
    const isAdded = (options: object) =>
      start([byBob], options)?.steps.find(step => step.key === 'add')?.isDone
    expect(isAdded({ account: 'acme' })).toBe(true)
    expect(isAdded({})).toBe(false)
  })

  test('[A1] a step names what it waits for', () => {
    expect(start([])?.steps[1]).toEqual({ key: 'read', isDone: false, waitsFor: ['send'] })
    expect(start([sent('a')])?.steps[1]?.waitsFor).toEqual([])
  })

  test('[A2] first value is its marked steps, else all of them', () => {
    expect(start([sent('a')])?.hasFirstValue).toBe(true)
    const [checklist] = aProgram().checklists
    if (checklist === undefined) throw new Error('no checklist')
    const unmarked = { ...checklist, steps: checklist.steps.map(({ firstValue: _, ...step }) => step) }
    expect(start([sent('a')], { program: aProgram({ checklists: [unmarked] }) })?.hasFirstValue).toBe(false)
  })

  test('[A3] the product’s is the mean of its accounts’', () => {
    const one = (rate: number): Activation => ({
      checklist: 'c',
      steps: [],
      done: 0,
      total: 4,
      rate,
      isComplete: rate === 1,
      hasFirstValue: rate > 0.5,
    })
    expect(activationOfProduct([one(1), one(0.5), one(0)])).toEqual({
      rate: 0.5,
      complete: 1 / 3,
      firstValue: 1 / 3,
      accounts: 3,
    })
    expect(activationOfProduct([])).toEqual({ rate: 0, complete: 0, firstValue: 0, accounts: 0 })
  })
})
