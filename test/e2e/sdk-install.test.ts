import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { proxy } from 'hono/proxy'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { root } from '../../scripts/run.ts'
import { setStage } from '../sdk/stage.ts'

const { recorder, context, faults } = await setStage()

beforeEach(() =>
  context().addInitScript(() => {
    Reflect.set(window, 'codes', [])
    addEventListener('fireball:ready', ready => {
      const { detail } = ready as CustomEvent<typeof window.fireball>
      detail.on('error', ({ code }) => Reflect.get(window, 'codes').push(code))
    })
  }),
)

const isReady = (page: Page) => page.waitForFunction(() => window.fireball?.progress?.get().ready)
const open = async (query: Record<string, string> = {}): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(recorder.page({ key: 'pk_test_quiet', consent: 'full', ...query }))
  await page.waitForFunction(() => window.fireball?.consent !== undefined)
  return page
}
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })
const codes = (page: Page): Promise<readonly string[]> => page.evaluate(() => Reflect.get(window, 'codes'))

describe('where the script comes from', () => {
  let host: ServerType
  let origin = ''
  const firstParty: string[] = []
  beforeAll(() => {
    const app = new Hono()
    // As docs/install.md says.
    app.all('/kites/*', c => {
      firstParty.push(`${c.req.method} ${c.req.path}`)
      const path = c.req.path.slice('/kites'.length).replace(/^\/kite\.js$/, '/fireball.js')
      const url = `${recorder.origin}${path}${new URL(c.req.url).search}`
      return proxy(url, { ...c.req, headers: { ...c.req.header(), cookie: undefined } })
    })
    app.get('/', c =>
      c.html(
        '<!doctype html><title>Host</title><script async src="/kites/kite.js" data-key="pk_test_noticing" data-consent="full"></script>',
      ),
    )
    host = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    origin = `http://127.0.0.1:${(host.address() as AddressInfo | null)?.port}`
  })
  afterAll(() => new Promise(done => host.close(done)))

  test('behind a first-party proxy, under another path and name: script, parts, widget, program, events', async () => {
    origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
    const foreign: string[] = []
    const page = await context().newPage()
    page.on('request', request => request.url().startsWith(origin) || foreign.push(request.url()))
    await page.goto(origin)
    await isReady(page)
    await page.evaluate(() => {
      window.fireball.track('Through')
      Reflect.get(window.fireball, 'debug')()
    })
    await eventually(() => expect(recorder.names().sort()).toEqual(['Through', 'page']))
    await page.locator('[data-fireball=debug] aside').waitFor()
    expect(foreign).toEqual([])
    expect([...new Set(firstParty.map(one => one.replace(/-[A-Z0-9]{8}/, '')))].sort()).toEqual([
      'GET /kites/attempt.js',
      'GET /kites/debug.js',
      'GET /kites/kite.js',
      'GET /kites/notice.js',
      // For developers: the page is on their own machine.
      'GET /kites/say.js',
      'GET /kites/v1/program',
      'POST /kites/v1/b',
    ])
    expect(faults.filter(one => !/favicon|404/.test(one))).toEqual([])
  })

  test('pinned: under the hash of its bytes, with integrity', async () => {
    const bytes = readFileSync(join(root, 'packages/sdk/dist/fireball.js'))
    const name = `fireball-${createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase()}.js`
    const integrity = `sha384-${createHash('sha384').update(bytes).digest('base64')}`
    const page = await open({
      src: `${recorder.origin}/${name}`,
      more: `integrity="${integrity}" crossorigin="anonymous"`,
    })
    await page.evaluate(() => window.fireball.track('Pinned'))
    await eventually(() => expect(recorder.names()).toEqual(['Pinned']))
    expect(recorder.requests).toContain(`GET /${name}`)
    const wrong = await context().newPage()
    await wrong.goto(
      recorder.page({ src: `${recorder.origin}/${name}`, more: 'integrity="sha384-AAAA" crossorigin' }),
    )
    await wrong.waitForTimeout(300)
    expect(await wrong.evaluate(() => 'fireball' in window)).toBe(false)
  })

  test.each([
    ['script-src and connect-src the collector only', ''],
    ['nonce and strict-dynamic', 'abc'],
  ])('under a strict policy with Trusted Types the lazy parts come too: %s', async (_, nonce) => {
    const scripts = nonce ? `'nonce-${nonce}' 'strict-dynamic'` : recorder.origin
    recorder.pageHeaders({
      'content-security-policy': `default-src 'none'; script-src ${scripts}; connect-src ${recorder.origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    })
    const page = await open({ key: 'pk_test_noticing', ...(nonce ? { nonce } : {}) })
    await page.evaluate(() => Reflect.get(window.fireball, 'debug')())
    await page.locator('[data-fireball=debug] aside').waitFor()
    await eventually(() => expect(recorder.names()).toEqual(['page']))
    expect(faults.filter(one => !/favicon|404/.test(one))).toEqual([])
  })

  test('the loader line is what the build makes, and at most 250 bytes', () => {
    const line = readFileSync(join(root, 'packages/sdk/dist/snippet.js'), 'utf8')
    const readme = readFileSync(join(root, 'packages/sdk/README.md'), 'utf8')
    expect(readme).toContain(`<script>${line}</script>`)
  })
})

describe('bad input', () => {
  test('a collector that answers HTML: told, and nothing is taken for sent', async () => {
    recorder.reply({ status: 200, body: '<!doctype html>' })
    const page = await open()
    await page.evaluate(() => window.fireball.track('Kept'))
    await eventually(async () => expect(await codes(page)).toEqual(['bad-answer']))
    await eventually(() => expect(recorder.received.length).toBeGreaterThan(1))
    expect(recorder.received[1]?.events.map(one => one.name)).toEqual(['Kept'])
  })

  test('a wrong key: told once, and sending stops', async () => {
    recorder.reply({ status: 401 }, { status: 401 })
    const page = await open()
    await page.evaluate(() => window.fireball.track('Kept'))
    await eventually(async () => expect(await codes(page)).toEqual(['halted']))
    await page.evaluate(() => window.fireball.track('Later'))
    await page.waitForTimeout(800)
    expect(recorder.received).toHaveLength(1)
  })

  test('a wrong address: told, the page goes on', async () => {
    const lines: string[] = []
    context().on('console', message => lines.push(message.text()))
    const page = await open({ more: 'data-host="http://127.0.0.1:9"' })
    await page.evaluate(() => window.fireball.track('Kept'))
    await eventually(async () => expect(await codes(page)).toContain('unreachable'))
    expect(lines.filter(one => one.startsWith('Fireball: unreachable'))).toHaveLength(1)
  })

  test('a program from the future: told, and events go on', async () => {
    const page = await open({ key: 'pk_test_future' })
    await page.evaluate(() => window.fireball.track('Sent'))
    await eventually(() => expect(recorder.names()).toEqual(['Sent']))
    expect(new Set(await codes(page))).toEqual(new Set(['bad-program']))
  })

  test('a hook that throws: told, and the event stays here; one that answers null keeps it out', async () => {
    const page = await open()
    await page.evaluate(() => {
      const before = Reflect.get(window.fireball, 'before')
      before(({ name, properties }: { name: string; properties: Record<string, unknown> }) => {
        if (name === 'Bad') throw new Error('no')
        return name === 'Out' ? null : { name: `${name}!`, properties: { ...properties, email: undefined } }
      })
      before('no function')
      window.fireball.track('Good', { email: 'a@example.com', n: 1 })
      window.fireball.track('Bad')
      window.fireball.track('Out')
    })
    await eventually(() => expect(recorder.names()).toEqual(['Good!']))
    expect([...recorder.stored.values()][0]?.properties).toEqual({ n: 1 })
    expect(await codes(page)).toEqual(['before', 'before'])
  })
})

describe('who is in front', () => {
  test('logged in as somebody: a flag on every event, another anonymous id, and nothing is proven', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { track, identify } = window.fireball
      track('As agent')
      identify('customer', {}, { impersonatedBy: 'agent' })
      track('As customer')
      identify('customer')
      track('Really')
    })
    await eventually(() => expect(recorder.stored.size).toBe(5))
    const [agent, , impersonated, , real] = [...recorder.stored.values()]
    expect(impersonated).toMatchObject({
      userId: 'customer',
      assisted: true,
      context: { impersonated: true },
    })
    expect(real).toMatchObject({ userId: 'customer', assisted: false })
    expect(real?.context.impersonated).toBeUndefined()
    expect(new Set([agent, impersonated, real].map(one => one?.anonymousId)).size).toBe(3)
  })

  test('an account that is left is not the one that is worked in', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { group, track } = window.fireball
      group('a')
      group('b', { left: true })
      track('In a')
      group('a', { left: true })
      track('In none')
    })
    await eventually(() => expect(recorder.stored.size).toBe(5))
    const accounts = [...recorder.stored.values()].map(one => [one.name || one.type, one.groupId])
    expect(accounts).toEqual([
      ['group', 'a'],
      ['group', 'b'],
      ['In a', 'a'],
      ['group', 'a'],
      ['In none', undefined],
    ])
  })

  test('two clients on a page: each its own, one thing on screen at a time', async () => {
    const page = await open({
      key: 'pk_test_kites',
      body: `<script async src="${recorder.origin}/fireball.js" data-key="pk_test_other" data-consent="full"></script>`,
    })
    await isReady(page)
    await page.evaluate(() => window.fireball.hitLock('schedules'))
    await page.locator('[data-fireball] [part~="offer"]').waitFor()
    // The tag that came second found the name taken; a page asks for more clients by the package.
    expect(await page.locator('[data-fireball] [part~="offer"]').count()).toBe(1)
  })
})
