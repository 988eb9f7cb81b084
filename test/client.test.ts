import { createClient } from '@fireball/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeys } from '../apps/collector/src/keys.ts'
import { type ClientsCollector, runClientsCollector } from './clients/received.ts'

let collector: ClientsCollector
beforeAll(async () => {
  collector = await runClientsCollector()
}, 60_000)
afterAll(() => collector.stop())

test('the typed client sends, reads, exports and erases over HTTP, each with its scope', async () => {
  const { store, url: origin } = collector
  const keys = createKeys({ store, now: Date.now, secret: () => crypto.randomUUID() })
  const open = async (scope: 'ingest' | 'read' | 'privacy') =>
    createClient({
      origin,
      fetch,
      key: await keys.add('clients', { kind: 'secret', mode: 'live', scopes: [scope] }),
    })
  const [sender, reader, officer] = await Promise.all([open('ingest'), open('read'), open('privacy')])
  const message = { type: 'track', event: 'Report Read', userId: 'typed', messageId: 't1' }
  expect(await sender.send([message])).toMatchObject({ ok: true, value: { accepted: 1 } })
  expect(await reader.send([message])).toMatchObject({ ok: false, error: { code: 'unknown-key' } })

  const params = { project: 'clients' }
  const accounts = await reader.call('GET /projects/:project/accounts', { params })
  expect(accounts).toMatchObject({ ok: true, value: { total: expect.any(Number) } })
  expect((await sender.call('GET /projects/:project/accounts', { params })).ok).toBe(false)

  const person = { params: { ...params, user: 'typed' } }
  const copy = await officer.call('GET /projects/:project/people/:user', person)
  expect(copy.ok && copy.value.tables.events?.map(row => row.id)).toEqual(['t1'])
  expect((await reader.call('GET /projects/:project/people/:user', person)).ok).toBe(false)
  expect((await officer.call('DELETE /projects/:project/people/:user', person)).ok).toBe(true)
  const rest = await officer.call('GET /projects/:project/people/:user', person)
  expect(rest.ok && rest.value.tables.events).toBeUndefined()
})
