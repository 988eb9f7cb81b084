import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BatchAnswer, Program } from '@fireball/core'
import { createCollector } from './app.ts'
import { migrate } from './store/migrate.ts'
import { openSqlite } from './store/sqlite.ts'

/** Day 20,000 since 1970, at noon UTC. */
export const NOON = 20_000 * 86_400_000 + 12 * 3_600_000

/** What tests post; a real body may hold anything. */
export type Message = Readonly<Record<string, unknown>>

/** A collector for tests over a store of its own; time stands still until it is moved, ids and secrets count up. */
export const createTestCollector = async (program?: Program) => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-collector-'))
  const file = join(folder, 'test.db')
  const store = openSqlite(file)
  let time = NOON
  let made = 0
  const errors: unknown[] = []
  await migrate(store, time)
  const collector = createCollector({
    store,
    folders: { sdk: folder, widget: folder, console: folder, demo: folder },
    now: () => time,
    newId: () => `id-${`${++made}`.padStart(8, '0')}`,
    secret: () => `secret-${`${++made}`.padStart(8, '0')}`,
    onError: error => errors.push(error),
  })
  const { projects, programs, app } = collector
  const secrets = await projects.ensure({
    id: 'app',
    name: 'App',
    isDemo: false,
    publishableKey: 'pk_live_app',
  })
  if (program !== undefined) {
    const published = await programs.publish('app', program, { author: 'test', note: '' })
    if (!published.ok) throw new Error(JSON.stringify(published.error))
  }

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    app.request(path, {
      method: 'POST',
      headers,
      body:
        typeof body === 'string'
          ? body
          : body instanceof Uint8Array
            ? new Uint8Array(body)
            : JSON.stringify(body),
    })

  return {
    ...collector,
    store,
    file,
    folder,
    errors,
    publishable: 'pk_live_app',
    secret: secrets?.live ?? '',
    identity: secrets?.identity ?? '',
    post,
    now: () => time,
    later: (ms: number): void => {
      time += ms
    },
    /** Sends messages with a key (the secret one by default) and gives the answer of the 200. */
    send: async (
      messages: readonly Message[],
      envelope: Message = {},
      key = secrets?.live ?? '',
    ): Promise<BatchAnswer> => {
      const response = await post('/v1/batch', { writeKey: key, batch: messages, ...envelope })
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
      return response.json()
    },
    close: async (): Promise<void> => {
      await collector.dispose()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What `createTestCollector` gives. */
export type TestCollector = Awaited<ReturnType<typeof createTestCollector>>
