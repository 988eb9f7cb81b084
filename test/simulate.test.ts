import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AccountPage,
  type AccountRow,
  DAY_MS,
  dayOf,
  LEAD_TYPES,
  type LeadType,
  type ProductMetrics,
  type Program,
} from '@fireball/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestCollector, NOON, type TestCollector } from '../apps/collector/src/fixture.ts'
import { createKeys } from '../apps/collector/src/keys.ts'
import { toBatches } from '../apps/demo/simulator/batches.ts'
import { confusionOf, confusionText, sharesRight } from '../apps/demo/simulator/confusion.ts'
import type { Kind } from '../apps/demo/simulator/kinds.ts'
import { type Simulation, simulate } from '../apps/demo/simulator/simulate.ts'
import { truthLines } from '../apps/demo/simulator/truth.ts'
import { type Client, createClient } from '../packages/client/src/client.ts'
import { root } from '../scripts/run.ts'

const program: Program = JSON.parse(readFileSync(join(root, 'apps/demo/program.json'), 'utf8'))
const INPUT = { accounts: 48, days: 40, seed: 4, now: NOON } as const

interface Told {
  readonly collector: TestCollector
  readonly client: Client
}

/** A collector that has heard and worked out everything, and a client that may read it. */
const tell = async (simulation: Simulation): Promise<Told> => {
  const collector = await createTestCollector(program)
  for (const body of toBatches(simulation.messages)) {
    const response = await collector.post('/v1/batch', body, { authorization: `Bearer ${collector.secret}` })
    const { refused } = await response.json()
    expect([response.status, refused]).toEqual([200, []])
  }
  await collector.settled()
  const keys = createKeys({ store: collector.store, now: collector.now, secret: () => 'reads-all-there-is' })
  const key = await keys.add('app', { kind: 'secret', mode: 'live', scopes: ['read'] })
  const fetch: Parameters<typeof createClient>[0]['fetch'] = (url, init) =>
    Promise.resolve(collector.app.request(url, init))
  return { collector, client: createClient({ origin: 'http://localhost', key, fetch }) }
}

const rowsOf = async ({ client }: Told): Promise<ReadonlyMap<string, AccountRow>> => {
  const list = await client.call('GET /projects/:project/accounts', {
    params: { project: 'app' },
    query: { limit: '200' },
  })
  if (!list.ok) throw new Error(list.error.message)
  return new Map(list.value.accounts.map(row => [row.akey, row]))
}

const metricsOf = async ({ client }: Told): Promise<ProductMetrics> => {
  const metrics = await client.call('GET /projects/:project/metrics', { params: { project: 'app' } })
  if (!metrics.ok) throw new Error(metrics.error.message)
  return metrics.value
}

const simulation = simulate(INPUT)
let told: Told
let rows: ReadonlyMap<string, AccountRow>
beforeAll(async () => {
  told = await tell(simulation)
  rows = await rowsOf(told)
}, 60_000)
afterAll(async () => {
  expect(told.collector.errors).toEqual([])
  await told.collector.close()
})

const pageOf = async (id: string): Promise<AccountPage> => {
  const page = await told.client.call('GET /projects/:project/accounts/:akey', {
    params: { project: 'app', akey: `g:${id}` },
  })
  if (!page.ok) throw new Error(page.error.message)
  return page.value
}

/** Never of nothing: a population without a kind would prove all that is said of it. */
const pagesOf = async (kind: Kind): Promise<readonly AccountPage[]> => {
  const ids = simulation.accounts.filter(one => one.kind === kind).map(one => one.id)
  expect(ids.length, kind).toBeGreaterThan(0)
  return Promise.all(ids.map(pageOf))
}

test('every account is listed, under its name, with its users', () => {
  expect([...rows.keys()].sort()).toEqual(simulation.accounts.map(one => `g:${one.id}`).sort())
  for (const { id, name, users } of simulation.accounts)
    expect(rows.get(`g:${id}`)).toMatchObject({ name, users: users.length })
})

test('the seven types are told apart', () => {
  const said = new Map<string, LeadType>()
  for (const [akey, { lead }] of rows) if (lead !== null) said.set(akey.slice(2), lead.type.nearest)
  const confusion = confusionOf(simulation.accounts, said)
  console.log(`Truth by row, said by column, in the same order:\n${confusionText(confusion)}`)
  const shares = LEAD_TYPES.map(type => {
    const share = sharesRight(confusion)[type]
    expect(share, type).not.toBeNull()
    return share ?? 0
  })
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(0.5)
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.8)
})

test('who is able is able, and who is not is not', () => {
  for (const { id, kind, outcome, expected } of simulation.accounts)
    if (outcome === 'open' && expected.isAbleSomewhere !== null)
      expect([kind, (rows.get(`g:${id}`)?.ability?.able ?? 0) > 0]).toEqual([kind, expected.isAbleSomewhere])
})

const atLimit = (page: AccountPage): string | undefined =>
  page.now.find(one => one.kind === 'usage' && one.target === 'contacts')?.verdict

