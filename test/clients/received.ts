import type { JsonObject } from '@fireball/core'
import { expect } from 'vitest'
import { aProgram } from '../../packages/core/test/sample.ts'
import { type RunningCollector, runCollector } from '../import/running-collector.ts'

/** An event as it landed in the store. */
export interface Received {
  readonly id: string
  readonly akey: string
  readonly type: string
  readonly name: string
  readonly subject: string
  readonly trust: string
  readonly at: number
  readonly properties: JsonObject
  readonly traits: JsonObject
  readonly previousId: unknown
}

/** A collector for clients of others, with the keys of a project called `clients`. */
export interface ClientsCollector extends RunningCollector {
  readonly secretKey: string
  readonly publishableKey: string
  /** Waits until so many events have landed whose rows hold the mark, and gives them in order of arrival. */
  landed(mark: string, count: number): Promise<readonly Received[]>
  /** `kind source target` of each link under a key. */
  links(akey: string): Promise<readonly string[]>
}

export const runClientsCollector = async (): Promise<ClientsCollector> => {
  const running = await runCollector()
  const { projects, programs } = running.collector
  const secrets = await projects.ensure({ id: 'clients', name: 'Clients', isDemo: false })
  await programs.publish('clients', aProgram(), { author: 'test', note: '' })
  const received = async (mark: string): Promise<readonly Received[]> => {
    const rows = await running.store.all(
      'SELECT id, akey, type, name, subject, trust, at, body FROM events ORDER BY received',
    )
    return rows
      .filter(row => JSON.stringify(row).includes(mark))
      .map(row => {
        const body: { properties: JsonObject; previousId?: string } = JSON.parse(`${row.body}`)
        return {
          id: `${row.id}`,
          akey: `${row.akey}`,
          type: `${row.type}`,
          name: `${row.name}`,
          subject: `${row.subject}`,
          trust: `${row.trust}`,
          at: Number(row.at),
          properties: body.properties,
          traits: body.properties,
          previousId: body.previousId,
        }
      })
  }
  return {
    ...running,
    secretKey: secrets?.live ?? '',
    publishableKey: (await projects.list())[0]?.publishableKey ?? '',
    landed: async (mark, count) => {
      await expect
        .poll(async () => (await received(mark)).length, { timeout: 20_000 })
        .toBeGreaterThanOrEqual(count)
      return received(mark)
    },
    links: async akey =>
      (
        await running.store.all('SELECT kind, source, target FROM links WHERE akey = $1 ORDER BY kind', [
          akey,
        ])
      ).map(row => `${row.kind} ${row.source} ${row.target}`),
  }
}
