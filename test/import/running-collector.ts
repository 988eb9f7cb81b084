import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { uuidv7 } from 'uuidv7'
import { type Collector, createCollector } from '../../apps/collector/src/app.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'

/** A collector on a port of its own, with a data folder of its own. */
export interface RunningCollector {
  readonly url: string
  readonly folder: string
  readonly store: Driver
  readonly collector: Collector
  /** What went wrong inside. */
  readonly errors: readonly unknown[]
  /** Stops it and deletes its data. */
  stop(): Promise<void>
}

/** Starts one; other processes may open its store beside it. */
export const runCollector = async (): Promise<RunningCollector> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-collector-'))
  const store = openSqlite(join(folder, 'fireball.db'))
  await migrate(store, Date.now())
  const errors: unknown[] = []
  const nowhere = join(folder, 'nowhere')
  const collector = createCollector({
    store,
    folders: { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
    now: Date.now,
    newId: uuidv7,
    secret: () => randomBytes(24).toString('base64url'),
    onError: error => errors.push(error),
  })
  const server = createAdaptorServer({ fetch: collector.app.fetch })
  const { port } = await new Promise<AddressInfo>((settle, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) settle(address)
      else fail(new Error('The server has no address'))
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    store,
    collector,
    errors,
    stop: async () => {
      const closed = new Promise<void>(settle => server.close(() => settle()))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await collector.dispose()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
