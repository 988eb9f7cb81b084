import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

/** A pace after a second in which requests took this share of the time, and a piece of work took 10 ms. */
const restAfter = (requestMs: number): number => {
  let time = 0
  const pace = createPace(
    () => time,
    () => ({ active: requestMs + 10, idle: 990 - requestMs }),
  )
  const startedAt = pace.startWork()
  time = 10
  return Math.round(pace.restMs(startedAt))
}

test('where nobody else needs the time, work goes on at once', () => {
  expect(restAfter(0)).toBe(0)
  expect(restAfter(40)).toBe(0)
})

test('the busier requests keep the process, the longer work rests', () => {
  expect(restAfter(300)).toBe(15)
  expect(restAfter(500)).toBe(40)
})

test('a process that is full still gives work a tenth', () => {
  expect(restAfter(990)).toBe(90)
})
