import type { Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { setStage } from '../sdk/stage.ts'

interface Tracker {
  track(name: string, properties?: unknown): void
  flush(): Promise<void>
  purge(): Promise<void>
}
const client = (page: Page) => page.evaluateHandle<Tracker>('window.fireball')

const { recorder, context, noise } = await setStage({ heeds: /error|warning/ })

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000 })
const open = async (query: Record<string, string> = {}): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(recorder.page({ consent: 'full', ...query }))
  await page.waitForFunction('window.fireball && !window.fireball.q')
  return page
}
const tracker = () => ({ src: `${recorder.origin}/fireball-tracker.js` })

const HOSTILE: Readonly<Record<string, string>> = {
  'Array.prototype and Object.prototype extended': `
    Array.prototype.first = function () { return this[0] }
    Object.prototype.extend = function () { return this }
    Object.prototype.label = 'x'`,
  'Array.prototype.toJSON of an old library': `Array.prototype.toJSON = function () { return [].slice.call(this) }`,
  'JSON.stringify wrapped': `const old = JSON.stringify; JSON.stringify = (...all) => old(...all)`,
  'localStorage throws': `Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })`,
  'Promise replaced by one with the least methods': `
    const Real = Promise
    window.Promise = class { constructor(act) { const p = new Real(act); this.then = (a, b) => p.then(a, b) }
      static resolve(v) { return new this(r => r(v)) } static reject(e) { return new this((_, r) => r(e)) }
      static all(list) { return Real.all(list) } }`,
  'fetch wrapped': `const old = fetch; window.fetch = (...all) => old(...all).then(r => r)`,
  'indexedDB missing': `Object.defineProperty(window, 'indexedDB', { value: undefined })`,
  'crypto missing': `Object.defineProperty(window, 'crypto', { value: undefined })`,
  'locks missing': `Object.defineProperty(navigator, 'locks', { value: undefined })`,
  'CompressionStream missing': `delete window.CompressionStream`,
}

describe('a hostile page', () => {
  test.each(Object.entries(HOSTILE))('is survived: %s', async (_, script) => {
    await context().addInitScript(`{${script}}`)
    const page = await open({ key: 'pk_test_kites' })
    await (await client(page)).evaluate(fireball => {
      for (let i = 0; i < 5; i++)
        fireball.track('Report Built', { outcome: 'success', context: `c${i}`, list: [1, { a: [2] }] })
    })
    await eventually(() => expect(recorder.names().filter(name => name === 'Report Built')).toHaveLength(5))
    await page.waitForFunction('window.fireball.progress.get().activations.start?.done >= 1')
    await (await client(page)).evaluate(fireball => fireball.flush())
    expect(noise()).toEqual([])
  })

  test('storage that is cleared while the page is open takes nothing that waits', async () => {
    recorder.reply(...Array.from({ length: 3 }, () => ({ status: 503 })))
    const page = await open()
    await (await client(page)).evaluate(fireball => fireball.track('Before'))
    await eventually(() => expect(recorder.received.length).toBeGreaterThan(0))
    const session = await context().newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: recorder.hostOrigin, storageTypes: 'all' })
    await (await client(page)).evaluate(fireball => fireball.track('After'))
    await page.waitForTimeout(200)
    recorder.reply()
    await page.reload()
    await eventually(() => expect(recorder.names()).toEqual(['Before', 'After']))
    expect(noise()).toEqual([])
  })
})

describe('the tracker alone', () => {
  test('sends, keeps what a failing collector did not take, and asks for no program', async () => {
    recorder.reply(...Array.from({ length: 3 }, () => ({ status: 503 })))
    const page = await open(tracker())
    await (await client(page)).evaluate(fireball => fireball.track('Before', { n: 1 }))
    await eventually(() => expect(recorder.received.length).toBeGreaterThan(0))
    recorder.reply()
    await page.reload()
    await eventually(() => expect(recorder.names()).toEqual(['Before']))
    expect(recorder.copies()).toBe(0)
    expect(recorder.requests.filter(one => /program|widget/.test(one))).toEqual([])
    expect(noise()).toEqual([])
  })

  test('what is acknowledged leaves the disk', async () => {
    const page = await open(tracker())
    await (await client(page)).evaluate(fireball => {
      for (let i = 0; i < 50; i++) fireball.track('A', { i })
    })
    await eventually(() => expect(recorder.stored.size).toBe(50))
    await page.waitForTimeout(500)
    const left = await page.evaluate(async () => {
      const [{ name = '' } = {}] = await indexedDB.databases()
      const database = await new Promise<IDBDatabase>(resolve => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
      })
      return new Promise<number>(resolve => {
        const request = database.transaction('kept').objectStore('kept').getAllKeys()
        request.onsuccess = () => resolve(request.result.filter(key => `${key}`.startsWith('e')).length)
      })
    })
    expect(left).toBe(0)
    expect(await page.evaluate(() => Object.keys(localStorage).filter(key => key.includes(':j:')))).toEqual(
      [],
    )
  })

  test('at necessary it learns from the program what may be sent', async () => {
    const page = await open({ ...tracker(), consent: 'necessary', key: 'pk_test_kites' })
    await (await client(page)).evaluate(fireball => {
      fireball.track('Unnamed')
      fireball.track('Report Built', { outcome: 'success' })
    })
    await eventually(() => expect(recorder.names()).toEqual(['Report Built']))
    expect(noise()).toEqual([])
  })

  test('purge leaves nothing', async () => {
    const page = await open(tracker())
    await (await client(page)).evaluate(fireball => fireball.track('A'))
    await eventually(() => expect(recorder.names()).toEqual(['A']))
    await (await client(page)).evaluate(fireball => fireball.purge())
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
  })
})

test('400 events of 300 bytes in the task that closes the page are all there on the next visit', async () => {
  const page = await open()
  await (await client(page)).evaluate(fireball => {
    for (let i = 0; i < 400; i++) fireball.track('Heavy', { i, text: 'x'.repeat(300) })
    window.close()
    location.href = 'about:blank'
  })
  await open()
  await eventually(() => expect(recorder.stored.size).toBe(400))
})

test('a large body is sent smaller while the page lives', async () => {
  const page = await open()
  const sizes: number[] = []
  page.on('request', request => {
    if (request.url().endsWith('/v1/b')) sizes.push(request.postDataBuffer()?.length ?? 0)
  })
  await (await client(page)).evaluate(fireball => {
    for (let i = 0; i < 100; i++) fireball.track('Heavy', { i, text: 'x'.repeat(300) })
  })
  await eventually(() => expect(recorder.stored.size).toBe(100))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(20_000)
  expect(recorder.requests.filter(one => one.startsWith('OPTIONS'))).toEqual([])
})

test('what the page declares is not tracked where the program switches that off', async () => {
  const page = await open({
    key: 'pk_test_deaf',
    body: '<button data-fireball-track="Pressed">Go</button>',
  })
  await page.waitForFunction(() => window.fireball.progress.get().ready)
  await page.click('button')
  await page.evaluate(() => window.fireball.track('Other'))
  await eventually(() => expect(recorder.names()).toEqual(['Other']))
})

test('what the page declares is tracked', async () => {
  const page = await open({
    body: `<button data-fireball-track="Pressed" data-fireball-context="b1" data-fireball-outcome="success"><b>Go</b></button>`,
  })
  await page.click('b')
  await eventually(() =>
    expect([...recorder.stored.values()][0]).toMatchObject({
      name: 'Pressed',
      properties: { context: 'b1', outcome: 'success' },
    }),
  )
})
