import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../apps/collector/src/fixture.ts'
import { aProgram } from '../apps/collector/src/fixture-program.ts'
import type { LearningProgressRow } from '../apps/collector/src/learning/fit-store.ts'
import { learnInThread } from '../apps/collector/src/learning/learn-thread.ts'
import { root } from '../scripts/run.ts'

const DAY_MS = 86_400_000

/** Vitest reads TypeScript in its own threads only. Inside the repository, so that it finds its packages. */
const file = join(root, `.cache/learn-worker-${process.pid}.mjs`)
beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'apps/collector/src/learning/learn-worker.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    external: ['better-sqlite3', 'pg', 'uuidv7'],
  })
})
afterAll(() => rm(file, { force: true }))

let t: TestCollector
beforeEach(async () => {
  t = await createTestCollector(aProgram())
  await t.send(
    Array.from(
      { length: 480 },
      (_, i): Message => ({
        type: 'track',
        event: 'Report Run',
        userId: `user-${i % 40}`,
        messageId: `${i}`,
        properties: { outcome: (i + (i % 40)) % 3 === 0 ? 'failure' : 'success', context: `c-${i % 5}` },
        timestamp: new Date(NOON - (12 - Math.floor(i / 40)) * DAY_MS).toISOString(),
      }),
    ),
  )
})
afterEach(() => t.close())

test('a run in a thread of its own tells how far it is, and finds what there is', async () => {
  const told: LearningProgressRow[] = []
  const end = await learnInThread(t.file, pathToFileURL(file))('app', {
    rest: async () => {},
    tell: at => told.push(at),
  })
  expect(end).toMatchObject({ report: { outcomes: 480, users: 40 }, made: { figures: { outcomes: 360 } } })
  expect([...new Set(told.map(one => one.stage))]).toEqual(['reading', 'fitting', 'comparing'])
  expect(
    await learnInThread(t.file, pathToFileURL(file))('gone', { rest: async () => {}, tell: () => {} }),
  ).toBe('no-program')
}, 60_000)

test('who wants no answer any more ends the thread, whatever is left to do', async () => {
  const stop = new Error('stop')
  const told: LearningProgressRow[] = []
  const run = learnInThread(t.file, pathToFileURL(file))('app', {
    rest: () => Promise.reject(stop),
    tell: at => told.push(at),
  })
  await expect(run).rejects.toBe(stop)
  const atTheEnd = told.length
  await new Promise(settle => setTimeout(settle, 300))
  expect(told).toHaveLength(atTheEnd)
}, 60_000)
