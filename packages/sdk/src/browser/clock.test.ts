import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

test('time goes on where the clock of the device is put back, and follows it forward', () => {
  const read = [1000, 1010, 10, 25, 5000, 5001]
  const now = createClock(() => read.shift() ?? 0)
  expect([now(), now(), now(), now(), now(), now()]).toEqual([1000, 1010, 1010, 1025, 6000, 6001])
})
