import { spawnSync } from 'node:child_process'
import { appendFile, chmod, cp, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { examineProject } from '../../apps/collector/src/doctor.ts'
import { createProgramStore } from '../../apps/collector/src/program-store.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import { checkCopy, copyStore, restoreStore } from '../../apps/collector/src/store/sqlite-copy.ts'
import { root } from '../../scripts/run.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'
import { type DurableClients, startDurableClients } from './durable-clients.ts'

let folder = ''
let dataDir = ''
const running: CollectorProcess[] = []
const start = async (prelude?: string): Promise<CollectorProcess> => {
  const collector = await startCollector(dataDir, undefined, {}, prelude)
  running.push(collector)
  return collector
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireball-durability-'))
  dataDir = join(folder, 'data')
})
afterEach(async () => {
  for (const collector of running.splice(0)) await collector.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
}, 60_000)

/** Makes a store, or brings one in order, and closes it well. */
const startAndStop = async (): Promise<void> => {
  const collector = await start()
  expect((await fetch(`${collector.origin}/readyz`)).status).toBe(200)
  expect(await collector.stop('SIGTERM')).toBe(0)
}

const file = () => join(dataDir, 'fireball.db')

const load = (collector: CollectorProcess, prefix = ''): DurableClients =>
  startDurableClients({ key: 'pk_test_demo', clients: 4, collector: () => collector, prefix })

const idsIn = (at: string): ReadonlySet<string> => {
  const db = new Database(at, { readonly: true })
  try {
    return new Set(db.prepare<[], string>('SELECT id FROM events').pluck().all())
  } finally {
    db.close()
  }
}

const missingFrom = (at: string, ids: Iterable<string>): readonly string[] => {
  const stored = idsIn(at)
  return [...ids].filter(id => !stored.has(id))
}

const ailmentsOf = async (at: string) => {
  const store = openSqlite(at)
  const programs = createProgramStore({ store, now: Date.now, newId: () => '' })
  const diagnosis = await examineProject({ store, programs }, 'demo', false)
  await store.close()
  return diagnosis?.ailments
}

/** Before a command: file modes hold for root as well. */
const PLAIN =
  process.getuid?.() === 0
    ? [
        'setpriv',
        '--bounding-set=-dac_override,-dac_read_search',
        '--inh-caps=-dac_override,-dac_read_search',
      ]
    : []

/** Builds what makes a disk read-only in the middle; undefined where there is no compiler for it. */
const buildReadOnly = (to: string): string | undefined => {
  const library = join(to, 'read-only.so')
  const source = join(root, 'test/collector-faults/read-only.c')
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'])
  return status === 0 ? library : undefined
}

