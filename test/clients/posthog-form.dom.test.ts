// @vitest-environment happy-dom
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { createTestCollector } from '../../apps/collector/src/fixture.ts'
import { aProgram } from '../../apps/collector/src/fixture-program.ts'

interface Sent {
  readonly url: string
  readonly body: string
  readonly type: string
}

/** What the sending part of PostHog’s published browser client hands to the browser, by its oldest transport. */
const sentBy = async (transport: string): Promise<Sent> => {
  const sent: Sent[] = []
  const take = (url: string, body: BodyInit | null | undefined): true => {
    sent.push({
      url,
      body: body instanceof Blob ? '' : String(body),
      type: body instanceof Blob ? body.type : 'application/x-www-form-urlencoded',
    })
    if (body instanceof Blob) blobs.push(body)
    return true
  }
  const blobs: Blob[] = []
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: take })
  const { request } = createRequire(import.meta.url)('posthog-js/lib/src/request.js')
  request({
    url: 'http://collector.example/e/?ip=1',
    method: 'POST',
    transport,
    data: {
      api_key: 'pk_live_app',
      event: 'Report Run',
      properties: { distinct_id: 'ann', $is_identified: true, outcome: 'success', note: 'héllo + ✓ &=' },
      uuid: '01900000-0000-7000-8000-000000000001',
    },
  })
  const [first] = sent
  if (first === undefined) throw new Error('Nothing was sent')
  return { ...first, body: (await blobs[0]?.text()) ?? first.body }
}

test('what PostHog’s browser client sends as a page is left, a form of base64, is taken', async () => {
  const collector = await createTestCollector(aProgram())
  const { url, body, type } = await sentBy('sendBeacon')
  expect(body).toMatch(/^data=/)
  const { pathname, search } = new URL(url)
  const answer = await collector.post(pathname + search, body, { 'content-type': type })
  expect(answer.status).toBe(200)
  const [row] = await collector.store.all('SELECT name, subject, body FROM events')
  expect(row).toMatchObject({ name: 'Report Run', subject: 'u:ann' })
  expect(JSON.parse(String(row?.body)).properties).toMatchObject({ note: 'héllo + ✓ &=' })
  await collector.close()
})
