import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetRoutes } from './assets.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'fireball-assets-'))
  for (const folder of ['sdk', 'widget', 'console', 'demo']) await mkdir(join(root, folder))
  await writeFile(join(root, 'secret.js'), 'secret')
  await writeFile(join(root, 'sdk/fireball.js'), 'script()')
  await writeFile(join(root, 'sdk/.env.js'), 'secret')
  await writeFile(join(root, 'widget/widget-ABCDEFG1.js'), 'export {}')
  await writeFile(join(root, 'widget/widget-ABCDEFG2.js'), 'export {}')
  await writeFile(join(root, 'console/index.html'), '<!doctype html>')
  await writeFile(join(root, 'demo/index.html'), '<!doctype html>')
  await writeFile(join(root, 'demo/main-ABCDEFG3.js'), 'demo()')
})
afterAll(() => rm(root, { recursive: true }))

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  assetRoutes({
    sdk: join(root, 'sdk'),
    widget: join(root, 'widget'),
    console: join(root, 'console'),
    demo: join(root, 'demo'),
  }).request(path, { headers })

test('the script is for pages of any origin, and fresh within minutes', async () => {
  const response = await get('/fireball.js')
  expect(await response.text()).toBe('script()')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('public, max-age=300')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  const etag = response.headers.get('etag') ?? ''
  expect((await get('/fireball.js', { 'if-none-match': etag })).status).toBe(304)
})

test('a release can be pinned: its own address, and the hash of its bytes', async () => {
  const response = await get('/v1/script')
  const { src, integrity } = await response.json()
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(src).toMatch(/^\/fireball-[A-F0-9]{8}\.js$/)
  expect(integrity).toBe(`sha384-${createHash('sha384').update('script()').digest('base64')}`)
})

test('every hash that was ever built stays served, for good', async () => {
  for (const name of ['widget-ABCDEFG1.js', 'widget-ABCDEFG2.js']) {
    const response = await get(`/${name}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('immutable')
  }
  expect((await get('/widget-ABCDEFG9.js')).status).toBe(404)
})

test('what the client accepts is compressed', async () => {
  const response = await get('/fireball.js', { 'accept-encoding': 'gzip, br' })
  expect(response.headers.get('content-encoding')).toBe('br')
  expect(brotliDecompressSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('script()')
})

test('demo and console come under a strict policy; their paths without a file are the page', async () => {
  for (const path of ['/demo/', '/demo/campaigns', '/console/', '/console/accounts/g%3Aacme']) {
    const response = await get(path)
    expect(response.status).toBe(200)
    const policy = response.headers.get('content-security-policy') ?? ''
    for (const part of ["script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'"])
      expect(policy).toContain(part)
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }
  expect((await get('/demo/main-ABCDEFG3.js')).headers.get('cache-control')).toContain('immutable')
  expect((await get('/demo')).headers.get('location')).toBe('/demo/')
})

test.each([
  '/demo/../secret.js',
  '/demo/..%2fsecret.js',
  '/demo/%2e%2e/secret.js',
  '/demo/..%5csecret.js',
  '/demo/%2fetc%2fpasswd.js',
  '/demo/main.js%00.html',
  '/console//etc/x.js',
  '/.env.js',
  '/..%2fsecret-ABCDEFG1.js',
  '/demo/<script>.js',
])('%s leads nowhere', async path => {
  const response = await get(path)
  expect(response.status).toBe(404)
  expect(await response.text()).not.toContain('secret')
})
