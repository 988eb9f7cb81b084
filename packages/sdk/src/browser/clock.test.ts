import { expect, test } from 'vitest'
import { createClock, createTime } from './clock.ts'

test('time goes on where the clock of the device is put back, and follows it forward', () => {
  const read = [1000, 1010, 10, 25, 5000, 5001]
  const now = createClock(() => read.shift() ?? 0)
  expect([now(), now(), now(), now(), now(), now()]).toEqual([1000, 1010, 1010, 1025, 6000, 6001])
})

test('the time of a page is what it gives, and the device’s where that is none', () => {
  const { now, clock, follow } = createTime(() => 7)
  expect(now()).toBe(7)
  const given = [5, 'soon', Number.NaN, undefined]
  follow(() => {
    if (given.length === 0) throw new Error('no more')
    return given.shift()
  })
  expect([now(), now(), now(), now(), now()]).toEqual([5, 7, 7, 7, 7])
  expect(clock()).toBe(7)
})
