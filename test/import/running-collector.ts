import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { uuidv7 } from 'uuidv7'
import { type Collector, createCollector } from '../../apps/collector/src/app.ts'
import type { CollectorPorts } from '../../apps/collector/src/collector-ports.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import { root } from '../../scripts/run.ts'

/** A collector on a port of its own, with a data folder of its own. */
export interface RunningCollector {
  readonly url: string
  readonly folder: string
  readonly store: Driver
  readonly collector: Collector
  /** What went wrong inside. */
  readonly errors: readonly unknown[]
  /** Paths of the requests that have arrived, in order. */
  readonly requests: readonly string[]
  /** Stops it and deletes its data. */
  stop(): Promise<void>
}

/** What `npm run build` has made. */
export const builtFolders: CollectorPorts['folders'] = {
  sdk: join(root, 'packages/sdk/dist'),
  widget: join(root, 'packages/widget/dist'),
  console: join(root, 'apps/console/dist'),
  demo: join(root, 'apps/demo/dist'),
}

/** Starts one; other processes may open its store beside it. Without `folders` it serves no files. */
export const runCollector = async (folders?: CollectorPorts['folders']): Promise<RunningCollector> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-collector-'))
  const store = openSqlite(join(folder, 'fireball.db'))
  await migrate(store, Date.now())
  const errors: unknown[] = []
  const nowhere = join(folder, 'nowhere')
  const collector = createCollector({
    store,
    folders: folders ?? { sdk: nowhere, widget: nowhere, console: nowhere, demo: nowhere },
    now: Date.now,
    newId: uuidv7,
    secret: () => randomBytes(24).toString('base64url'),
    onError: error => errors.push(error),
  })
  const requests: string[] = []
  const server = createAdaptorServer({
    fetch: request => {
      requests.push(new URL(request.url).pathname)
      return collector.app.fetch(request)
    },
  })
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
    requests,
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
