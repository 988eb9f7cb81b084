import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import type { PostgresServer } from '../../scripts/postgres.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'
import { startDurableClients } from './durable-clients.ts'

/** What was left after many kills. */
export interface Kills {
  readonly kills: number
  readonly acknowledged: number
  /** Acknowledged, and not stored. */
  readonly lost: number
  /** Stored twice, or counted more or less often in the evidence than stored. */
  readonly miscounted: number
  /** Marks that accounts are to be evaluated. */
  readonly touched: number
}

export interface KillOptions {
  readonly kills: number
  /** Messages acknowledged between two kills. */
  readonly messages: number
  readonly entry?: string
  /** Every fifth time it is the server that ends without a goodbye, not the collector. */
  readonly postgres?: PostgresServer
}

/** Loads a collector with clients that send until they are answered, and kills it in the middle of that again and again. */
export const killAgainAndAgain = async ({
  kills,
  messages,
  entry,
  postgres,
}: KillOptions): Promise<Kills> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fireball-kills-'))
  const address = await postgres?.createDatabase()
  const start = (): Promise<CollectorProcess> =>
    startCollector(dataDir, entry, address === undefined ? {} : { DATABASE_URL: address })
  let collector = await start()
  try {
    const clients = startDurableClients({ key: 'pk_test_demo', clients: 6, collector: () => collector })
    for (let kill = 0; kill < kills; kill++) {
      await clients.more(messages)
      if (postgres !== undefined && kill % 5 === 4) await postgres.crash()
      else {
        await collector.stop('SIGKILL')
        collector = await start()
      }
    }
    await clients.stop()
    await collector.stop('SIGKILL')
    const store =
      address === undefined
        ? openSqlite(join(dataDir, 'fireball.db'))
        : openPostgres(address, () => undefined)
    const ids = (await store.all('SELECT id FROM events')).map(row => String(row.id))
    const [counted] = await store.all('SELECT SUM(success) AS n FROM counts')
    const [marks] = await store.all('SELECT SUM(touched) AS n FROM touched')
    await store.close()
    const stored = new Set(ids)
    return {
      kills,
      acknowledged: clients.acknowledged.size,
      lost: [...clients.acknowledged].filter(id => !stored.has(id)).length,
      miscounted: Math.abs(Number(counted?.n ?? 0) - stored.size) + ids.length - stored.size,
      touched: Number(marks?.n ?? 0),
    }
  } finally {
    await collector.stop('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
}
