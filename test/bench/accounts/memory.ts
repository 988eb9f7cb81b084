import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { allSignals } from '@fireball/core'
import Database from 'better-sqlite3'
import { uuidv7 } from 'uuidv7'
import { createAssessor } from '../../../apps/collector/src/leads/assessor.ts'
import { createPeople } from '../../../apps/collector/src/people.ts'
import { createProgramStore } from '../../../apps/collector/src/program-store.ts'
import { createProjects } from '../../../apps/collector/src/projects.ts'
import { migrate } from '../../../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../../../apps/collector/src/store/sqlite.ts'
import { largeProgram, type Say } from './evaluation.ts'

const ROWS = 1_000_000
const USERS = 500
const DAYS = 50

/** Evidence of one account, as many rows as there are, written past the collector. */
const fill = (file: string, hashes: readonly string[], now: number): void => {
  const db = new Database(file)
  const count = db.prepare(
    `INSERT INTO counts (akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
      other, other_assisted, amount, first_at, last_at)
      VALUES ('app/g:big', ?, ?, ?, ?, 1, 0, 0, 0, 0, 0, 0, ?, ?)`,
  )
  const link = db.prepare(
    `INSERT INTO links (akey, kind, source, target, day, at, id, has_left) VALUES (?, 'seen', ?, 'g:big', -1, ?, 'l', 0)`,
  )
  const today = Math.floor(now / 86_400_000)
  db.pragma('synchronous = OFF')
  db.exec('BEGIN')
  for (let user = 0; user < USERS; user++) {
    const subject = `u:${String(user).padStart(4, '0')}`
    link.run('app/g:big', subject, now)
    link.run(`app/${subject}`, subject, now)
    for (let i = 0; i < ROWS / USERS; i++) {
      const day = today - (i % DAYS)
      const at = day * 86_400_000 + i
      count.run(subject, hashes[i % hashes.length], `context ${Math.floor(i / hashes.length)}`, day, at, at)
    }
  }
  db.exec('COMMIT')
  db.close()
}

/** What is in use once nothing unreachable is left, MB. */
const createHeap = (): (() => number) => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  return () => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
}

/** What is in use more while the outcome of some work is held, MB; nothing of it is held afterwards. */
const heldBy = async (heap: () => number, work: () => Promise<unknown>): Promise<number> => {
  const before = heap()
  const held = await work()
  const after = heap()
  if (held === undefined) throw new Error('Nothing was made')
  return after - before
}

/** Memory for one account of a million rows: what its rows take once they are read, and what they and its standing take. */
export const benchMemory = async (say: Say): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-'))
  const file = join(folder, 'bench.db')
  const store = openSqlite(file)
  const now = Date.now
  await migrate(store, now())
  await createProjects({ store, now, secret: uuidv7 }).ensure({ id: 'app', name: 'App', isDemo: false })
  const programs = createProgramStore({ store, now, newId: uuidv7 })
  const published = await programs.publish('app', largeProgram(), { author: 'bench', note: '' })
  if (!published.ok) throw new Error(JSON.stringify(published.error))
  const signals = allSignals(largeProgram()).filter(({ key }) => !key.startsWith('$'))
  fill(
    file,
    signals.map(({ hash }) => hash),
    now(),
  )
  const people = createPeople(store)
  const assessor = createAssessor({ store, people, now })
  const heap = createHeap()
  const read = await heldBy(heap, () => people.ofAccount('app', 'g:big'))
  let ms = 0
  const judged = await heldBy(heap, async () => {
    const startedAt = performance.now()
    const made = await assessor.assess('app', 'g:big', published.value)
    ms = performance.now() - startedAt
    return made
  })
  await store.close()
  await rm(folder, { recursive: true, force: true })
  say('million.read_heap_mb', read, 'MB')
  say('million.judge_ms', ms, 'ms')
  say('evaluate_heap_mb', judged, 'MB', {
    vs: 'the rows alone, a million of them',
    ratio: Number((judged / read).toFixed(2)),
  })
}
