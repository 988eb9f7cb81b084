import { EVENT_TYPES, parseEnvelope, parseMessage } from '@fireball/core'
import { expect, test } from 'vitest'
import { ROUTES } from '../console/permissions.ts'
import { createTestCollector } from '../fixture.ts'
import { BODIES, createOpenApi } from './document.ts'
import { batchSchema, messageSchema } from './wire-schemas.ts'

const document = createOpenApi()('https://events.example.com')

test('every route of the API is in the document, with its body, its query and its answer', () => {
  for (const [route] of ROUTES) {
    const [method = '', path = ''] = route.split(' ')
    const found = document.paths[`/api${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()]
    expect(found, route).toMatchObject({ responses: expect.anything(), summary: expect.any(String) })
    const hasBody = BODIES[route] !== undefined
    expect(JSON.stringify(found).includes('requestBody'), route).toBe(hasBody)
  }
})

test('every reference leads somewhere, and no two operations share a name', () => {
  const text = JSON.stringify(document)
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(50)
  for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name)
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('it is served, and says where it was asked', async () => {
  const collector = await createTestCollector()
  const response = await collector.app.request('http://events.example/openapi.json')
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(await response.json()).toMatchObject({
    openapi: '3.1.0',
    servers: [{ url: 'http://events.example' }],
  })
  await collector.close()
})

test('what the schemas of messages require is what the parser requires', () => {
  for (const type of EVENT_TYPES) {
    const required = messageSchema(type).required
    const full = { userId: 'u', event: 'E', groupId: 'g', previousId: 'p' }
    const parse = (message: object) => parseMessage({ ...message, type }, { shared: {} }, 0, () => 'id').ok
    expect(parse(full)).toBe(true)
    for (const name of ['event', 'groupId'] as const) {
      const { [name]: _, ...rest } = full
      expect(parse(rest), `${type} without ${name}`).toBe(!JSON.stringify(required).includes(name))
    }
  }
  expect(batchSchema.required).toEqual(['batch'])
  expect(parseEnvelope({}).ok).toBe(false)
  expect(parseEnvelope({ batch: [] }).ok).toBe(true)
})
