import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { PostHog } from 'posthog-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientsCollector, runClientsCollector } from './clients/received.ts'

let collector: ClientsCollector
beforeAll(async () => {
  collector = await runClientsCollector()
}, 60_000)
afterAll(async () => {
  expect(collector.errors).toEqual([])
  await collector.stop()
})

test.each([true, false])(
  'the published RudderStack client for Node, gzip: %s',
  async gzip => {
    const id = `rudder-${gzip}`
    const failures: unknown[] = []
    const client = new RudderAnalytics(collector.secretKey, {
      dataPlaneUrl: collector.url,
      gzip,
      flushAt: 20,
    })
    const done = (error?: unknown) => error !== undefined && error !== null && failures.push(error)
    client.identify({ userId: id, traits: { email: 'r@example.com' } }, done)
    client.group({ userId: id, groupId: `${id}-co`, traits: { plan: 'free' } }, done)
    client.track(
      { userId: id, event: 'Report Read', properties: { outcome: 'success', uni: 'héllo ✓' } },
      done,
    )
    client.page({ userId: id, name: 'Plans' }, done)
    client.alias({ userId: id, previousId: `${id}-before` }, done)
    await client.flush()
    const rows = await collector.landed(id, 5)
    expect(failures).toEqual([])
    expect(rows.map(row => row.type).sort()).toEqual(['alias', 'group', 'identify', 'page', 'track'])
    expect(new Set(rows.map(row => row.trust))).toEqual(new Set(['secret']))
    expect(rows.find(row => row.type === 'track')).toMatchObject({
      name: 'Report Read',
      subject: `u:${id}`,
      properties: { outcome: 'success', uni: 'héllo ✓' },
    })
    expect(rows.find(row => row.type === 'group')?.akey).toBe(`clients/g:${id}-co`)
    expect(await collector.links(`clients/u:${id}`)).toEqual(
      expect.arrayContaining([`member u:${id} g:${id}-co`, `user a:${id}-before u:${id}`]),
    )
  },
  30_000,
)

test('the published PostHog client for Node: what it sends means the same here', async () => {
  const failures: unknown[] = []
  const client = new PostHog(collector.secretKey, { host: collector.url, flushAt: 20, flushInterval: 0 })
  client.on('error', error => failures.push(error))
  const timestamp = new Date('2026-03-01T10:00:00Z')
  client.capture({
    distinctId: 'ph-node',
    event: 'Report Read',
    properties: { outcome: 'success', context: 'q1', uni: 'héllo ✓' },
    groups: { company: 'ph-co' },
    timestamp,
  })
  client.identify({ distinctId: 'ph-node', properties: { email: 'ph@example.com' } })
  client.groupIdentify({
    groupType: 'company',
    groupKey: 'ph-co',
    properties: { plan: 'free' },
    distinctId: 'ph-node',
  })
  client.alias({ distinctId: 'ph-node', alias: 'ph-before' })
  await client.shutdown()
  const rows = await collector.landed('ph-', 4)
  expect(failures).toEqual([])
  expect(rows.map(row => row.type).sort()).toEqual(['alias', 'group', 'identify', 'track'])
  const of = (type: string) => rows.find(row => row.type === type)
  expect(of('track')).toMatchObject({
    akey: 'clients/g:ph-co',
    subject: 'u:ph-node',
    name: 'Report Read',
    at: timestamp.getTime(),
    trust: 'secret',
    properties: { outcome: 'success', context: 'q1', uni: 'héllo ✓' },
  })
  expect(of('identify')).toMatchObject({ subject: 'u:ph-node', traits: { email: 'ph@example.com' } })
  expect(of('group')).toMatchObject({ akey: 'clients/g:ph-co', traits: { plan: 'free' } })
  const [counted] = await collector.store.all(
    "SELECT SUM(success) AS n FROM counts WHERE akey = 'clients/g:ph-co'",
  )
  expect(Number(counted?.n)).toBe(1)
  expect(await collector.links('clients/u:ph-node')).toEqual(
    expect.arrayContaining(['user a:ph-before u:ph-node']),
  )
}, 30_000)
