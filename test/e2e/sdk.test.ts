import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { root } from '../../scripts/run.ts'
import { setStage } from '../sdk/stage.ts'

/** What a test page uses of the client. */
interface Client {
  track(name: unknown, properties?: unknown): void
  identify(id: unknown, traits?: unknown, options?: unknown): void
  group(id: unknown, traits?: unknown): void
  hitLock(key: string): void
  consent(level?: string): string
  flush(): Promise<void>
  purge(): Promise<void>
  on(name: string, handler: (detail: { code: string }) => void): void
  progress: {
    get(): {
      ready: boolean
      activations: Record<string, { done: number }>
      decision: { show?: { key: string } }
    }
  }
}

declare global {
  interface Window {
    fireball: Client
    faults: string[]
  }
}

const { recorder, context, noise } = await setStage()

const isReady = (page: Page) => page.waitForFunction(() => window.fireball?.progress?.get().ready)
const open = async (query: Record<string, string> = {}): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(recorder.page({ consent: 'full', ...query }))
  await isReady(page)
  return page
}
const track = (page: Page, ...names: readonly string[]) =>
  page.evaluate(all => {
    for (const name of all) window.fireball.track(name)
  }, names)
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 8000 })
const fetched = () => [...new Set(recorder.requests.map(one => one.replace(/-.*/, '')))].sort()
const sentEvents = () => recorder.received.flatMap(one => one.events)

