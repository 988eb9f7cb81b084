import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROUTES } from '../console/permissions.ts'
import { createTestCollector, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { baseHeaders } from '../headers.ts'
import { createKeys } from '../keys.ts'
import { POSTHOG_PATHS } from '../routes/ingest.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
  await writeFile(join(collector.folder, 'index.html'), '<!doctype html>')
  await writeFile(join(collector.folder, 'fireball.js'), 'script()')
  await mkdir(join(collector.folder, 'inner'))
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const SERVED: readonly (readonly [string, string])[] = [
  ...['/', '/landing.css', '/landing.svg', '/healthz', '/readyz', '/metrics', '/openapi.json'],
  ...['/fireball.js', '/v1/script', '/v1/program?key=pk_live_app', '/v1/projects/pk_live_app/settings'],
  ...['/sourceConfig/?writeKey=pk_live_app', '/array/x/config', '/array/x/config.js', '/nothing', '/inner/'],
  ...['/demo/', '/console/', '/console/x/<script>', '/demo/%2e%2e/x.js', '/v1/nothing'],
].map(path => ['GET', path] as const)

test('everything served has strict headers, and nothing lets a script in', async () => {
  const asked = [
    ...SERVED,
    ...['/v1/batch', '/v1/t', '/beacon/v1/batch', '/flags/', ...POSTHOG_PATHS].map(
      path => ['POST', path] as const,
    ),
    ...ROUTES.map(([route]) => {
      const [method = '', path = ''] = route.split(' ')
      return [method, `/api${path.replaceAll(/:\w+/g, 'x')}`] as const
    }),
  ]
  for (const [method, path] of asked) {
    const { status, headers } = await collector.app.request(path, {
      method,
      ...(method === 'GET' ? {} : { body: '<script>alert(1)</script>' }),
    })
    const at = `${method} ${path} (${status})`
    const policy = headers.get('content-security-policy') ?? ''
    expect(headers.get('x-content-type-options'), at).toBe('nosniff')
    expect(headers.get('x-frame-options'), at).toBe('DENY')
    expect(headers.get('referrer-policy'), at).toMatch(/^(no-referrer|same-origin)$/)
    expect(policy, at).toContain("default-src 'none'")
    expect(policy, at).toContain("frame-ancestors 'none'")
    expect(policy, at).not.toMatch(/unsafe|\*|https?:/)
    const type = headers.get('content-type') ?? ''
    if (type.includes('html')) expect(policy, at).toContain("require-trusted-types-for 'script'")
    // What may be sent with credentials is never opened to other origins.
    if (path.startsWith('/api')) expect(headers.get('access-control-allow-origin'), at).toBeNull()
    expect(headers.get('access-control-allow-credentials'), at).toBeNull()
  }
})

test('over TLS browsers are told to come over TLS alone', () => {
  expect(baseHeaders(true)['Strict-Transport-Security']).toMatch(/^max-age=31536000/)
  expect(baseHeaders(false)['Strict-Transport-Security']).toBeUndefined()
})

const SCRIPT = '<script>alert(1)</script>'

test('what was sent comes back as data, whatever it says', async () => {
  const session = await collector.sessions.exchange(await collector.sessions.issue('admin'))
  const headers = { cookie: `fireball_session=${session}` }
  await collector.send([
    {
      type: 'track',
      event: SCRIPT,
      userId: SCRIPT,
      properties: { [SCRIPT]: SCRIPT },
      context: { groupId: SCRIPT },
    },
    { type: 'identify', userId: SCRIPT, traits: { name: SCRIPT } },
    { type: SCRIPT },
  ])
  await collector.settled()
  for (const path of [
    '/api/projects/app/events/recent',
    '/api/projects/app/accounts',
    `/api/projects/app/accounts/${encodeURIComponent(`g:${SCRIPT}`)}`,
    `/api/projects/${encodeURIComponent(SCRIPT)}/accounts`,
    `/array/${encodeURIComponent(SCRIPT)}/config`,
    `/array/${encodeURIComponent(SCRIPT)}/config.js`,
    `/nothing/${encodeURIComponent(SCRIPT)}`,
  ]) {
    const response = await collector.app.request(path, { headers })
    expect(response.headers.get('content-type'), path).toMatch(/^(application\/json|text\/plain)/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('the figures need the token, where one is set', async () => {
  const guarded = await createTestCollector(aProgram(), { metricsToken: 'a-long-enough-token' })
  const ask = async (authorization?: string) =>
    (
      await guarded.app.request('/metrics', {
        headers: authorization === undefined ? {} : { authorization },
      })
    ).status
  expect(await ask()).toBe(401)
  expect(await ask('Bearer a-long-enough-tokem')).toBe(401)
  expect(await ask('Bearer a-long-enough-token')).toBe(200)
  await guarded.close()
})

test('too many requests are told to wait, by address, key and account; the figures tell', async () => {
  const limited = await createTestCollector(aProgram(), {
    rates: { perAddress: 2, perKey: 0, perAccount: 1 },
  })
  const send = (from: string, userId: string) =>
    limited.app.request(
      '/v1/batch',
      {
        method: 'POST',
        body: JSON.stringify({ writeKey: 'pk_live_app', batch: [{ type: 'track', event: 'E', userId }] }),
      },
      { incoming: { socket: { remoteAddress: from } } },
    )
  const statuses = async (from: string, userId: string, times: number) => {
    const all = []
    for (let i = 0; i < times; i++) all.push((await send(from, userId)).status)
    return all
  }
  expect(await statuses('203.0.113.5', 'ann', 12)).toEqual([...Array(10).fill(200), 429, 429])
  const refused = await send('203.0.113.5', 'ann')
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(await refused.json()).toMatchObject({ success: false, error: { code: 'busy', path: 'account' } })
  // Another user from there has what is left of the address.
  expect((await statuses('203.0.113.5', 'bob', 10)).filter(status => status === 200).length).toBeLessThan(10)
  expect((await send('203.0.113.6', 'eve')).status).toBe(200)
  const figures = await (await limited.app.request('/metrics')).text()
  expect(figures).toMatch(/fireball_limited_requests_total\{by="account"\} 3/)
  expect(figures).toMatch(/fireball_limited_requests_total\{by="address"\} \d/)
  await limited.close()
})

test('a key of test data writes test data alone, a key without the scope nothing', async () => {
  const keys = createKeys({ store: collector.store, now: collector.now, secret: () => 'made-1' })
  const test = await keys.add('app', { kind: 'secret', mode: 'test' })
  const message = { type: 'track', event: 'Report Run', userId: 'ann', messageId: 'm1' }
  await collector.send([message], {}, test)
  expect(await collector.store.all('SELECT DISTINCT space FROM events')).toEqual([{ space: 'app:test' }])
  const others = createKeys({ store: collector.store, now: collector.now, secret: () => 'made-2' })
  const reader = await others.add('app', { kind: 'secret', mode: 'live', scopes: ['read', 'privacy'] })
  expect((await collector.post('/v1/batch', { writeKey: reader, batch: [message] })).status).toBe(401)
})
