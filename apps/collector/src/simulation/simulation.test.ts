import type { Simulation } from '@fireball/core'
import { afterEach, expect, test } from 'vitest'
import { createTestCollector, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { text } from '../store/row.ts'
import type { PopulationSource } from './population-source.ts'
import { KEYED_TABLES } from './wipe.ts'

let collector: TestCollector
afterEach(() => collector.close())

const message = (account: number, n: number) => ({
  type: 'track',
  event: 'Report Run',
  userId: `user-${account}`,
  messageId: `made-up-${account}-${n}`,
  timestamp: collector.now(),
  context: { groupId: `shop-${account}` },
  properties: { outcome: 'success', context: `${n}` },
})

/** One batch an account; `gate` lets each one out. */
const source =
  (gate: (n: number) => Promise<void> = async () => undefined): PopulationSource =>
  async ({ accounts }) => {
    let next = 0
    return {
      batches: accounts,
      next: async () => {
        const account = next++
        if (account >= accounts) return undefined
        await gate(account)
        return JSON.stringify({ batch: [message(account, 1), message(account, 2)] })
      },
      dispose: async () => undefined,
    }
  }

const start = async (population?: PopulationSource): Promise<void> => {
  collector = await createTestCollector(
    undefined,
    population === undefined ? {} : { simulating: { program: async () => aProgram(), population } },
  )
}

const as = async (role: 'viewer' | 'editor'): Promise<Record<string, string>> => {
  const session = await collector.sessions.exchange(await collector.sessions.issue(role))
  return { cookie: `fireball_session=${session}`, 'content-type': 'application/json' }
}

const ask = async (method: string, path = '', body?: unknown, role: 'viewer' | 'editor' = 'editor') => {
  const response = await collector.app.request(`/api/simulation${path}`, {
    method,
    headers: await as(role),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Simulation }
}

test('it fills a project of its own through the tracking API, marked as made up, and leaves no key behind', async () => {
  await start(source())
  expect((await ask('GET')).body).toMatchObject({ isOffered: true, project: null, at: 'rest' })
  expect((await ask('POST', '', { accounts: 3 })).body).toMatchObject({ at: 'deleting' })
  await collector.settled()
  expect((await ask('GET')).body).toMatchObject({
    project: 'simulated',
    accounts: 3,
    pending: 0,
    at: 'rest',
    failure: null,
  })
  expect(await collector.projects.list()).toContainEqual(
    expect.objectContaining({ id: 'simulated', isSimulated: true }),
  )
  const open = await collector.store.all(
    `SELECT lookup FROM access_keys WHERE project = 'simulated' AND kind = 'secret' AND revoked_at IS NULL`,
  )
  expect(open).toHaveLength(2) // those that every project begins with
  expect(collector.errors).toEqual([])
})

test('filled again, it holds what was made last; another project is not touched', async () => {
  await start(source())
  await collector.send([message(7, 1)])
  await ask('POST', '', { accounts: 3 })
  await collector.settled()
  await ask('POST', '', { accounts: 2 })
  await collector.settled()
  expect((await ask('GET')).body.accounts).toBe(2)
  const keys = await collector.store.all('SELECT DISTINCT akey FROM events ORDER BY akey')
  expect(keys.map(row => text(row, 'akey'))).toEqual([
    'app/g:shop-7',
    'simulated/g:shop-0',
    'simulated/g:shop-1',
  ])
})

test('a real project of that id is neither filled nor emptied', async () => {
  await start(source())
  await collector.projects.ensure({ id: 'simulated', name: 'Simulated', isDemo: false })
  await collector.store.run(
    `INSERT INTO touched (akey, space, touched, evaluated, leased_until) VALUES ('simulated/g:real', 'simulated', 1, 1, 0)`,
  )
  await ask('POST', '', { accounts: 2 })
  await collector.settled()
  expect((await ask('GET')).body).toMatchObject({
    project: null,
    failure: 'It ended early: the project “simulated” is a real one.',
  })
  expect(await collector.store.all(`SELECT akey FROM touched WHERE akey LIKE 'simulated%'`)).toEqual([
    { akey: 'simulated/g:real' },
  ])
})

test('deleting leaves no row of anybody, whatever tables there are', async () => {
  await start(source())
  await ask('POST', '', { accounts: 2 })
  await collector.settled()
  expect((await ask('DELETE')).status).toBe(200)
  await collector.settled()
  expect((await ask('GET')).body).toMatchObject({ project: 'simulated', accounts: 0 })
  const tables =
    collector.store.engine === 'sqlite'
      ? `SELECT m.name AS name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'akey'`
      : `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'akey'`
  for (const row of await collector.store.all(tables)) {
    const name = text(row, 'name')
    expect(KEYED_TABLES).toContain(name)
    expect(await collector.store.all(`SELECT akey FROM ${name} WHERE akey LIKE 'simulated%'`)).toEqual([])
  }
})

test('one run at a time; cancelled, it keeps what it has sent', async () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>(settle => {
    open = settle
  })
  let reached: () => void = () => undefined
  const isReached = new Promise<void>(settle => {
    reached = settle
  })
  await start(
    source(async n => {
      if (n !== 4) return
      reached()
      await opened
    }),
  )
  await ask('POST', '', { accounts: 50 })
  await isReached
  expect((await ask('GET')).body).toMatchObject({ at: 'filling', total: 50 })
  expect((await ask('POST', '', {})).status).toBe(409)
  expect((await ask('DELETE')).status).toBe(409)
  await ask('POST', '/cancel')
  open()
  await collector.settled()
  const { accounts, at } = (await ask('GET')).body
  expect([at, accounts < 50, accounts > 0]).toEqual(['rest', true, true])
})

test('a population that cannot be made is told, and does not stand in the way', async () => {
  let isBroken = true
  await start(input => (isBroken ? Promise.reject(new Error('no memory')) : source()(input)))
  await ask('POST', '', { accounts: 1 })
  await collector.settled()
  expect((await ask('GET')).body).toMatchObject({ at: 'rest', failure: 'It ended early: no memory.' })
  expect(collector.errors).toHaveLength(1)
  isBroken = false
  await ask('POST', '', { accounts: 1 })
  await collector.settled()
  expect((await ask('GET')).body).toMatchObject({ accounts: 1, failure: null })
})

test('where none is offered nothing is filled; a viewer fills nothing; sizes are bounded', async () => {
  await start()
  expect((await ask('GET', '', undefined, 'viewer')).body.isOffered).toBe(false)
  expect((await ask('POST', '', {})).status).toBe(403)
  expect((await ask('POST', '', {}, 'viewer')).status).toBe(403)
  expect((await ask('POST', '', { accounts: 2001 })).status).toBe(400)
})