/** The stub, as the README prints it. */
const [STUB = ''] =
  readFileSync(join(root, 'packages/sdk/README.md'), 'utf8').match(/<script>\(q=>.*<\/script>/) ?? []

describe('delivery', () => {
  test('calls made before the script came are kept, in order and with their time', async () => {
    const before = Date.now()
    await open({
      head: `${STUB}<script>fireball.identify('u1',{plan:'free'});fireball.track('Early',{n:1})</script>`,
    })
    await eventually(() => expect(recorder.names()).toEqual(['identify', 'Early']))
    const early = [...recorder.stored.values()][1]
    expect(early).toMatchObject({ userId: 'u1', properties: { n: 1 } })
    expect(early?.at).toBeGreaterThanOrEqual(before)
    expect(recorder.requests.filter(one => one.startsWith('OPTIONS'))).toEqual([])
    expect(noise()).toEqual([])
  })

  test('the stub is small, and a method taken from it goes on working', async () => {
    expect(gzipSync(STUB).length).toBeLessThanOrEqual(250)
    const page = await open({ head: `${STUB}<script>later=fireball.track</script>` })
    await page.evaluate('later("Taken")')
    await eventually(() => expect(recorder.names()).toEqual(['Taken']))
  })

  test('an event tracked in the task that closes the page arrives, by now or on the next visit', async () => {
    const page = await open()
    await page.evaluate(() => {
      window.fireball.track('Last')
      location.href = 'about:blank'
    })
    await page.waitForURL('about:blank')
    await eventually(() => expect(recorder.names()).toEqual(['Last']))
  })

  test('what is tracked offline arrives once when the network is back', async () => {
    const page = await open()
    await context().setOffline(true)
    await track(page, 'Offline 1', 'Offline 2')
    await page.waitForTimeout(600)
    expect(sentEvents()).toEqual([])
    await context().setOffline(false)
    await eventually(() => expect(recorder.names()).toEqual(['Offline 1', 'Offline 2']))
    expect(recorder.copies()).toBe(0)
  })

  test('a 503 is tried again, and Retry-After is obeyed', async () => {
    recorder.reply({
      status: 503,
      headers: { 'retry-after': '1', 'access-control-expose-headers': 'Retry-After' },
    })
    const page = await open()
    await track(page, 'Again')
    await eventually(() => expect(recorder.names()).toEqual(['Again']))
    const [first, second] = recorder.received
    expect(first?.status).toBe(503)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950)
    expect(recorder.copies()).toBe(0)
  })

  test('what a failing collector never took is sent after a reload', async () => {
    recorder.reply(...Array.from({ length: 9 }, () => ({ status: 503 })))
    const page = await open()
    await track(page, 'Before', 'Reload')
    await eventually(() => expect(recorder.received.length).toBeGreaterThan(0))
    await page.waitForTimeout(100)
    recorder.reply()
    await page.reload()
    await isReady(page)
    await eventually(() => expect(recorder.names()).toEqual(['Before', 'Reload']))
  })

  test('a refused message does not take its neighbours along', async () => {
    recorder.reply({ status: 400 }, { status: 200 }, { status: 400 })
    const page = await open()
    await page.evaluate(() => {
      window.faults = []
      window.fireball.on('error', ({ code }) => window.faults.push(code))
    })
    await track(page, 'Good', 'Bad')
    await eventually(() => expect(recorder.names()).toEqual(['Good']))
    await page.waitForFunction(() => window.faults.includes('refused'))
  })

  test('two tabs: one sends for both, nothing twice', async () => {
    const [one, two] = [await open(), await open()]
    await track(one, 'One 1', 'One 2')
    await track(two, 'Two 1', 'Two 2')
    await eventually(() => expect(recorder.names().sort()).toEqual(['One 1', 'One 2', 'Two 1', 'Two 2']))
    // Its tab has to hear of the acknowledgement, else it may hand its events off once more.
    await two.waitForTimeout(300)
    await two.close()
    await track(one, 'One 3')
    await eventually(() => expect(recorder.names()).toContain('One 3'))
    expect(recorder.copies()).toBe(0)
  })

  test('a tab that dies in an outage leaves its events to the other', async () => {
    const [one, two] = [await open(), await open()]
    await context().setOffline(true)
    await track(one, 'Left behind')
    await one.close()
    await context().setOffline(false)
    await two.bringToFront()
    await eventually(() => expect(recorder.names()).toEqual(['Left behind']))
  })

  test('the page stays fit for the back/forward cache, and goes on when it comes back', async () => {
    const cached = await launchChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
    try {
      const page = await cached.newPage()
      await page.goto(recorder.page({ consent: 'full' }))
      await isReady(page)
      await page.evaluate(() => {
        window.faults = []
        addEventListener('pageshow', event => window.faults.push(`${event.persisted}`))
        window.fireball.track('Before leaving')
      })
      await page.goto(`${recorder.hostOrigin}/?key=pk_test_other`)
      await page.goBack({ waitUntil: 'commit' })
      await page.waitForFunction(() => window.faults?.length)
      expect(await page.evaluate(() => window.faults)).toEqual(['true'])
      await track(page, 'Back again')
      await eventually(() => expect(recorder.names()).toEqual(['Before leaving', 'Back again']))
    } finally {
      await cached.close()
    }
  })

  test('a burst arrives whole', async () => {
    const page = await open()
    await page.evaluate(() => {
      for (let i = 0; i < 1000; i++) window.fireball.track('Burst', { i, text: 'x'.repeat(300) })
    })
    await eventually(() => expect(recorder.stored.size).toBe(1000))
    expect(recorder.copies()).toBe(0)
  })

  test('120 KB tracked in the task that closes the page arrive, the rest of it on the next visit', async () => {
    const page = await open()
    await page.evaluate(() => {
      for (let i = 0; i < 90; i++) window.fireball.track('Heavy', { i, text: 'x'.repeat(1000) })
      location.href = 'about:blank'
    })
    await page.waitForURL('about:blank')
    await open()
    await eventually(() => expect(recorder.stored.size).toBe(90))
  })
})

