import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseMessage } from '@fireball/core'
import { uuidv7 } from 'uuidv7'
import { createCommitter } from '../../apps/collector/src/committer.ts'
import { createProgramStore } from '../../apps/collector/src/program-store.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import type { PostgresServer } from '../../scripts/postgres.ts'
import { root } from '../../scripts/run.ts'

/** How writers got along. */
export interface Writers {
  readonly deadlocks: number
  readonly errors: number
  readonly committed: number
  /** Messages that are stored more or less often than sent apart from repeats, or counted otherwise. */
  readonly wrong: number
}

const WRITERS = 8
const ACCOUNTS = 12
const MESSAGES = 60

const shuffled = <T>(all: readonly T[]): readonly T[] => {
  const rest = [...all]
  return all.flatMap(() => rest.splice(Math.floor(Math.random() * rest.length), 1))
}

/** Eight collectors' worth of writers on one database: every batch touches most accounts, in an order of its own, and repeats what another one is sending. */
export const writeTogether = async (server: PostgresServer, ms: number): Promise<Writers> => {
  const address = await server.createDatabase()
  const first = openPostgres(address, () => undefined)
  await migrate(first, Date.now())
  const programs = createProgramStore({ store: first, now: Date.now, newId: uuidv7 })
  const program: unknown = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  await programs.publish('demo', program, { author: 'trial', note: '' })
  const errors: unknown[] = []
  const distinct = new Set<string>()
  let committed = 0
  const now = Date.now()
  const messageOf = (n: number) => ({
    type: 'track',
    event: 'Test Sent',
    userId: `user-${n % 30}`,
    messageId: `m-${n}`,
    timestamp: new Date(now).toISOString(),
    properties: { outcome: 'success', context: `c${n % 3}` },
    context: { groupId: `group-${n % ACCOUNTS}` },
  })
  const endsAt = performance.now() + ms
  let next = 0
  const write = async (): Promise<void> => {
    const store = openPostgres(address, () => undefined)
    const own = createProgramStore({ store, now: Date.now, newId: uuidv7 })
    const committer = createCommitter({ store, programs: own, onError: error => errors.push(error) })
    while (performance.now() < endsAt) {
      const from = next
      next += MESSAGES / 2
      const numbers = shuffled(Array.from({ length: MESSAGES }, (_, i) => from + i))
      const accepted = numbers.flatMap(n => {
        const parsed = parseMessage(messageOf(n), { shared: {} }, now, uuidv7)
        return parsed.ok ? [{ ...parsed.value, trust: 'claimed' as const }] : []
      })
      const result = await committer.submit({
        project: 'demo',
        space: 'demo',
        receivedAt: now,
        refused: [],
        accepted,
      })
      if (!result.ok) errors.push(result.error)
      else {
        committed += accepted.length
        for (const n of numbers) distinct.add(`m-${n}`)
      }
    }
    await committer.settled()
    await store.close()
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  // What a connection saw of deadlocks is told when it has been idle for a while.
  await new Promise(settle => setTimeout(settle, 1500))
  const [stat] = await first.all('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()')
  const [events] = await first.all('SELECT COUNT(*) AS n FROM events')
  const [counts] = await first.all('SELECT SUM(success) AS n FROM counts')
  await first.close()
  return {
    deadlocks: Number(stat?.deadlocks ?? 0),
    errors: errors.length,
    committed,
    wrong:
      Math.abs(Number(events?.n ?? 0) - distinct.size) + Math.abs(Number(counts?.n ?? 0) - distinct.size),
  }
}
