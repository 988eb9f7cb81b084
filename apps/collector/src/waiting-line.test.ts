import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWaitingLine } from './waiting-line.ts'

const LIMITS = { bytes: 1000, groupBytes: 300, groupMessages: 10 }

const ticket = (project: string, item: string, bytes = 100, messages = 1) => ({
  project,
  item,
  bytes,
  messages,
})

test('a project alone may fill half the room, and the next one always finds some', () => {
  const line = createWaitingLine<string>(LIMITS)
  const flood = Array.from({ length: 20 }, (_, i) => line.offer(ticket('loud', `${i}`)))
  expect(flood.filter(Boolean)).toHaveLength(5)
  const second = Array.from({ length: 20 }, (_, i) => line.offer(ticket('quiet', `${i}`)))
  expect(second.filter(Boolean).length).toBeGreaterThanOrEqual(2)
  expect(line.offer(ticket('third', '0'))).toBe(true)
})

test('each group serves every project that waits', () => {
  const line = createWaitingLine<string>(LIMITS)
  for (let i = 0; i < 5; i++) line.offer(ticket('loud', `loud ${i}`))
  line.offer(ticket('quiet', 'quiet 0'))
  expect(line.take().map(one => one.item)).toEqual(['loud 0', 'quiet 0', 'loud 1'])
  expect(line.take().map(one => one.item)).toEqual(['loud 2', 'loud 3', 'loud 4'])
  expect(line.take()).toEqual([])
})

test('what is larger than a group or than all room is taken when nothing else waits', () => {
  const line = createWaitingLine<string>(LIMITS)
  expect(line.offer(ticket('a', 'huge', 5000, 50))).toBe(true)
  expect(line.offer(ticket('b', 'small'))).toBe(false)
  expect(line.take().map(one => one.item)).toEqual(['huge'])
  expect(line.offer(ticket('b', 'small'))).toBe(true)
})

test('what was let in comes out once, in its order within a project', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.constant('take' as const),
          fc.record({ project: fc.constantFrom('a', 'b', 'c'), bytes: fc.integer({ min: 1, max: 400 }) }),
        ),
        { maxLength: 200 },
      ),
      steps => {
        const line = createWaitingLine<number>(LIMITS)
        const into: Record<string, number[]> = { a: [], b: [], c: [] }
        const out: Record<string, number[]> = { a: [], b: [], c: [] }
        const take = () => {
          const group = line.take()
          for (const { project, item } of group) out[project]?.push(item)
          return group.length
        }
        for (const [n, step] of steps.entries())
          if (step === 'take') take()
          else if (line.offer({ ...step, item: n, messages: 1 })) into[step.project]?.push(n)
        while (!line.isEmpty) expect(take()).toBeGreaterThan(0)
        expect(out).toEqual(into)
        expect(line.messages).toBe(0)
      },
    ),
    { numRuns: 100 },
  )
})
