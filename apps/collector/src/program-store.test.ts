import type { Program, PublicProgram } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { createProgramStore } from './program-store.ts'
import { integer, text } from './store/row.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  expect(collector.errors).toEqual([])
  await collector.close()
})

const by = { author: 'test', note: 'A change' }

const publish = async (program: Program): Promise<void> => {
  const published = await collector.programs.publish('app', program, by)
  expect(published).toMatchObject({ ok: true })
}

const get = (etag?: string) =>
  collector.app.request(
    '/v1/program?key=pk_live_app',
    etag === undefined ? {} : { headers: { 'if-none-match': etag } },
  )

const ran = (id: string, properties: Message = {}, more: Message = {}): Message => ({
  type: 'track',
  event: 'Report Run',
  userId: 'ann',
  messageId: id,
  timestamp: NOON - 1000,
  properties: { outcome: 'success', context: 'sales', ...properties },
  ...more,
})

/** The test program, with “ran a report” counted only when it was a large one. */
const onlyLarge = (): Program => {
  const program = aProgram()
  return {
    ...program,
    signals: program.signals.map(signal =>
      signal.key === 'report' ? { ...signal, where: { 'properties.large': true } } : signal,
    ),
  }
}

const seenBy = async (user = 'ann'): Promise<number> => {
  const live = await collector.programs.live('app')
  const hash = live?.signals.find(signal => signal.key === 'report')?.hash ?? ''
  const [row] = await collector.store.all(
    'SELECT COALESCE(SUM(success), 0) AS n FROM counts WHERE signal = $1 AND akey = $2',
    [hash, `app/u:${user}`],
  )
  return row === undefined ? -1 : integer(row, 'n')
}

test('a browser gets the public program, and 304 until something changes', async () => {
  const first = await get()
  const etag = first.headers.get('etag') ?? ''
  const body: PublicProgram = await first.json()
  expect(etag).toBe(`"${body.version}"`)
  expect(first.headers.get('cache-control')).toBe('no-cache')
  expect(body).not.toHaveProperty('exclude')
  expect((await get(etag)).status).toBe(304)
  await publish({ ...aProgram(), name: 'Second' })
  const second = await get(etag)
  expect(second.status).toBe(200)
  expect(second.headers.get('etag')).not.toBe(etag)
})

test('a draft with errors is refused, naming each place, and the old program stays', async () => {
  const before = await collector.programs.live('app')
  const bad = { ...aProgram(), nudges: [{ ...aProgram().nudges[0], serves: { skill: 'flying' } }] }
  expect(await collector.programs.publish('app', bad, by)).toMatchObject({
    ok: false,
    error: [{ severity: 'error', path: 'nudges.0.serves.skill' }],
  })
  expect(await collector.programs.publish('app', 'nonsense', by)).toMatchObject({ ok: false })
  expect(await collector.programs.live('app')).toBe(before)
})

test('an unknown key reads no program', async () => {
  const response = await collector.app.request('/v1/program?key=pk_live_other')
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ error: { code: 'unknown-key' } })
})

test('a pause is in the next answer and the next program, without publishing', async () => {
  const before = await collector.send([], {}, collector.publishable)
  const etag = (await get()).headers.get('etag') ?? ''
  await collector.programs.setPaused('app', 'try-reports', true, 'test')
  const paused = await collector.send([], {}, collector.publishable)
  expect(paused.program).not.toBe(before.program)
  const response = await get(etag)
  expect(response.headers.get('etag')).toBe(`"${paused.program}"`)
  expect(await response.json()).toMatchObject({ paused: ['try-reports'] })
  await collector.programs.setPaused('app', 'try-reports', false, 'test')
  expect((await collector.send([], {}, collector.publishable)).program).toBe(before.program)
  expect(await collector.store.all('SELECT COUNT(*) AS n FROM programs')).toEqual([{ n: 1 }])
})

test('rolling back publishes the older one again; what was published is never changed', async () => {
  const [first] = await collector.store.all('SELECT id, version, body FROM programs')
  await publish({ ...aProgram(), name: 'Second' })
  const back = await collector.programs.rollback('app', text(first ?? {}, 'id'), 'test')
  expect(back).toMatchObject({ ok: true, value: { version: first?.version } })
  const rows = await collector.store.all('SELECT id, version, body FROM programs ORDER BY id')
  expect(rows).toHaveLength(3)
  expect(rows[0]).toEqual(first)
  expect(await collector.programs.rollback('app', 'nothing', 'test')).toEqual({
    ok: false,
    error: 'unknown-version',
  })
})

