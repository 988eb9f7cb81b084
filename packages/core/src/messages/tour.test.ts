import { describe, expect, test } from 'vitest'
import type { MessageSeen, TourStep } from '../index.ts'
import { tourTarget } from '../index.ts'
import { tourPlace } from './tour.ts'

const step = (key: string, over: Partial<TourStep> = {}): TourStep => ({ key, title: key, ...over })
const went = (...keys: readonly string[]): readonly MessageSeen[] =>
  keys.map((key, at) => ({ key: 'tour', kind: 'clicked', at, target: tourTarget(key) }))
const place = (steps: readonly TourStep[], way: readonly string[] = [], doc = {}) =>
  tourPlace(steps, went(...way), doc, 0)?.view

describe('tours', () => {
  const three = [step('a'), step('b'), step('c')]

  test('[D20] a tour goes on where the person left it, on any page and after a reload', () => {
    expect(place(three)).toEqual({ key: 'a', at: 1, of: 3, next: 'b', choices: [] })
    expect(place(three, ['b'])).toEqual({ key: 'b', at: 2, of: 3, back: 'a', next: 'c', choices: [] })
    expect(place(three, ['b', 'c'])).toEqual({ key: 'c', at: 3, of: 3, back: 'b', choices: [] })
    expect(place(three, ['b', 'c', 'b'])).toMatchObject({ key: 'b', at: 2, back: 'a' })
    expect(place(three, ['gone'])).toMatchObject({ key: 'a' })
  })

  test('[D20] a step that is done, or not for this person, hands over to the next', () => {
    const some = [
      step('a'),
      step('b', { when: { plan: 'pro' } }),
      step('c', { done: { ready: true } }),
      step('d'),
    ]
    expect(place(some)).toMatchObject({ next: 'c', of: 3 })
    expect(place(some, [], { plan: 'pro' })).toMatchObject({ next: 'b', of: 4 })
    expect(place(some, ['c'], { ready: true })).toMatchObject({ key: 'd' })
    expect(place([step('a', { done: { ready: true } })], [], { ready: true })).toBeUndefined()
  })

  test('[D20] the person picks a way, and ways join and end', () => {
    const ways = [
      step('a', {
        choices: [
          { label: 'By hand', to: 'hand' },
          { label: 'From a file', to: 'file' },
        ],
      }),
      step('hand', { next: 'end' }),
      step('file', { last: true }),
      step('end'),
    ]
    expect(place(ways)?.choices).toHaveLength(2)
    expect(place(ways, ['hand'])).toEqual({ key: 'hand', at: 2, of: 3, back: 'a', next: 'end', choices: [] })
    expect(place(ways, ['file'])).toEqual({ key: 'file', at: 2, of: 2, back: 'a', choices: [] })
  })

  test('[D20] steps that lead in a circle end nowhere, and nothing hangs', () => {
    const round = [step('a', { next: 'b' }), step('b', { next: 'a' })]
    expect(place(round, ['b', 'a', 'b'])).toMatchObject({ key: 'b', next: 'a' })
    const skipped = [step('a', { next: 'b', when: { x: 1 } }), step('b', { next: 'a', when: { x: 1 } })]
    expect(place(skipped)).toBeUndefined()
  })
})