describe('consent', () => {
  test('without data-consent nothing but script and program is fetched, nothing is sent, progress works', async () => {
    const page = await context().newPage()
    await page.goto(recorder.page({ key: 'pk_test_kites' }))
    await isReady(page)
    await page.evaluate(() => {
      window.fireball.identify('u1', { email: 'a@example.com' })
      window.fireball.track('Report Built', { outcome: 'success', context: 'r1' })
    })
    await page.waitForFunction(() => window.fireball.progress.get().activations.start?.done === 1)
    await page.evaluate(() => window.fireball.flush())
    await page.waitForTimeout(600)
    expect(recorder.received).toEqual([])
    expect(fetched()).toEqual([
      'GET /fireball.js',
      // The lines for developers: this page is on their own machine.
      'GET /say',
      'GET /v1/program',
      'GET /widget',
    ])
    // What was recorded below the sending level is never sent later.
    await page.evaluate(() => window.fireball.consent('full'))
    await track(page, 'After')
    await eventually(() => expect(recorder.names()).toContain('After'))
    expect(recorder.names()).not.toContain('Report Built')
  })

  test('without data-consent a page that is not on a developer’s machine fetches script, program and widget, and its console stays empty', async () => {
    const own = await launchChromium({ args: ['--host-resolver-rules=MAP *.kites.test 127.0.0.1'] })
    try {
      const page = await own.newPage()
      const lines: string[] = []
      page.on('console', message => lines.push(message.text()))
      await page.goto(recorder.page({ key: 'pk_test_kites' }).replace('127.0.0.1', 'www.kites.test'))
      await isReady(page)
      await page.evaluate(() => {
        window.fireball.track('Report Built', { outcome: 'success', context: 'r1' })
        window.fireball.track('')
      })
      await page.waitForFunction(() => window.fireball.progress.get().activations.start?.done === 1)
      await page.evaluate(() => window.fireball.flush())
      await page.waitForTimeout(600)
      expect(recorder.received).toEqual([])
      expect(fetched()).toEqual(['GET /fireball.js', 'GET /v1/program', 'GET /widget'])
      expect(lines.filter(line => line.includes('Fireball'))).toEqual([])
    } finally {
      await own.close()
    }
  })

  test('necessary sends events that a signal names, with random ids and no traits', async () => {
    const page = await open({ key: 'pk_test_kites', consent: 'necessary' })
    await page.evaluate(() => {
      window.fireball.identify('u1', { email: 'a@example.com' })
      window.fireball.group('g1')
      window.fireball.track('Unnamed')
      window.fireball.track('Report Built', { outcome: 'success' })
    })
    await eventually(() => expect(recorder.names()).toContain('Report Built'))
    for (const event of sentEvents()) {
      expect(event.userId).toBeUndefined()
      expect(event.groupId).toBeUndefined()
      expect(['Report Built', 'Prompt Shown']).toContain(event.name)
    }
  })

  test('Global Privacy Control keeps everything here until the person chooses', async () => {
    await context().addInitScript(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })
    })
    const page = await open({ consent: 'full' })
    await track(page, 'Private')
    await page.waitForTimeout(500)
    expect(recorder.received).toEqual([])
    expect(await page.evaluate(() => window.fireball.consent())).toBe('local')
  })

  test('purge removes all that is stored, and stops', async () => {
    const page = await open()
    await track(page, 'Before')
    await eventually(() => expect(recorder.names()).toEqual(['Before']))
    await page.evaluate(() => window.fireball.purge())
    await track(page, 'After')
    await page.waitForTimeout(500)
    expect(recorder.names()).toEqual(['Before'])
    expect(
      await page.evaluate(async () => [
        Object.keys(localStorage),
        (await indexedDB.databases()).map(one => one.name),
      ]),
    ).toEqual([[], []])
  })
})

