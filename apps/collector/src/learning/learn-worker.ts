import { parentPort, workerData } from 'node:worker_threads'
import { uuidv7 } from 'uuidv7'
import { createProgramStore } from '../program-store.ts'
import { openPostgres } from '../store/postgres.ts'
import { openSqlite } from '../store/sqlite.ts'
import { createFitStore } from './fit-store.ts'
import { learnPort } from './learn.ts'
import { learnRun } from './learn-run.ts'
import type { LearnNews, LearnTask } from './learn-thread.ts'

const task: LearnTask = workerData

const say = (news: LearnNews): void => parentPort?.postMessage(news)

const isPostgres = /^postgres(ql)?:/.test(task.store)
const store = isPostgres ? openPostgres(task.store, () => undefined) : openSqlite(task.store)
try {
  const now = Date.now
  const programs = createProgramStore({ store, now, newId: uuidv7 })
  const ports = { store, fits: createFitStore(store), programs, learn: learnPort, now, newId: uuidv7 }
  const end = await learnRun(ports, task.project, {
    // Nobody waits in this thread.
    rest: async () => {},
    tell: at => say({ kind: 'progress', at }),
  })
  say({ kind: 'end', end })
} finally {
  await store.close()
}
