import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

const at = () => {
  let time = 1000
  return {
    now: () => time,
    later: (ms: number) => {
      time += ms
    },
  }
}

test('a burst is let through, then as many as the rate says', () => {
  const clock = at()
  const limit = createRateLimit({ perSecond: 10, burst: 5 }, clock.now)
  const taken = () => Array.from({ length: 20 }, () => limit.take('a')).filter(wait => wait === 0).length
  expect(taken()).toBe(5)
  clock.later(1000)
  expect(taken()).toBe(5)
  clock.later(300)
  expect(taken()).toBe(3)
})

test('it says how long to wait, and waiting that long is enough', () => {
  const clock = at()
  const limit = createRateLimit({ perSecond: 2, burst: 1 }, clock.now)
  expect(limit.take('a')).toBe(0)
  const wait = limit.take('a')
  expect(wait).toBe(500)
  expect(limit.waitMs('a')).toBe(500)
  clock.later(wait)
  expect(limit.take('a')).toBe(0)
})

test('who was refused is not punished for having asked', () => {
  const clock = at()
  const limit = createRateLimit({ perSecond: 1, burst: 1 }, clock.now)
  limit.take('a')
  for (let i = 0; i < 100; i++) limit.take('a')
  expect(limit.waitMs('a')).toBe(1000)
})

test('keys do not take from each other', () => {
  const limit = createRateLimit({ perSecond: 1, burst: 1 }, () => 0)
  expect(limit.take('a')).toBe(0)
  expect(limit.take('b')).toBe(0)
  expect(limit.take('a')).toBeGreaterThan(0)
})

test('a key may have a rate of its own; what costs more than a burst is let through when all is there', () => {
  const clock = at()
  const limit = createRateLimit({ perSecond: 1, burst: 1 }, clock.now)
  const own = { perSecond: 100, burst: 100 }
  expect(limit.take('a', 80, own)).toBe(0)
  expect(limit.take('a', 80, own)).toBe(600)
  clock.later(800)
  expect(limit.take('a', 5000, own)).toBe(0)
  expect(limit.waitMs('a', own)).toBe(10)
})

test('a hundred thousand keys take the memory of the last few thousand', () => {
  const limit = createRateLimit({ perSecond: 1, burst: 1 }, () => 0, 1000)
  for (let i = 0; i < 100_000; i++) limit.take(`key-${i}`)
  expect(limit.size()).toBe(1000)
  expect(limit.take('key-99999')).toBeGreaterThan(0)
})

test('a clock that is set back keeps nobody waiting', () => {
  const clock = at()
  clock.later(86_400_000)
  const limit = createRateLimit({ perSecond: 1, burst: 5 }, clock.now)
  while (limit.take('a') === 0);
  clock.later(-86_400_000)
  expect(limit.waitMs('a')).toBe(0)
  while (limit.take('a') === 0);
  expect(limit.waitMs('a')).toBe(1000)
})