/** What a start that is refused prints, and how it ends. */
const refusedStart = (before: readonly string[] = []) => {
  const [program = '', ...args] = [
    ...before,
    process.execPath,
    ...['--import', 'tsx', '--conditions=source', 'apps/collector/src/main.ts'],
  ]
  const { status, stderr } = spawnSync(program, args, {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, said: stderr.trim().split('\n') }
}

test('a backup under load holds all that was acknowledged before, is sound, and can be restored', async () => {
  const collector = await start()
  const clients = load(collector)
  await clients.more(200)
  const before = [...clients.acknowledged]
  const copy = join(folder, 'backup.db')
  expect(await copyStore(file(), copy)).toBeGreaterThan(0)
  await clients.more(100)
  await clients.stop()
  expect(missingFrom(copy, before)).toEqual([])
  expect(missingFrom(file(), clients.acknowledged)).toEqual([])
  await collector.stop('SIGKILL')

  const kept = idsIn(copy)
  expect(await restoreStore(copy, file())).toBeGreaterThan(0)
  expect(idsIn(file())).toEqual(kept)
  expect(await ailmentsOf(file())).toEqual([])
  const again = load(await start(), 'again')
  await again.more(20)
  await again.stop()
  expect(missingFrom(file(), [...before, ...again.acknowledged])).toEqual([])
}, 90_000)

test('a backup that is cut off or damaged is refused', async () => {
  await startAndStop()
  const copy = join(folder, 'backup.db')
  await copyStore(file(), copy)
  expect(checkCopy(copy)).toBeUndefined()
  const { size } = await stat(copy)
  const cut = join(folder, 'cut.db')
  await cp(copy, cut)
  const handle = await open(cut, 'r+')
  await handle.truncate(size - 50_000)
  await handle.close()
  expect(checkCopy(cut)?.code).toMatch(/broken|not-a-store/)
  await writeFile(
    join(folder, 'text.db'),
    'no database at all, but long enough to be read as a header '.repeat(20),
  )
  expect(checkCopy(join(folder, 'text.db'))?.code).toBe('not-a-store')
}, 60_000)

test('a second collector on the same folder is refused in one line, and after a kill nobody holds it', async () => {
  const first = await start()
  expect(refusedStart()).toEqual({
    status: 1,
    said: [expect.stringContaining(`Another collector runs on ${dataDir}`)],
  })
  await first.stop('SIGKILL')
  const next = await start()
  expect((await fetch(`${next.origin}/healthz`)).status).toBe(200)
}, 60_000)

test('a damaged store is refused in one line, and left as it is', async () => {
  await startAndStop()
  const garbage = 'garbage '.repeat(2000)
  const handle = await open(file(), 'r+')
  await handle.write(garbage, 0)
  await handle.close()
  const { size } = await stat(file())
  const { status, said } = refusedStart()
  expect([status, said.length, said[0]]).toEqual([1, 1, expect.stringContaining('is damaged')])
  expect((await stat(file())).size).toBe(size)
}, 60_000)

test('a torn write at the end of the log loses nothing that was acknowledged', async () => {
  const collector = await start()
  const clients = load(collector)
  await clients.more(150)
  await collector.stop('SIGKILL')
  clients.abandon()
  await appendFile(`${file()}-wal`, Buffer.alloc(10_000, 7))
  await startAndStop()
  expect(missingFrom(file(), clients.acknowledged)).toEqual([])
  expect(await ailmentsOf(file())).toEqual([])
}, 60_000)

test('a log that is damaged in the middle is refused in one line, and left as it is', async () => {
  const collector = await start()
  const clients = load(collector)
  await clients.more(150)
  await collector.stop('SIGKILL')
  clients.abandon()
  const log = `${file()}-wal`
  const { size } = await stat(log)
  const handle = await open(log, 'r+')
  await handle.write('garbage', Math.floor(size / 2))
  await handle.close()
  const { status, said } = refusedStart()
  expect([status, said.length, said[0]]).toEqual([1, 1, expect.stringContaining('is damaged in the middle')])
  expect((await stat(log)).size).toBe(size)
}, 90_000)

test('a folder that may not be written is refused in one line', async () => {
  await startAndStop()
  for (const name of ['fireball.db', 'collector.lock', '.']) await chmod(join(dataDir, name), 0o500)
  const { status, said } = refusedStart(PLAIN)
  await chmod(dataDir, 0o700)
  expect([status, said.length, said[0]]).toEqual([1, 1, expect.stringContaining('may not be written')])
}, 60_000)

test('a file that may not be written is refused in one line', async () => {
  await startAndStop()
  await chmod(file(), 0o400)
  const { status, said } = refusedStart(PLAIN)
  expect([status, said.length, said[0]]).toEqual([1, 1, expect.stringContaining('may not be written')])
}, 60_000)

test('a disk that turns read-only: told to come again, nothing acknowledged is lost, and back by itself', async context => {
  const library = buildReadOnly(folder)
  if (library === undefined) return context.skip('there is no C compiler to build what is preloaded')
  const flag = join(folder, 'read-only')
  const collector = await startCollector(dataDir, undefined, {
    LD_PRELOAD: library,
    READ_ONLY_BELOW: dataDir,
    READ_ONLY_WHILE: flag,
  })
  running.push(collector)
  const before = load(collector, 'before')
  await before.more(100)
  await before.stop()
  const post = (id: string) =>
    fetch(`${collector.origin}/v1/t`, {
      method: 'POST',
      body: JSON.stringify({ writeKey: 'pk_test_demo', event: 'Test Sent', userId: 'u', messageId: id }),
    })
  await writeFile(flag, '')
  const refused = await Promise.all(['one', 'two', 'three'].map(post))
  expect(refused.map(one => [one.status, one.headers.get('retry-after')])).toEqual(
    refused.map(() => [503, '2']),
  )
  expect((await fetch(`${collector.origin}/healthz`)).status).toBe(200)
  expect((await fetch(`${collector.origin}/v1/program?key=pk_test_demo`)).status).toBe(200)
  await rm(flag)
  const after = load(collector, 'after')
  await after.more(50)
  await after.stop()
  await collector.stop('SIGKILL')
  await startAndStop()
  expect(missingFrom(file(), [...before.acknowledged, ...after.acknowledged])).toEqual([])
  expect(await ailmentsOf(file())).toEqual([])
}, 90_000)

test('when the disk takes no more, requests are refused as to be sent again, and nothing acknowledged is lost', async () => {
  await startAndStop()
  // Writes beyond this size fail, as on a full disk; in blocks of 1,024 bytes.
  const collector = await start(`trap '' XFSZ; ulimit -f 1200`)
  const statuses = new Set<number>()
  const good: string[] = []
  for (let n = 0; n < 400 && !statuses.has(503); n++) {
    const response = await fetch(`${collector.origin}/v1/b`, {
      method: 'POST',
      body: JSON.stringify({
        writeKey: 'pk_test_demo',
        batch: Array.from({ length: 20 }, (_, i) => ({
          type: 'track',
          event: 'Test Sent',
          userId: `user-${i}`,
          messageId: `full-${n}-${i}`,
          properties: { text: 'x'.repeat(1000) },
        })),
      }),
    })
    statuses.add(response.status)
    if (response.status === 200) good.push(...Array.from({ length: 20 }, (_, i) => `full-${n}-${i}`))
  }
  expect([...statuses].sort()).toEqual([200, 503])
  expect((await fetch(`${collector.origin}/healthz`)).status).toBe(200)
  await collector.stop('SIGKILL')
  const next = load(await start(), 'next')
  await next.more(20)
  await next.stop()
  expect(missingFrom(file(), [...good, ...next.acknowledged])).toEqual([])
  expect(await ailmentsOf(file())).toEqual([])
}, 90_000)
