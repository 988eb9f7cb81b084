import type { AccountRow, LeadPage } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { json, text } from '../store/row.ts'

let collector: TestCollector
let headers: Record<string, string> = {}
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
  const session = await collector.sessions.exchange(await collector.sessions.issue('editor'))
  headers = { cookie: `fireball_session=${session}`, 'content-type': 'application/json' }
  await collector.send([
    {
      type: 'track',
      event: 'Report Run',
      userId: 'ann',
      messageId: 'm1',
      timestamp: collector.now(),
      context: { groupId: 'acme' },
      properties: { outcome: 'success', context: 'sales' },
    },
  ])
  await collector.settled()
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const AT = '/api/projects/app/accounts/g%3Aacme'

const post = async (path: string, body: Message): Promise<{ status: number; page: LeadPage }> => {
  collector.later(1000)
  const answer = await collector.app.request(`${AT}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  await collector.settled()
  return { status: answer.status, page: await answer.json() }
}

const note = async (body: Message): Promise<string> =>
  (await post('/touches', body)).page.touches[0]?.id ?? ''

const told = async () =>
  (await collector.store.all("SELECT payload FROM outbox WHERE topic = 'lead.stage' ORDER BY id")).map(
    row => {
      const { data } = json(row, 'payload') as { data: { stage: string; isWithdrawn?: boolean } }
      return `${data.stage}${data.isWithdrawn === true ? ' withdrawn' : ''}`
    },
  )

const row = async (): Promise<AccountRow> => {
  const [one] = await collector.store.all("SELECT body FROM accounts WHERE akey = 'app/g:acme'")
  return json(one ?? {}, 'body') as AccountRow
}

test.each([
  ['won', 'won'],
  ['lost', 'lost'],
  ['touched', 'touched'],
])('%s taken back stands no more; what was written stays, and others are told', async (kind, stage) => {
  const id = await note({ kind, reason: 'Called' })
  expect((await row()).lead?.stage).toBe(stage)
  const before = await collector.store.all('SELECT id, kind, body FROM touches')
  const { status, page } = await post(`/touches/${id}/withdraw`, { reason: 'It was another account' })
  expect(status).toBe(200)
  expect(page.lead.stage).toBe('first-value')
  expect(page.touches).toMatchObject([
    { id, kind, reason: 'Called', withdrawn: { by: 'editor', reason: 'It was another account' } },
  ])
  expect((await row()).lead?.stage).toBe('first-value')
  expect((await told()).slice(-2)).toEqual([stage, `${stage} withdrawn`])
  expect(await collector.store.all(`SELECT id, kind, body FROM touches WHERE kind <> 'withdrawn'`)).toEqual(
    before,
  )
})

test.each([
  ['snoozed', { until: 9e12 }],
  ['disqualified', { reason: 'No fit' }],
])('%s taken back holds the account no more', async (kind, more) => {
  const id = await note({ kind, ...more })
  expect((await row()).lead?.touch.state).toBe(kind)
  await post(`/touches/${id}/withdraw`, { reason: 'A slip' })
  expect((await row()).lead?.touch.state).not.toBe(kind)
})

test('taken back once, it is taken back; the word before it holds again', async () => {
  await note({ kind: 'disqualified', reason: 'No fit' })
  const id = await note({ kind: 'requalified' })
  await post(`/touches/${id}/withdraw`, { reason: 'Still no fit' })
  expect((await row()).lead?.touch.state).toBe('disqualified')
  expect((await post(`/touches/${id}/withdraw`, { reason: 'Again' })).status).toBe(200)
  const kinds = await collector.store.all('SELECT kind FROM touches ORDER BY id')
  expect(kinds.map(one => text(one, 'kind'))).toEqual(['disqualified', 'requalified', 'withdrawn'])
})

test('nothing is taken back without a reason, nor what was never noted', async () => {
  const id = await note({ kind: 'won' })
  expect((await post(`/touches/${id}/withdraw`, { reason: ' ' })).status).toBe(400)
  expect((await post('/touches/none/withdraw', { reason: 'x' })).status).toBe(404)
})
