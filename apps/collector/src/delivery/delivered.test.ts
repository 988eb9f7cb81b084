import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TOPICS } from '@fireball/core'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { createDestinationStore } from './destination-store.ts'
import { newSigningKey } from './webhook.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

test('from events to a signed message: an account that becomes a lead, and a question, arrive at once and once', async () => {
  const collector = await createTestCollector(aProgram(), {
    allowsPrivate: true,
    origin: 'https://fireball.example.com',
  })
  closing.push(collector.close)
  const key = newSigningKey()
  const webhook = new Webhook(key)
  const received: { type: string; data: Message }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    // The clock of this test stands still, the library’s does not: it is handed the time that it is.
    const { 'webhook-id': id, 'webhook-timestamp': at } = request.headers
    expect(webhook.sign(`${id}`, new Date(Number(at) * 1000), body)).toBe(
      request.headers['webhook-signature'],
    )
    received.push(JSON.parse(body))
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const { store, now, send, settled } = collector
  await createDestinationStore({ store, now, newId: () => 'd1' }).add({
    project: 'app',
    kind: 'webhook',
    name: 'Test',
    url: `http://127.0.0.1:${port}/`,
    secret: key,
    topics: TOPICS.filter(topic => topic !== 'lead.stage'),
    fields: {},
    isEnabled: true,
  })
  let made = 0
  const track = (event: string, properties: Message): Message => ({
    type: 'track',
    event,
    userId: 'ann',
    messageId: `m${++made}`,
    timestamp: NOON,
    context: { groupId: 'acme' },
    properties,
  })
  const messages = [
    ...['sales', 'costs', 'staff'].map(context => track('Report Run', { outcome: 'success', context })),
    track('Feature Locked', { feature: 'export' }),
  ]
  await send(messages)
  await settled()
  await send(messages)
  await settled()
  expect(received).toMatchObject([
    {
      type: 'qualification.qualified',
      data: {
        account: 'g:acme',
        name: 'acme',
        kind: 'upgrade',
        target: 'export',
        stage: 'pql',
        action: expect.stringContaining('ann'),
        link: 'https://fireball.example.com/console/app/accounts/g%3Aacme',
      },
    },
  ])
  await send([track('Help Asked', { help: 'h1', message: 'How?', feature: 'export' })])
  await settled()
  const asked = received.filter(({ type }) => type === 'help.asked')
  expect(asked).toMatchObject([{ data: { account: 'g:acme', name: 'acme', user: 'u:ann', message: 'How?' } }])
  expect(collector.errors).toEqual([])
})
