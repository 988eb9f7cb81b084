import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { migrate } from '../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../apps/collector/src/store/sqlite.ts'
import { bundleOnlyOurs } from '../scripts/build-plugins.ts'
import { root } from '../scripts/run.ts'
import { addReceivers, countWaiting, judge, postMessages } from './outbox/fill.ts'
import { startReceiver } from './outbox/receiver.ts'

const MESSAGES = 150
const KILL_AFTER = 60
const FAULTS = { error: 40, reset: 40, 'lost-answer': 60, mute: 20, slow: 30 } as const

const folder = await mkdtemp(join(tmpdir(), 'fireball-outbox-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

// Bundled once: it starts twice, and in a tenth of the time.
const program = join(root, '.cache/outbox-deliverer.mjs')
await build({
  entryPoints: [join(root, 'test/outbox/deliverer.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['source'],
  plugins: [bundleOnlyOurs],
  logLevel: 'error',
})

const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

const start = (file: string): ChildProcess => {
  const child = spawn(process.execPath, [program, file], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  started.push(child)
  return child
}

test('killed in the middle, among faults and beside a receiver that never answers: nothing is lost, nothing has two effects', async () => {
  const file = join(folder, 'test.db')
  const store = openSqlite(file)
  await migrate(store, Date.now())
  const healthy = [await startReceiver(FAULTS), await startReceiver(FAULTS)]
  const dead = await startReceiver({}, true)
  const [first, second] = await addReceivers(store, [...healthy, dead])
  await postMessages(
    store,
    Array.from({ length: MESSAGES }, (_, n) => n),
    40,
    Date.now,
  )
  let effects = 0
  const taken = (count: number): Promise<void> =>
    new Promise(resolve => {
      const look = () => {
        effects++
        if (effects >= count) resolve()
      }
      for (const receiver of healthy) receiver.onEffect = look
    })

  const midway = taken(KILL_AFTER)
  const one = start(file)
  await midway
  one.kill('SIGKILL')
  await once(one, 'exit')
  const all = taken(2 * MESSAGES)
  const other = start(file)
  await all
  await expect.poll(() => countWaiting(store, [first ?? '', second ?? '']), { timeout: 20_000 }).toBe(0)
  other.kill('SIGTERM')
  await once(other, 'exit')

  const { lost, duplicates, copies } = judge(healthy, MESSAGES)
  expect({ lost, duplicates }).toEqual({ lost: 0, duplicates: 0 })
  expect(copies).toBeGreaterThan(2 * MESSAGES)
  expect(dead.effects.size).toBe(0)
  await store.close()
  for (const receiver of [...healthy, dead]) await receiver.close()
}, 60_000)
