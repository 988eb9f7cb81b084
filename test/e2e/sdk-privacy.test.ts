import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { root } from '../../scripts/run.ts'
import { setStage } from '../sdk/stage.ts'

const privacy = readFileSync(join(root, 'docs/privacy.md'), 'utf8')
const rows = (heading: string): readonly (readonly string[])[] => {
  const section = privacy.slice(privacy.indexOf(heading)).split('\n## ')[0] ?? ''
  return section
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map(line => line.slice(2, -2).split(' | '))
}
const namesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
const fits = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern

const { recorder, context } = await setStage()
/** Bodies of all requests for events, as they came. */
const bodies: unknown[] = []

beforeEach(async () => {
  bodies.length = 0
  await context().route('**/v1/b', async route => {
    const bytes = route.request().postDataBuffer() ?? Buffer.from('{}')
    const text = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes
    bodies.push(JSON.parse(`${text}`))
    await route.fulfill({
      status: 200,
      headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
      body: JSON.stringify({
        success: true,
        accepted: 1,
        duplicates: 0,
        refused: [],
        warnings: [],
        program: 'tag-1',
        offers: [],
        help: [],
      }),
    })
  })
})

const open = async (query: Record<string, string>): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(recorder.page({ key: 'pk_test_noticing', ...query }))
  await page.waitForFunction(() => window.fireball?.progress?.get().ready)
  await page.waitForTimeout(500)
  return page
}
/** Everything that a page can do, once. */
const doAll = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    const call = (name: string, ...args: unknown[]) => Reflect.get(window.fireball, name)(...args)
    call('track', 'Anonymous')
    call('identify', 'u1', { plan: 'free' }, { signature: 'abc' })
    call('group', 'g1', { plan: 'team' })
    call('page', 'Reports')
    call('track', 'Report Built', { outcome: 'success', context: 'r1' })
    call('hitLock', 'schedules')
    call('quota', 'schedules', 1, 2)
    call('alias', 'u1', 'old')
    await call('ask', 'How?', 'schedules')
    await call('flush')
    call('identify', 'u2', {}, { impersonatedBy: 'me' })
    call('track', 'Report Built', { outcome: 'failure' })
    await call('flush')
  })
  await page.waitForTimeout(800)
}
const stored = (page: Page): Promise<readonly (readonly [where: string, name: string])[]> =>
  page.evaluate(async () => {
    const found: [string, string][] = []
    for (const name of Object.keys(localStorage)) found.push(['`localStorage`', name])
    for (const name of Object.keys(sessionStorage)) found.push(['`sessionStorage`', name])
    for (const one of document.cookie.split('; ').filter(Boolean))
      found.push(['cookie', one.split('=')[0] ?? ''])
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>(done => {
        const request = indexedDB.open(name)
        request.onsuccess = () => done(request.result)
      })
      for (const store of database.objectStoreNames) {
        const keys = await new Promise<IDBValidKey[]>(done => {
          const request = database.transaction(store).objectStore(store).getAllKeys()
          request.onsuccess = () => done(request.result)
        })
        for (const key of keys) found.push([`database \`${name}\``, `${key}`])
      }
      database.close()
    }
    for (const name of await caches.keys()) found.push(['cache', name])
    return found
  })
/** Paths of all fields: a batch's messages as one, what the host names itself as `*`. */
const fieldsOf = (value: unknown, path = ''): readonly string[] => {
  if (/(^|\.)(properties|traits)$/.test(path)) return [`${path}.*`]
  if (Array.isArray(value)) return path === 'batch' ? value.flatMap(one => fieldsOf(one, path)) : [path]
  // What is equal for the whole batch stands once, before it; ids that are not stand with each message.
  if (typeof value !== 'object' || value === null)
    return [
      path
        .replace(/^(context\.|type$|timestamp$)/, 'batch.$1')
        .replace(/^batch\.(anonymousId|userId)$/, '$1'),
    ]
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, path ? `${path}.${key}` : key))
}

