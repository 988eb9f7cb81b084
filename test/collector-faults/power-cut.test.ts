import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildLastSync, cutPower } from './power-cut.ts'

let folder = ''
let library: string | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireball-last-sync-'))
  library = buildLastSync(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a power cut loses nothing that was acknowledged; where nothing is flushed, the same trial notices', async context => {
  if (library === undefined) return context.skip('there is no C compiler to build what is preloaded')
  const kept = await cutPower({ library, cuts: 2, messages: 200, isFlushing: true })
  expect(kept).toMatchObject({ lost: 0, isWhole: true })
  expect(kept.acknowledged).toBeGreaterThanOrEqual(400)
  const { lost } = await cutPower({ library, cuts: 1, messages: 200, isFlushing: false })
  expect(lost).toBeGreaterThan(0)
}, 120_000)
