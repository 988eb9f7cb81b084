import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isObject, type JsonObject } from '@fireball/core'
import { Analytics } from '@segment/analytics-node'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aProgram } from '../../packages/core/test/sample.ts'
import { launchChromium } from '../../scripts/browser.ts'
import { type RunningCollector, runCollector } from '../import/running-collector.ts'

let running: RunningCollector
let secretKey: string
let publishableKey: string

beforeAll(async () => {
  running = await runCollector()
  const { projects, programs } = running.collector
  const secrets = await projects.ensure({ id: 'clients', name: 'Clients', isDemo: false })
  secretKey = secrets?.live ?? ''
  publishableKey = (await projects.list())[0]?.publishableKey ?? ''
  const published = await programs.publish('clients', aProgram(), { author: 'test', note: '' })
  expect(published.ok).toBe(true)
})

afterAll(() => running.stop())

interface Stored {
  readonly akey: string
  readonly type: string
  readonly name: string
  readonly subject: string
  readonly trust: string
  readonly body: JsonObject
}

const stored = async (mark: string): Promise<readonly Stored[]> => {
  const rows = await running.store.all(
    'SELECT akey, type, name, subject, trust, body FROM events ORDER BY received',
  )
  return rows
    .map(row => ({
      akey: `${row.akey}`,
      type: `${row.type}`,
      name: `${row.name}`,
      subject: `${row.subject}`,
      trust: `${row.trust}`,
      body: JSON.parse(`${row.body}`),
    }))
    .filter(row => JSON.stringify(row).includes(mark))
}

const landed = async (mark: string, count: number): Promise<readonly Stored[]> => {
  await expect
    .poll(async () => (await stored(mark)).length, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(count)
  return stored(mark)
}

const countOf = async (akey: string): Promise<number> => {
  const [row] = await running.store.all('SELECT COALESCE(SUM(success), 0) AS n FROM counts WHERE akey = $1', [
    akey,
  ])
  return Number(row?.n)
}

const propertiesOf = (row: Stored | undefined): unknown =>
  isObject(row?.body.properties) ? row.body.properties : undefined

describe('the published Segment client for Node', () => {
  test('its identify, group, track, page and alias land as they should', async () => {
    const failures: unknown[] = []
    const analytics = new Analytics({
      writeKey: secretKey,
      host: running.url,
      path: '/v1/batch',
      flushAt: 20,
    })
    analytics.on('error', error => failures.push(error))
    analytics.identify({ userId: 'node-1', traits: { name: 'Node One', email: 'one@example.com' } })
    analytics.group({ userId: 'node-1', groupId: 'node-co', traits: { plan: 'free' } })
    analytics.track({
      userId: 'node-1',
      event: 'Report Read',
      properties: { outcome: 'success', context: 'q1' },
      context: { groupId: 'node-co' },
      timestamp: new Date('2026-03-01T10:00:00Z'),
    })
    analytics.page({ userId: 'node-1', name: 'Plans' })
    analytics.alias({ userId: 'node-1', previousId: 'node-before' })
    await analytics.closeAndFlush()

    const rows = await landed('node-', 5)
    expect(failures).toEqual([])
    expect(rows.map(row => row.type).sort()).toEqual(['alias', 'group', 'identify', 'page', 'track'])
    expect(new Set(rows.map(row => row.trust))).toEqual(new Set(['secret']))
    const of = (type: string) => rows.find(row => row.type === type)
    expect(of('identify')).toMatchObject({ akey: 'clients/u:node-1', subject: 'u:node-1' })
    expect(propertiesOf(of('identify'))).toEqual({ name: 'Node One', email: 'one@example.com' })
    expect(of('group')).toMatchObject({ akey: 'clients/g:node-co' })
    expect(of('track')).toMatchObject({ akey: 'clients/g:node-co', name: 'Report Read', subject: 'u:node-1' })
    expect(of('page')).toMatchObject({ name: 'Plans' })
    const at = await running.store.all(
      "SELECT at FROM events WHERE name = 'Report Read' AND akey = 'clients/g:node-co'",
    )
    expect(Number(at[0]?.at)).toBe(Date.parse('2026-03-01T10:00:00Z'))
    expect(await countOf('clients/g:node-co')).toBe(1)
    const links = await running.store.all(
      "SELECT kind, source, target FROM links WHERE akey = 'clients/u:node-1' ORDER BY kind, source",
    )
    expect(links.map(row => `${row.kind} ${row.source} ${row.target}`)).toEqual(
      expect.arrayContaining(['member u:node-1 g:node-co', 'user a:node-before u:node-1']),
    )
  })
})

describe('the published Segment client for browsers', () => {
  let browser: Browser
  let pages: Server
  let origin: string

  beforeAll(async () => {
    const bundle = await build({
      stdin: {
        contents: `import { AnalyticsBrowser } from '@segment/analytics-next'; window.AnalyticsBrowser = AnalyticsBrowser`,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
    })
    const script = bundle.outputFiles[0]?.text ?? ''
    pages = createServer((request, response) => {
      const isScript = request.url === '/client.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? script : '<!doctype html><title>Host</title><script src="/client.js"></script>')
    })
    await new Promise<void>(settle => pages.listen(0, '127.0.0.1', settle))
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`
    browser = await launchChromium()
  })

  afterAll(async () => {
    await browser?.close()
    await new Promise(settle => pages.close(settle))
  })

  test('its identify, group, track, page and alias land as they should, from another origin', async () => {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(origin)
    await page.evaluate(
      async ({ writeKey, url }) => {
        const { AnalyticsBrowser } = window as unknown as {
          AnalyticsBrowser: {
            load(...args: unknown[]): Record<string, (...args: unknown[]) => Promise<unknown>>
          }
        }
        const host = new URL(url).host
        const analytics = AnalyticsBrowser.load(
          { writeKey, cdnURL: url },
          { integrations: { 'Segment.io': { apiHost: `${host}/v1`, protocol: 'http' } } },
        )
        await analytics.track?.('Report Read', { outcome: 'success', context: 'before', mark: 'next-mark' })
        await analytics.identify?.('next-1', { name: 'Next One' })
        await analytics.group?.('next-co', { plan: 'free' })
        await analytics.track?.('Report Read', { outcome: 'success', context: 'after', mark: 'next-mark' })
        await analytics.page?.('Plans', 'next-mark')
        await analytics.alias?.('next-1', 'next-before')
      },
      { writeKey: publishableKey, url: running.url },
    )
    const rows = await landed('next-', 6)
    await page.close()
    expect(complaints).toEqual([])
    expect(rows.map(row => row.type).sort()).toEqual(['alias', 'group', 'identify', 'page', 'track', 'track'])
    expect(new Set(rows.map(row => row.trust))).toEqual(new Set(['claimed']))
    const [before, after] = rows.filter(row => row.type === 'track')
    expect(before?.subject).toMatch(/^a:/)
    expect(after).toMatchObject({ subject: 'u:next-1' })
    expect(rows.find(row => row.type === 'group')).toMatchObject({ akey: 'clients/g:next-co' })
    // What was done before the identify is the user's.
    const owned = await running.store.all('SELECT target FROM links WHERE akey = $1 AND kind = $2', [
      before?.akey ?? '',
      'user',
    ])
    expect(owned.map(row => row.target)).toEqual(['u:next-1'])
  })
})