describe('docs/privacy.md says what is', () => {
  const NAME = 'fireball:pk_test_noticing:'
  const listed = rows('## In the browser').map(([where = '', name = '']) => ({
    where: where.replace('NAME', NAME),
    name: (namesIn(name)[0] ?? '').replace('NAME', NAME).replace('<key>', 'pk_test_noticing'),
  }))
  const fields = rows('## Over the network').map(([names, necessary, full]) => ({
    names: namesIn(names),
    necessary: necessary === 'yes',
    full: full === 'yes',
  }))

  test.each(['local', 'necessary', 'full'] as const)('at %s', async level => {
    const page = await open({ consent: level })
    await doAll(page)
    const names = (await stored(page)).map(([where, name]) => `${where} ${name}`)
    const unlisted = names.filter(
      one => !listed.some(({ where, name }) => one.startsWith(where) && fits(`${where} ${name}`, one)),
    )
    expect(unlisted).toEqual([])
    expect(names.length).toBeGreaterThan(3)

    const sent = new Set(bodies.flatMap(body => fieldsOf(body)))
    if (level === 'local') expect(bodies).toEqual([])
    else {
      const may = fields.filter(one => one[level]).flatMap(one => one.names)
      expect([...sent].filter(field => !may.includes(field))).toEqual([])
      if (level === 'full') expect([...sent]).toEqual(expect.arrayContaining(['userId', 'batch.traits.*']))
      else
        expect([...sent].filter(field => !fields.find(one => one.names.includes(field))?.necessary)).toEqual(
          [],
        )
    }
    expect(JSON.stringify(bodies)).not.toContain('Friction')
  })

  test('every field of the table is really sent at full, but for what a nudge or an open question brings', async () => {
    const page = await open({ consent: 'full' })
    await doAll(page)
    const sent = new Set(bodies.flatMap(body => fieldsOf(body)))
    const unseen = fields.flatMap(one => one.names).filter(name => !sent.has(name))
    expect(unseen.filter(name => name !== 'fireball.help')).toEqual([])
  })
})

test('memory: nothing is stored at any level, and at local nothing but script, program and parts is fetched', async () => {
  for (const consent of ['local', 'full']) {
    const page = await open({ consent, more: 'data-storage="memory"' })
    await doAll(page)
    expect(await stored(page)).toEqual([])
    if (consent === 'local') expect(bodies).toEqual([])
    else expect(bodies.length).toBeGreaterThan(0)
    expect(
      recorder.requests.filter(
        one =>
          !/^GET \/(fireball\.js|v1\/program|(widget|attempt|notice|stuck|debug|fold|models|say|stored)[\w-]*-[A-Z0-9]{8}\.js)$/.test(
            one,
          ),
      ),
    ).toEqual([])
    await page.close()
  }
})

test('purge leaves nothing, cookie and all', async () => {
  const page = await open({ consent: 'full', more: 'data-cookie-domain="127.0.0.1"' })
  await doAll(page)
  await page.evaluate(() => window.fireball.purge())
  await vi.waitFor(async () => expect(await stored(page)).toEqual([]), { timeout: 4000 })
})

describe('subdomains', () => {
  let server: Server
  let port = 0
  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(
        `<!doctype html><script async src="${recorder.origin}/fireball.js" data-key="pk_test_quiet" data-consent="full" data-cookie-domain=".kites.test"></script>`,
      )
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => new Promise(done => server.close(done)))

  test('share one anonymous id by the cookie that the host asked for; a new one there is a new one here', async () => {
    const own = await launchChromium({ args: ['--host-resolver-rules=MAP *.kites.test 127.0.0.1'] })
    try {
      const shared = await own.newContext()
      const idOn = async (host: string, act?: string) => {
        const page = await shared.newPage()
        await page.goto(`http://${host}.kites.test:${port}/`)
        await page.waitForFunction(() => window.fireball?.progress?.get().ready)
        if (act) await page.evaluate(name => Reflect.get(window.fireball, name)(), act)
        const text = await page.evaluate(() => localStorage.getItem('fireball:pk_test_quiet::id') ?? '{}')
        await page.close()
        return (JSON.parse(text) as { anonymousId?: string }).anonymousId
      }
      const first = await idOn('www')
      expect(first).toMatch(/^[0-9a-f-]{36}$/)
      expect(await idOn('app')).toBe(first)
      const next = await idOn('app', 'reset')
      expect(next).not.toBe(first)
      expect(await idOn('www')).toBe(next)
      const cookies = await shared.cookies()
      expect(cookies.map(({ name, domain, sameSite }) => [name, domain, sameSite])).toEqual([
        ['fireball_pk_test_quiet', '.kites.test', 'Lax'],
      ])
    } finally {
      await own.close()
    }
  })
})
