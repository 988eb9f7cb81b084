import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstStart } from './first-start.ts'
import { createTestCollector, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const get = (path: string) => collector.app.request(path)

test('the landing page leads on and holds no script', async () => {
  const response = await get('/')
  const page = await response.text()
  for (const path of ['/demo/', '/console/']) expect(page).toContain(`href="${path}"`)
  expect(page).not.toMatch(/<script|\sstyle=|\son\w+=/)
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect((await get('/landing.css')).headers.get('content-type')).toContain('text/css')
})

test('the landing page offers made-up accounts, and says that they are, once there are some', async () => {
  expect(await (await get('/')).text()).toContain('npm run simulate')
  await collector.projects.ensure({ id: 'simulated', name: 'Simulated', isDemo: false, isSimulated: true })
  const page = await (await get('/')).text()
  expect(page).toContain('href="/console/simulated/accounts"')
  expect(page).toContain('nobody in it is real')
})

test('alive, ready, and no longer ready once it stops', async () => {
  expect((await get('/healthz')).status).toBe(200)
  expect((await get('/readyz')).status).toBe(200)
  await collector.dispose()
  expect((await get('/readyz')).status).toBe(503)
  expect((await get('/healthz')).status).toBe(200)
})

test('figures are kept apart by collector', async () => {
  const other = await createTestCollector(aProgram())
  await collector.send([{ type: 'track', event: 'Report Run', userId: 'ann' }, {}])
  expect(await (await get('/metrics')).text()).toContain('fireball_messages_total{result="accepted"} 1')
  expect(await (await other.app.request('/metrics')).text()).not.toContain('result="accepted"')
  await other.close()
})

test('the console API answers under /api and lets nobody in unasked', async () => {
  const response = await get('/api/session')
  expect(response.status).toBe(401)
})

test.each(['/nothing', '/v1/nothing', '/v1/batch', '/api/nothing', '/widget.js'])(
  'GET %s is no 5xx',
  async path => {
    const response = await get(path)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  },
)

const BROWSER: readonly (readonly [string, string])[] = [
  ['origin', 'https://app.example.com'],
  ['sec-fetch-site', 'same-origin'],
]

test.each(BROWSER)(
  'a secret key that comes from a browser (%s) is refused and said so',
  async (name, value) => {
    const { app, secret } = collector
    const body = JSON.stringify({
      writeKey: secret,
      batch: [{ type: 'track', event: 'Report Run', userId: 'ann' }],
    })
    const send = (headers: Record<string, string>) =>
      app.request('/v1/batch', { method: 'POST', body, headers })
    const refused = await send({ [name]: value })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({
      error: { code: 'unknown-key', expected: expect.stringContaining('publishable key') },
    })
    const program = `/v1/program?key=${secret}`
    expect((await app.request(program, { headers: { [name]: value } })).status).toBe(403)
    expect((await send({})).status).toBe(200)
    expect((await app.request(program)).status).toBe(200)
  },
)

test('a new collector makes the demo and a project for one’s own app, once', async () => {
  const { projects, programs } = collector
  await firstStart(projects, programs, aProgram())
  const before = await projects.list()
  expect(before.map(one => [one.id, one.isDemo])).toEqual([
    ['app', false],
    ['demo', true],
  ])
  expect((await projects.findKey('pk_test_demo'))?.space).toBe('demo')
  expect(await firstStart(projects, programs, aProgram())).toEqual({ secrets: undefined })
  expect(await projects.list()).toEqual(before)
  await expect(firstStart(projects, programs, { format: 1 })).resolves.toBeDefined()
})