test('a spike is held until it has held; one that has is a PQL', async () => {
  for (const page of await pagesOf('spike-that-held')) expect(atLimit(page)).toBe('qualified')
  const spikes = await pagesOf('spike')
  expect(spikes.length).toBeGreaterThan(0)
  for (const page of spikes) {
    expect(atLimit(page)).toBe('held')
    expect(page.now.flatMap(one => one.reasons.map(reason => reason.code))).toContain('no-growth')
    expect(page.history.filter(one => one.kind === 'usage')).toEqual([])
  }
})

test('the confused are offered help: busy, not able, no PQL', async () => {
  const pages = await pagesOf('confused')
  expect(pages.length).toBeGreaterThan(0)
  for (const { row, now, history } of pages) {
    expect(row.ability?.quadrant).toBe('spinning-wheels')
    expect(now).toMatchObject([{ kind: 'hand-raise', target: 'automations', verdict: 'help', ready: false }])
    expect(history.map(one => one.verdict)).toEqual(['help'])
  }
})

test('the quiet who are able are a silent win', async () => {
  for (const { row } of await pagesOf('silent-win')) expect(row.ability?.quadrant).toBe('silent-win')
})

test('who was guided all along is never able', async () => {
  for (const { users } of await pagesOf('guided-only'))
    for (const { skills } of users) {
      expect(skills.some(one => one.able)).toBe(false)
      expect(skills.find(one => one.key === 'write-campaign')?.state).toBe('guided')
    }
})

test('support that looks in under a name is nobody of the account, and links nobody', async () => {
  const { people } = told.collector
  for (const account of simulation.accounts.filter(one => one.kind === 'logged-in-as')) {
    const page = await pageOf(account.id)
    expect(page.users.map(one => one.user).sort()).toEqual(account.users.map(one => `u:${one.id}`).sort())
    const owner = `u:${account.users[0]?.id}`
    const who = await people.whoAre('app', [
      owner,
      'u:support-1',
      'a:support-browser-1',
      'a:support-browser-2',
    ])
    expect(who.userOf(owner)).toBe(owner)
    for (const subject of who.subjectsOf(owner)) expect(subject).not.toContain('support')
  }
})

test('whoever is in several accounts is one user of the product', async () => {
  const metrics = await metricsOf(told)
  const uses = new Set(program.signals.map(one => ('event' in one.on ? one.on.event : one.on.name)))
  const users = simulation.accounts.flatMap(one => one.users)
  const idOf = new Map(users.flatMap(({ id, anonymousIds }) => anonymousIds.map(one => [one, id])))
  const active = new Set(
    simulation.messages
      .filter(one => uses.has(String(one.event ?? one.name)))
      .map(one => one.userId ?? idOf.get(one.anonymousId ?? '')),
  )
  expect(metrics.users).toBe(active.size)
  const shared = users.filter(one => one.accounts.length > 1)
  expect(shared.length).toBe(2 * new Set(shared.map(one => one.id)).size)
  expect(metrics.accounts).toBe(simulation.accounts.length)
  const over = simulation.accounts.filter(one => one.outcome !== 'open')
  expect(metrics.trialToPaid).toMatchObject({
    ended: over.length,
    paid: over.filter(one => one.outcome === 'won').length,
  })
  expect(metrics.churn.cancelled).toBe(simulation.accounts.filter(one => one.afterwards === 'churned').length)
})

test('the same seed gives the same to the last byte, another one does not', () => {
  const again = simulate(INPUT)
  expect(toBatches(again.messages)).toEqual(toBatches(simulation.messages))
  expect(truthLines(again.accounts)).toBe(truthLines(simulation.accounts))
  expect(toBatches(simulate({ ...INPUT, seed: 5 }).messages)).not.toEqual(toBatches(simulation.messages))
  for (const { timestamp } of simulation.messages) expect(Date.parse(timestamp)).toBeLessThanOrEqual(NOON)
})

/** What follows from evidence alone; what was written down at some moment depends on what was known then. */
const derived = ({ lead, reason: _, action: __, urgency: ___, ...row }: AccountRow) => ({
  ...row,
  lead: lead && {
    type: lead.type,
    engagement: lead.engagement,
    communication: lead.communication,
    deal: lead.deal,
    segments: lead.segments,
  },
})

test('in any order of arrival the figures are the same', async () => {
  const small = { accounts: 15, days: 30, seed: 9, now: NOON }
  const figures = await Promise.all(
    [false, true].map(async isShuffled => {
      const one = await tell(simulate({ ...small, isShuffled }))
      const accounts = [...(await rowsOf(one)).values()].map(derived)
      const metrics = await metricsOf(one)
      await one.collector.close()
      const { funnel: _, ...exact } = metrics
      return { accounts: accounts.sort((a, b) => (a.akey < b.akey ? -1 : 1)), metrics: exact }
    }),
  )
  expect(figures[1]).toEqual(figures[0])
}, 30_000)

test('a week later the spike has held, and is a PQL', async () => {
  const { collector } = told
  collector.later(8 * DAY_MS)
  expect(dayOf(collector.now())).toBe(dayOf(NOON) + 8)
  collector.wake()
  await collector.settled()
  for (const page of await pagesOf('spike')) expect(atLimit(page)).toBe('qualified')
}, 30_000)