test('what another process publishes is read within a second, and counted with at once', async () => {
  const other = createProgramStore({ store: collector.store, now: collector.now, newId: () => 'id-99999999' })
  await collector.programs.live('app')
  await other.publish('app', onlyLarge(), by)
  await collector.send([ran('m1', { large: true })])
  collector.later(1001)
  expect((await collector.programs.live('app'))?.id).toBe('id-99999999')
  expect(await seenBy()).toBe(1)
})

test('without events a changed signal is complete at once', async () => {
  await publish(onlyLarge())
  expect((await collector.programs.live('app'))?.filling).toEqual([])
})

test('a changed signal is read under its old definition until the log has been counted anew', async () => {
  await collector.send([ran('m1'), ran('m2', { large: true }), ran('m3', {}, { userId: 'bob' })])
  await collector.settled()
  expect(await seenBy()).toBe(2)
  const served: PublicProgram = await (await get()).json()
  const publishing = publish(onlyLarge())
  await publishing
  const live = await collector.programs.live('app')
  expect(live?.filling).toMatchObject([{ done: 0, total: 2 }])
  expect(await seenBy()).toBe(2)
  const meanwhile: PublicProgram = await (await get()).json()
  const hashIn = (program: PublicProgram) => program.signals.find(one => one.key === 'report')?.hash
  expect(hashIn(meanwhile)).toBe(hashIn(served))
  // Counted under both while both are needed.
  await collector.send([ran('m4', { large: true }), ran('m5')])
  await collector.settled()
  expect((await collector.programs.live('app'))?.filling).toEqual([])
  expect(await seenBy()).toBe(2)
  const after: PublicProgram = await (await get()).json()
  expect(hashIn(after)).not.toBe(hashIn(served))
  expect(after.version).not.toBe(meanwhile.version)
  const rows = await collector.store.all('SELECT akey, version FROM accounts ORDER BY akey')
  expect(rows).toEqual([
    { akey: 'app/u:ann', version: live?.version },
    { akey: 'app/u:bob', version: live?.version },
  ])
})

test('the fill is exact while events keep coming, sent again among them', async () => {
  for (let i = 0; i < 60; i++)
    await collector.send([ran(`old${i}`, { large: i % 2 === 0 }, { userId: `u${i % 30}` })])
  await publish(onlyLarge())
  await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      await collector.send([
        ran(`new${i}`, { large: true }, { userId: `u${i % 30}` }),
        ran(`old${i}`, { large: i % 2 === 0 }, { userId: `u${i % 30}` }),
      ])
    }),
  )
  await collector.settled()
  expect((await collector.programs.live('app'))?.filling).toEqual([])
  for (let user = 0; user < 30; user++) expect(await seenBy(`u${user}`)).toBe(user % 2 === 0 ? 4 : 2)
})

test('going back to a signal that was not counted meanwhile fills what is missing', async () => {
  await collector.send([ran('m1')])
  const [first] = await collector.store.all('SELECT id FROM programs')
  await publish(onlyLarge())
  await collector.settled()
  await collector.send([ran('m2')])
  await collector.programs.rollback('app', text(first ?? {}, 'id'), 'test')
  await collector.settled()
  expect(await seenBy()).toBe(2)
})

test('a signal with a new key is empty until it is complete, then has the past', async () => {
  await collector.send([ran('m1', {}, { event: 'Map Drawn' })])
  const program = aProgram()
  await publish({
    ...program,
    signals: [...program.signals, { key: 'map', name: 'Drew a map', on: { event: 'Map Drawn' } }],
  })
  const during = await collector.programs.live('app')
  expect(during?.signals.find(one => one.key === 'map')?.hash).toBe('-')
  await collector.settled()
  const hash = (await collector.programs.live('app'))?.signals.find(one => one.key === 'map')?.hash ?? ''
  expect(await collector.store.all('SELECT success FROM counts WHERE signal = $1', [hash])).toEqual([
    { success: 1 },
  ])
})

test('excluded events stay out when a signal is filled', async () => {
  await collector.send([ran('m1', { large: true }), ran('m2', { large: true }, { userId: 'staff' })])
  await publish(onlyLarge())
  await collector.settled()
  expect(await seenBy('staff')).toBe(0)
  expect(await seenBy()).toBe(1)
})

test('Segment’s client is told to send here', async () => {
  const response = await collector.app.request('http://events.example:8787/v1/projects/pk_live_app/settings')
  expect(await response.json()).toMatchObject({
    integrations: {
      'Segment.io': { apiKey: 'pk_live_app', apiHost: 'events.example:8787/v1', protocol: 'http' },
    },
  })
  const secret = await collector.app.request(`/v1/projects/${collector.secret}/settings`)
  expect(secret.status).toBe(401)
})
