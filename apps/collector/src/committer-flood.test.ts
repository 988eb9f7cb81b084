import { type FireballEvent, ok } from '@fireball/core'
import { expect, test } from 'vitest'
import { createCommitter } from './committer.ts'
import type { Driver, Queries } from './store/driver.ts'
import type { Submission } from './submission.ts'

/** A store that is as slow as the test wants: each transaction ends when it is let. */
const createSlowStore = () => {
  const held: (() => void)[] = []
  let groups = 0
  const queries: Queries = {
    all: async () => [],
    run: async () => 0,
    write: async (_, rows, tell) => (tell === true ? rows.map((_row, i) => i) : []),
    hold: async () => undefined,
  }
  const store: Driver = {
    ...queries,
    engine: 'sqlite',
    transaction: async work => {
      groups++
      await new Promise<void>(settle => held.push(settle))
      return work(queries)
    },
    close: async () => undefined,
  }
  return {
    store,
    groups: () => groups,
    /** Ends the transaction at hand. */
    letGo: async () => {
      held.shift()?.()
      for (let turn = 0; turn < 5; turn++) await new Promise(settle => setImmediate(settle))
    },
  }
}

const TEXT = 'x'.repeat(30_000)

let made = 0
const submission = (project: string): Submission => ({
  project,
  space: project,
  receivedAt: 1,
  refused: [],
  accepted: Array.from({ length: 20 }, () => {
    const event: FireballEvent = {
      id: `m-${++made}`,
      type: 'track',
      name: 'Ran',
      userId: 'ann',
      properties: { text: TEXT },
      context: {},
      at: 1,
      assisted: false,
    }
    return { event, warnings: [], trust: 'claimed' }
  }),
})

test('a flood of one project is told to come again before memory grows, and keeps no other one waiting', async () => {
  const { store, letGo, groups } = createSlowStore()
  const programs = { live: async () => undefined, liveIn: async () => undefined }
  const errors: unknown[] = []
  const committer = createCommitter({ store, programs, onError: error => errors.push(error) })
  const order: string[] = []
  const submit = async (project: string): Promise<string> => {
    const result = await committer.submit(submission(project))
    const outcome = result.ok ? 'committed' : result.error
    if (result.ok) order.push(project)
    return outcome
  }
  // 600 KB each: far more than may wait.
  const flood = Array.from({ length: 200 }, () => submit('loud'))
  await letGo()
  expect(committer.waiting() * TEXT.length).toBeLessThan(48 * 1024 * 1024)
  const quiet = [submit('quiet'), submit('quiet')]
  while (committer.waiting() > 0 || order.length === 0) await letGo()
  await letGo()
  await committer.settled()
  expect(await Promise.all(quiet)).toEqual(['committed', 'committed'])
  const outcomes = await Promise.all(flood)
  expect(outcomes.filter(one => one === 'busy').length).toBeGreaterThan(100)
  expect(outcomes.filter(one => one === 'committed').length).toBeGreaterThan(20)
  // In the group after the one at hand, not behind all of the flood.
  expect(order.indexOf('quiet')).toBeLessThan(order.lastIndexOf('loud'))
  expect(groups()).toBeGreaterThan(1)
  expect(errors).toEqual([])
  // Once the flood is over there is room again.
  const later = submit('loud')
  await letGo()
  await letGo()
  expect(await later).toBe('committed')
}, 20_000)

test('a submission of nothing is committed at once', async () => {
  const { store } = createSlowStore()
  const programs = { live: async () => undefined, liveIn: async () => undefined }
  const committer = createCommitter({ store, programs, onError: () => undefined })
  expect(await committer.submit({ ...submission('a'), accepted: [] })).toEqual(
    ok({ duplicates: 0, excluded: 0, late: [] }),
  )
})
