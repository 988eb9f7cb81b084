import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { type HostPage, serveHostPage } from '../clients/host-page.ts'
import { type ClientsCollector, runClientsCollector } from '../clients/received.ts'

let collector: ClientsCollector
let browser: Browser
let rudder: HostPage
let posthog: HostPage
beforeAll(async () => {
  collector = await runClientsCollector()
  browser = await launchChromium()
  rudder = await serveHostPage(
    `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'; window.client = new RudderAnalytics()`,
  )
  posthog = await serveHostPage(`import posthog from 'posthog-js'; window.client = posthog`)
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([rudder?.stop(), posthog?.stop()])
  expect(collector.errors).toEqual([])
  await collector.stop()
})

let complaints: string[] = []
beforeEach(() => {
  complaints = []
})

const openPage = async ({ origin }: HostPage): Promise<Page> => {
  const page = await browser.newPage()
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(origin)
  return page
}

interface Client {
  readonly client: Record<string, (...args: unknown[]) => void>
}

test.each(['plain', 'batch', 'beacon'])(
  'the published RudderStack client for browsers, from another origin: %s',
  async how => {
    const page = await openPage(rudder)
    await page.evaluate(
      ({ key, url, how }) => {
        const { client } = window as unknown as Client
        client.load?.(key, url, {
          configUrl: url,
          pluginsSDKBaseURL: url,
          destSDKBaseURL: url,
          integrations: { All: false },
          ...(how === 'batch'
            ? { queueOptions: { batch: { enabled: true, maxItems: 3, flushInterval: 500 } } }
            : {}),
          ...(how === 'beacon' ? { useBeacon: true, beaconQueueOptions: { flushQueueInterval: 500 } } : {}),
        })
        client.identify?.(`rb-${how}`, { email: 'rb@example.com' })
        client.group?.(`rb-${how}-co`, { plan: 'free' })
        client.track?.('Report Read', { outcome: 'success', context: 'x', mark: `rb-${how}`, uni: 'héllo ✓' })
        client.page?.('Plans', { mark: `rb-${how}` })
      },
      { key: collector.publishableKey, url: collector.url, how },
    )
    const rows = await collector.landed(`rb-${how}`, 4)
    await page.close()
    expect(complaints.filter(text => !/plugin/i.test(text))).toEqual([])
    expect(rows.map(row => row.type).sort()).toEqual(['group', 'identify', 'page', 'track'])
    expect(new Set(rows.map(row => row.trust))).toEqual(new Set(['claimed']))
    expect(rows.find(row => row.type === 'track')).toMatchObject({
      subject: `u:rb-${how}`,
      properties: { outcome: 'success', uni: 'héllo ✓' },
    })
    expect(rows.find(row => row.type === 'group')?.akey).toBe(`clients/g:rb-${how}-co`)
    expect(collector.requests).toContain('/sourceConfig/')
    if (how === 'beacon') expect(collector.requests).toContain('/beacon/v1/batch')
  },
)

test('the published PostHog client for browsers, from another origin', async () => {
  const page = await openPage(posthog)
  await page.evaluate(
    ({ key, url }) => {
      const { client } = window as unknown as Client
      client.init?.(key, {
        api_host: url,
        opt_out_useragent_filter: true,
        autocapture: false,
        disable_session_recording: true,
        disable_surveys: true,
        request_queue_config: { flush_interval_ms: 250 },
      })
      client.capture?.('Report Read', { outcome: 'success', context: 'before', mark: 'pb-mark' })
      client.identify?.('pb-user', { email: 'pb@example.com' })
      client.group?.('company', 'pb-co', { plan: 'free' })
      client.capture?.('Report Read', {
        outcome: 'success',
        context: 'after',
        mark: 'pb-mark',
        uni: 'héllo ✓',
      })
    },
    { key: collector.publishableKey, url: collector.url },
  )
  const rows = await collector.landed('pb-', 4)
  await page.close()
  expect(complaints).toEqual([])
  const tracked = rows.filter(row => row.name === 'Report Read')
  expect(tracked[0]?.subject).toMatch(/^a:/)
  expect(tracked[1]).toMatchObject({
    akey: 'clients/g:pb-co',
    subject: 'u:pb-user',
    properties: { outcome: 'success', context: 'after', uni: 'héllo ✓' },
  })
  expect(rows.find(row => row.type === 'identify')).toMatchObject({ traits: { email: 'pb@example.com' } })
  expect(rows.find(row => row.type === 'group')).toMatchObject({ akey: 'clients/g:pb-co' })
  // What was done before the identify is the user's.
  expect(await collector.links(tracked[0]?.akey ?? '')).toContain(`user ${tracked[0]?.subject} u:pb-user`)
  expect(collector.requests).toContain('/e/')
})