describe('on screen', () => {
  const nudge = (page: Page) => page.locator('[data-fireball] [part~="nudge"]')

  test('the widget is loaded only when something is to be shown', async () => {
    await open()
    expect(recorder.requests.filter(one => one.includes('widget'))).toEqual([])
  })

  test('a skill shown in two contexts brings the nudge for the next one, and a repeat visit needs no request', async () => {
    const page = await open({ key: 'pk_test_kites' })
    await page.evaluate(() => {
      for (const context of ['r1', 'r2', 'r3'])
        window.fireball.track('Report Built', { outcome: 'success', context })
    })
    await nudge(page).waitFor()
    await eventually(() => expect(recorder.names()).toContain('Prompt Shown'))
    recorder.requests.length = 0
    await page.reload()
    await nudge(page).waitFor()
    expect(recorder.requests.filter(one => /widget|fireball/.test(one))).toEqual([])
    expect(recorder.names().filter(one => one === 'Prompt Shown')).toHaveLength(1)
    expect(noise()).toEqual([])
  })

  test('a success while the nudge is in view is stamped as assisted', async () => {
    const page = await open({ key: 'pk_test_kites' })
    await page.evaluate(() => {
      for (const context of ['r1', 'r2', 'r3'])
        window.fireball.track('Report Built', { outcome: 'success', context })
    })
    await eventually(() => expect(recorder.names()).toContain('Prompt Shown'))
    await page.evaluate(() => window.fireball.track('Report Shared', { outcome: 'success', context: 's1' }))
    await eventually(() => expect(recorder.names()).toContain('Report Shared'))
    const shared = [...recorder.stored.values()].find(one => one.name === 'Report Shared')
    expect(shared).toMatchObject({ assisted: true, context: { fireball: { assisted: 'try-sharing' } } })
  })

  test('the lock answers at once, and works offline from the cache', async () => {
    const page = await open({ key: 'pk_test_kites' })
    await page.evaluate(() => window.fireball.hitLock('schedules'))
    await page.locator('[data-fireball] [part~="offer"]').waitFor()
    await context().setOffline(true)
    await page.evaluate(() => window.fireball.hitLock('schedules'))
    await page.locator('[data-fireball] [part~="offer"]').waitFor()
  })

  test.each([
    ['script-src and connect-src the collector only', ''],
    ['nonce and strict-dynamic', 'abc'],
  ])('under a strict policy: %s', async (_, nonce) => {
    recorder.pageHeaders({
      'content-security-policy': nonce
        ? `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; connect-src ${recorder.origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`
        : `default-src 'none'; script-src ${recorder.origin}; connect-src ${recorder.origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    })
    const page = await open({ key: 'pk_test_kites', ...(nonce ? { nonce } : {}) })
    await page.evaluate(() => window.fireball.hitLock('schedules'))
    await page.locator('[data-fireball] [part~="offer"]').waitFor()
    await eventually(() => expect(recorder.names()).toContain('Feature Locked'))
    expect(noise()).toEqual([])
  })
})

describe('a host that is rough', () => {
  test('storage denied: nothing is thrown, events arrive while the page lives', async () => {
    await context().addInitScript(() => {
      for (const name of ['localStorage', 'indexedDB'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError')
          },
        })
    })
    const page = await open()
    await track(page, 'Homeless')
    await eventually(() => expect(recorder.names()).toEqual(['Homeless']))
    expect(noise()).toEqual([])
  })

  test('any value: good neighbours arrive, nothing is thrown', async () => {
    const page = await open()
    await page.evaluate(() => {
      const cycle: Record<string, unknown> = { good: 1 }
      cycle.self = cycle
      const { track } = window.fireball
      track('Cycle', cycle)
      track('Big', { n: 10n, node: document.body, at: new Date(0), f() {}, s: 'x'.repeat(1_000_000) })
      track('Getter', {
        good: 1,
        get bad() {
          throw new Error('no')
        },
      })
      track(
        'Proxy',
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no')
            },
          },
        ),
      )
      for (const name of [undefined, null, 7n, {}, [], '', 'x'.repeat(1000), 'a\u0000b', Symbol('s')])
        track(name, name)
    })
    await eventually(() => expect(recorder.names()).toEqual(['Cycle', 'Big', 'Getter', 'Proxy']))
    const [cycle, big, getter] = sentEvents()
    expect(cycle?.properties).toEqual({ good: 1 })
    expect(big?.properties).toMatchObject({ n: '10', at: '1970-01-01T00:00:00.000Z' })
    expect(getter?.properties).toEqual({ good: 1 })
    expect(noise()).toEqual([])
  })

  test('one global, none of it nanostores’', async () => {
    const page = await open()
    expect(await page.evaluate(() => Object.keys(window).filter(key => /fire|nano|fb/i.test(key)))).toEqual([
      'fireball',
    ])
  })
})
